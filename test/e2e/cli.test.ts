/** The command line's contract: shapes, exit codes, exact bytes, what goes where. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Episode, Path } from '../../shared/model/episode';
import { Event } from '../../shared/model/event';
import { Identity } from '../../shared/model/identity';
import { ImportSummary } from '../../shared/model/ledger';
import { oktaLines, writeDemoExports } from './exports';
import { ended, scratchFolder, sidedoor, startSidedoor } from './programs';

const { folder, remove } = scratchFolder();
afterAll(remove);
const at = (...names: string[]): string => join(folder, ...names);
const lines = (text: string): string[] => text.trimEnd().split('\n');

describe('wrong usage ends with 2 and one line on stderr', () => {
  it.each([
    [['no-such-command']],
    [['import']],
    [['import', 'x.sidedoor']],
    [['events']],
    [['events', 'x.sidedoor', '--no-such-option']],
    [['import', 'x.sidedoor', '.', '--tz', 'Mars/Olympus']],
    [['import', 'x.sidedoor', '.', '--source', 'no-such-source']],
    [['decide', 'x.sidedoor', 'p1', '--verdict', 'guilty', '--why', 'x']],
    [['decide', 'x.sidedoor', 'p1', '--verdict', 'friction']],
    [['annotate', 'x.sidedoor', '--on', 'Not An Id', '--text', 'x']],
    [['remove', 'x.sidedoor', 'a.json']],
    [['export', 'x.sidedoor', '--out', 'x', '--format', 'floppy']],
    [['report', 'x.sidedoor', '--out', 'x', '--format', 'html,papyrus']],
    [['template', 'no-such-kind']],
  ])('%j', async (args) => {
    const done = await sidedoor(...args);
    expect({ code: done.code, text: done.text, lines: lines(done.stderr).length }).toEqual({
      code: 2,
      text: '',
      lines: 1,
    });
    expect(done.stderr).not.toMatch(/\n\s+at /);
  });
});

describe('failure ends with 1 and says what, where, what to do', () => {
  it.each([
    [['import', at('none.sidedoor'), at('no-such-file.json')], 'no-such-file.json'],
    [['events', at('no-such-case.sidedoor')], 'no-such-case.sidedoor'],
    [['raw', at('no-such-case.sidedoor'), 'e1'], 'no-such-case.sidedoor'],
    [['verify', at('no-such-bundle.zip')], 'no-such-bundle.zip'],
  ])('%j', async (args, names) => {
    const done = await sidedoor(...args);
    expect(done.code).toBe(1);
    expect(done.text).toBe('');
    expect(lines(done.stderr)).toHaveLength(1);
    expect(done.stderr).toContain(names);
  });

  it('leaves no case behind for a mistyped name', async () => {
    await sidedoor('episodes', at('mistyped.sidedoor'));
    expect(statSync(at('mistyped.sidedoor'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('imports nothing of a folder without evidence', async () => {
    mkdirSync(at('notes'), { recursive: true });
    writeFileSync(at('notes', 'readme.txt'), 'nothing to see\n');
    const done = await sidedoor('import', at('empty.sidedoor'), at('notes'), '--json');
    expect(done.code).toBe(1);
    expect(done.json()).toMatchObject({ files: [], events: 0 });
    expect((done.json().unrecognised as unknown[]).length).toBe(1);
  });
});

it('tells what it is and what it can', async () => {
  expect((await sidedoor('--version')).text).toMatch(/^\d+\.\d+\.\d+\n$/);
  const help = await sidedoor('--help');
  expect(help.code).toBe(0);
  for (const command of 'import remove analyse events identities episodes paths raw annotate decide report export verify sources template open demo'.split(
    ' ',
  )) {
    expect(help.text).toMatch(new RegExp(`^  ${command} `, 'm'));
  }
  const kinds = (await sidedoor('sources', '--json')).rows<{ id: string; kind: string }>();
  expect(kinds.filter((kind) => kind.kind === 'source').map((kind) => kind.id)).toEqual(
    expect.arrayContaining(['duo', 'entra', 'okta']),
  );
  for (const { id } of kinds.filter((kind) => kind.kind === 'context')) {
    expect((await sidedoor('template', id)).text).toMatch(/^[a-z_]+(,[a-z_]+)+\r?\n$/);
  }
});

describe('a small case', () => {
  const home = at('small.sidedoor');
  const records = oktaLines(7);
  const plain = at('in', 'system-log.json');
  const more = at('in', 'more.json.gz');

  beforeAll(async () => {
    mkdirSync(at('in'), { recursive: true });
    writeFileSync(plain, `${records.slice(0, 5).join('\n')}\n`);
    writeFileSync(more, gzipSync(`${records.slice(5).join('\n')}\n`));
    writeFileSync(at('in', 'notes.txt'), 'call them back\n');
    const done = await sidedoor('import', home, at('in'), at('gone.json'), '--json', '--as', 'A. Analyst, IR');
    expect(done.code).toBe(0);
    const summary = ImportSummary.parse(done.json());
    expect(summary.files.map((file) => [file.source, file.records, file.events])).toEqual(
      expect.arrayContaining([
        ['okta', 5, 5],
        ['okta', 2, 2],
      ]),
    );
    expect(summary.unrecognised.map((file) => file.file).sort()).toEqual(
      [expect.stringContaining('gone.json'), expect.stringContaining('notes.txt')].sort(),
    );
    const file = summary.files.find((one) => one.records === 5)!;
    expect(file.sha256).toBe(createHash('sha256').update(readFileSync(plain)).digest('hex'));
    expect(summary.peakRssBytes).toBeGreaterThan(1e6);
  });

  it('prints events in time order in the shape of the contract', async () => {
    const done = await sidedoor('events', home);
    expect(done.stderr).toBe('');
    const events = done.rows().map((row) => Event.parse(row));
    expect(events).toHaveLength(7);
    expect(events.map((event) => event.time)).toEqual(events.map((event) => event.time).sort());
    expect(events[0]).toMatchObject({ source: 'okta', factor: 'push', ip: '203.0.113.7', denial: true });
    expect((await sidedoor('events', home, 'ip:198.51.100.1')).text).toBe('');
    expect((await sidedoor('events', home, 'ip:203.0.113.7')).rows()).toHaveLength(7);
  });

  it("gives each record's own bytes, also from inside gzip", async () => {
    const events = (await sidedoor('events', home)).rows<Event>();
    for (const event of [events[0]!, events[4]!, events[6]!]) {
      const raw = await sidedoor('raw', home, event.id);
      expect(raw.stdout).toEqual(Buffer.from(records[events.indexOf(event)]!));
    }
    expect((await sidedoor('raw', home, 'e00000000000000')).code).toBe(1);
  });

  it('adds nothing when the same evidence comes again', async () => {
    const before = (await sidedoor('events', home)).text;
    const again = await sidedoor('import', home, plain, '--json');
    expect(again.code).toBe(0);
    expect(again.json<ImportSummary>().files[0]).toMatchObject({ records: 5, events: 0, duplicates: 5 });
    expect((await sidedoor('events', home)).text).toBe(before);
  });

  it('ends quietly when the reader has enough', async () => {
    const child = startSidedoor(['events', home]);
    child.stdout!.destroy();
    const done = await ended(child);
    expect({ code: done.code, stderr: done.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('keeps notes and decisions with who made them', async () => {
    const [episode] = (await sidedoor('episodes', home)).rows<Episode>();
    const note = await sidedoor(
      'annotate',
      home,
      '--on',
      episode!.id,
      '--text',
      'called back',
      '--tag',
      'a',
      '--tag',
      'b',
      '--json',
    );
    expect(note.json()).toMatchObject({ on: episode!.id, text: 'called back', tags: ['a', 'b'] });
    const args = [
      '--verdict',
      'attempted_abuse',
      '--action',
      'verify',
      '--why',
      'she did not ask',
      '--as',
      'B. Boss, IR',
    ];
    const decided = await sidedoor('decide', home, episode!.id, ...args, '--json');
    expect(Episode.parse(decided.json()).decision).toMatchObject({
      verdict: 'attempted_abuse',
      action: 'verify',
      by: expect.stringContaining('B. Boss, IR'),
    });
    expect((await sidedoor('decide', home, 'p0000000', '--verdict', 'friction', '--why', 'x')).code).toBe(1);
  });

  it('analyses again only when asked or needed', async () => {
    const idle = await sidedoor('analyse', home, '--json');
    expect(idle.json()).toMatchObject({ ran: false });
    const forced = await sidedoor('analyse', home, '--force', '--json');
    expect(forced.json()).toMatchObject({ ran: true });
  });

  it('takes a file out again, with a reason, and keeps its hash', async () => {
    const copy = at('removal.sidedoor');
    const imported = (await sidedoor('import', copy, plain, more, '--json')).json<ImportSummary>();
    const named = imported.files.find((file) => file.events === 5)!.file;
    const removed = await sidedoor('remove', copy, named, '--why', 'wrong tenant', '--json');
    expect(removed.json()).toEqual({ file: named, events: 5, context: 0 });
    expect((await sidedoor('events', copy)).rows()).toHaveLength(2);
    expect((await sidedoor('remove', copy, 'no-such-file', '--why', 'x')).code).toBe(1);
  });

  it('verifies the folder and the bundle, and names what was changed', async () => {
    expect((await sidedoor('verify', home, '--json')).json()).toMatchObject({ ok: true, problems: [], of: 'folder' });
    expect((await sidedoor('verify', home)).text).toBe(
      'intact, signer not confirmed\n  not signed: a case folder has no signer; a signed bundle has one\n',
    );
    const asked = await sidedoor('verify', home, '--signer', 'ab'.repeat(32));
    expect({ code: asked.code, text: asked.text }).toMatchObject({
      code: 3,
      text: expect.stringMatching(
        /^intact, but NOT by the signer that was asked for: a case folder carries no signature/,
      ),
    });
    const bundle = at('small.zip');
    expect((await sidedoor('export', home, '--format', 'bundle', '--out', bundle)).text).toBe(`${bundle}\n`);
    const intact = await sidedoor('verify', bundle);
    expect({ code: intact.code, text: intact.text }).toEqual({
      code: 0,
      text: 'intact, signer not confirmed\n  not signed: there is no signer in this bundle who could be confirmed\n',
    });
    const bytes = readFileSync(bundle);
    const attacks: Record<string, Buffer> = {
      flip: Buffer.concat([bytes.subarray(0, 200), Buffer.from([bytes[200]! ^ 1]), bytes.subarray(201)]),
      cut: bytes.subarray(0, bytes.length - 1),
      insert: Buffer.concat([bytes.subarray(0, 900), Buffer.from([0]), bytes.subarray(900)]),
      nonsense: Buffer.from('not a bundle'),
    };
    for (const [name, attacked] of Object.entries(attacks)) {
      writeFileSync(at('attacked.zip'), attacked);
      const found = await sidedoor('verify', at('attacked.zip'), '--json');
      expect([name, found.code]).toEqual([name, 3]);
      expect(found.json()).toMatchObject({ ok: false });
      expect((found.json().problems as unknown[]).length).toBeGreaterThan(0);
    }
  });

  it('writes the report and the exports, and data alone to stdout', async () => {
    const report = await sidedoor('report', home, '--out', at('reports'), '--json');
    const [file] = report.json<{ files: { path: string; sha256: string; bytes: number }[] }>().files;
    const html = readFileSync(file!.path);
    expect(html.length).toBe(file!.bytes);
    expect(createHash('sha256').update(html).digest('hex')).toBe(file!.sha256);
    expect(html.toString()).toContain('alice@example.com');
    expect(html.toString()).not.toMatch(/<script/i);
    for (const format of ['csv', 'timesketch']) {
      const done = await sidedoor('export', home, '--format', format, '--out', at(`small.${format}`), '--json');
      expect(done.code).toBe(0);
      expect(statSync(at(`small.${format}`)).size).toBe(done.json().bytes);
    }
    const nowhere = await sidedoor('export', home, '--format', 'csv', '--out', at('no', 'such', 'folder.csv'));
    expect(nowhere.code).toBe(1);
  });
});

describe('the demo exports', () => {
  const home = at('demo.sidedoor');

  it('are imported whole, every record accounted for, and every list fits the contract', async () => {
    const { truth } = writeDemoExports(at('demo'));
    const done = await sidedoor('import', home, at('demo'), '--json');
    expect(done.code).toBe(0);
    const summary = ImportSummary.parse(done.json());
    expect(summary.unrecognised).toEqual([]);
    for (const file of summary.files) {
      const { records, events, context, duplicates, skipped, rejected } = file;
      expect([file.file, records]).toEqual([file.file, events + context + duplicates + skipped + rejected]);
      expect([file.file, rejected]).toEqual([file.file, 0]);
    }
    const written = Object.values(truth.records).reduce((sum, n) => sum + n, 0);
    expect(summary.files.reduce((sum, file) => sum + file.records, 0)).toBeGreaterThanOrEqual(written);
    const lists = [
      ['events', Event, summary.events],
      ['identities', Identity, null],
      ['episodes', Episode, summary.episodes],
      ['paths', Path, null],
    ] as const;
    for (const [command, schema, count] of lists) {
      const rows = (await sidedoor(command, home)).rows();
      expect(rows.length).toBeGreaterThan(0);
      if (count !== null) expect([command, rows.length]).toEqual([command, count]);
      for (const row of rows) schema.parse(row);
    }
    const keys = (await sidedoor('events', home)).rows<Event>().map((event) => `${event.time} ${event.id}`);
    expect(keys).toEqual([...keys].sort());
    const starts = (await sidedoor('episodes', home)).rows<Episode>().map((one) => `${one.start} ${one.id}`);
    expect(starts).toEqual([...starts].sort());
  });

  it('leave nothing but data on stdout and a readable summary without --json', async () => {
    const done = await sidedoor('import', at('readable.sidedoor'), at('in'));
    expect(done.text).toMatch(/^2 files, 7 records: 7 events, 0 context, 0 duplicates, 0 skipped, 0 rejected\n/);
    expect(readdirSync(at('readable.sidedoor'))).toContain('case.db');
  });
});
