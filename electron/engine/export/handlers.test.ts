/** Exports of a real case folder, through the contract: whole or not at all, told in the custody log, verifiable. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exports } from '../../../shared/contract/exports';
import type { ReportPart } from '../../../shared/model/report';
import { type Connection, connect } from '../../../shared/rpc/client';
import { memoryPair } from '../../../shared/rpc/memory-port';
import { serve } from '../../../shared/rpc/server';
import { openCase } from '../case/folder';
import { sha256 } from '../case/node-hashing';
import { verify } from '../case/verify';
import { type LiveSession, liveSession } from '../live-session';
import { insertAnnotation } from '../store/annotations';
import { eventsAll } from '../store/events';
import { fillCase } from '../store/fill';
import { keepSuppression } from '../store/suppressions';
import { type ExportDeps, exportHandlers } from './handlers';
import { sampleView } from './sample-view';

let root: string;
let session: LiveSession;
let link: Connection;

const deps: ExportDeps = {
  outdated: () => [],
  attributions: () => [],
  mask: (readers) => ({ readers, hasMasked: () => false }),
  readers: {
    events: (db) => eventsAll(db),
    event: () => null,
    identities: () => [],
    episodes: () => [],
    episode: () => null,
    paths: () => [],
    pathsOf: () => [],
    thresholds: () => [],
  },
};
const target = (name: string): string => {
  const file = path.join(root, name);
  session.grant(name, file, 'write');
  return file;
};

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'exports-'));
  session = liveSession('0.0.0');
  const opened = openCase(path.join(root, 'Acme.sidedoor'), {
    create: true,
    actor: () => session.actor(),
    version: '0.0.0',
  });
  session.use(opened);
  const bytes = Buffer.alloc(300 * 100, 'evidence\n');
  fs.writeFileSync(path.join(opened.folder, 'evidence/okta.ndjson'), bytes);
  fillCase(
    opened.db.write,
    'okta',
    Array.from({ length: 300 }, (_, i) => ({
      recordId: `r${i}`,
      time: Date.UTC(2026, 0, 5) + i * 60_000,
      class: 'authentication' as const,
      action: 'sign-in',
      outcome: i % 3 ? ('success_mfa' as const) : ('denied_by_user' as const),
      actor: null,
      ip: `203.0.113.${i % 250}`,
    })),
  );
  opened.db.write.prepare('UPDATE file SET stored_sha256 = ?, bytes = ?').run(sha256(bytes), bytes.length);
  const hashes = opened.db.read.prepare('SELECT name, sha256 FROM file').get() as { name: string; sha256: string };
  const evidence = { stored: 'okta.ndjson', sha256: sha256(bytes), referenced: false };
  opened.custody.append('import', { file: hashes.name, sha256: hashes.sha256, evidence });
  const [page, engine] = memoryPair();
  serve(engine, exports, exportHandlers(session, deps), { checkOutputs: true });
  link = connect(page);
});
afterEach(async () => {
  vi.restoreAllMocks();
  link.close();
  await session.close();
  fs.rmSync(root, { recursive: true, force: true });
});

describe('exports', () => {
  it('lists every format with its kind', async () => {
    const formats = await link.client['exports.formats']({});
    expect(formats.map(({ id, kind }) => `${kind} ${id}`).sort()).toEqual(
      expect.arrayContaining(['export bundle', 'export csv', 'export timesketch', 'report html']),
    );
  });

  it('writes each, says what was written, and tells it in the custody log', async () => {
    for (const [format, name, act] of [
      ['csv', 'events.csv', 'export'],
      ['timesketch', 'events.jsonl', 'export'],
      ['html', 'report.html', 'report'],
      ['bundle', 'case.zip', 'export'],
    ] as const) {
      const file = target(name);
      const head = session.case().custody.head();
      const written = await link.client['exports.write']({ format, sink: name });
      const bytes = fs.readFileSync(file);
      expect(written).toMatchObject({
        path: file,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      const last = session.case().db.read.prepare('SELECT line FROM custody ORDER BY seq DESC LIMIT 1').pluck().get();
      expect(JSON.parse(last as string)).toMatchObject({
        act,
        detail: { format, file: name, sha256: written.sha256, bytes: written.bytes, custodyHead: head },
      });
    }
    expect(fs.readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('writes the columns of a view, in their order, on its clock, with the notes, and says what that leaves out', async () => {
    const file = target('view.csv');
    const { db } = session.case();
    const event = eventsAll(db.read)[Symbol.iterator]().next().value!;
    const note = {
      on: event.id,
      text: '=cmd|calc',
      tags: ['callback', 'star'],
      by: 'Examiner',
      at: Date.UTC(2026, 0, 6),
    };
    insertAnnotation(db.write, { id: 'n1234567', ...note });
    const columns = { ids: ['note', 'time', 'outcome', 'star'] as const, zone: 'Asia/Kolkata' };
    const written = await link.client['exports.write']({
      format: 'csv',
      sink: 'view.csv',
      query: 'on:2026-01-05T00:00:00.000Z..2026-01-05T00:01:59.999Z',
      columns: { ids: [...columns.ids], zone: columns.zone },
    });
    const [head, ...rows] = fs
      .readFileSync(file, 'utf8')
      .trimEnd()
      .split(/\r?\n(?=")/);
    expect(head).toBe('"Note","Time (Asia/Kolkata)","Outcome","Star","Event","custody_head"');
    expect(rows[0]).toContain('"2026-01-05T05:30:00.000+05:30","declined","★"');
    expect(rows[0]).toMatch(/^"#callback\r?\n=cmd\|calc \(Examiner, /);
    expect(written.leftOut).toContain('what the columns of this view do not show');
    await expect(
      link.client['exports.write']({ format: 'jsonl', sink: 'view.csv', columns: { ids: ['time'], zone: 'UTC' } }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('seals a bundle that verifies, of a case that verifies', async () => {
    const file = target('case.zip');
    const head = session.case().custody.head();
    await link.client['exports.write']({ format: 'bundle', sink: 'case.zip' });
    const found = await verify(file);
    expect(found.problems).toEqual([]);
    expect(found).toMatchObject({ ok: true, custodyHead: head });
    expect((await verify(session.case().folder)).problems).toEqual([]);
  });

  it('keeps apart evidence files of equal content', async () => {
    const { db, folder } = session.case();
    fillCase(db.write, 'okta', [], { file: 'copy.ndjson' });
    fs.copyFileSync(path.join(folder, 'evidence/okta.ndjson'), path.join(folder, 'evidence/copy.ndjson'));
    db.write.prepare('UPDATE file SET stored_sha256 = (SELECT max(stored_sha256) FROM file)').run();
    target('case.zip');
    await link.client['exports.write']({ format: 'bundle', sink: 'case.zip' });
    expect((await verify(path.join(root, 'case.zip'))).problems).toEqual([]);
  });

  it('refuses a bundle of evidence that was changed, and leaves what stood at the target', async () => {
    const file = target('case.zip');
    fs.writeFileSync(file, 'an older one');
    fs.appendFileSync(path.join(session.case().folder, 'evidence/okta.ndjson'), 'x');
    await expect(link.client['exports.write']({ format: 'bundle', sink: 'case.zip' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(fs.readFileSync(file, 'utf8')).toBe('an older one');
    expect(fs.readdirSync(root).sort()).toEqual(['Acme.sidedoor', 'case.zip']);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    target('case.zip');
    const abort = new AbortController();
    const writing = link.client['exports.write'](
      { format: 'bundle', sink: 'case.zip' },
      { signal: abort.signal, progress: () => abort.abort() },
    );
    abort.abort();
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    expect(fs.readdirSync(root)).toEqual(['Acme.sidedoor']);
    expect(session.case().custody.count()).toBe(2); // its making, and the import
  });

  it('refuses unknown formats, queries where the whole is meant, and places that cannot be written', async () => {
    const write = link.client['exports.write'];
    target('x');
    await expect(write({ format: 'nope', sink: 'x' })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(write({ format: 'bundle', sink: 'x', query: 'a' })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(write({ format: 'csv', sink: 'not granted' })).rejects.toMatchObject({ code: 'bad-input' });
    target('none/such/folder.csv');
    await expect(write({ format: 'csv', sink: 'none/such/folder.csv' })).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('reads one moment of the case while others write', async () => {
    target('case.zip');
    const writing = link.client['exports.write']({ format: 'bundle', sink: 'case.zip' });
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      await session.exclusive(() => session.case().custody.append('annotate', { i }));
    }
    await writing;
    expect((await verify(path.join(root, 'case.zip'))).problems).toEqual([]);
  });
});

describe('a picture of a view', () => {
  it('is written as it is, with a custody line that says what it shows; what is no picture is refused', async () => {
    const file = target('timeline.svg');
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>';
    const send = (kind: 'svg' | 'png') =>
      link.client['exports.picture']({
        sink: 'timeline.svg',
        view: 'timeline',
        kind,
        base64: Buffer.from(svg).toString('base64'),
        about: '5 Jan 2026 (UTC); no filter',
      });
    const { sha256: said, bytes } = await send('svg');
    expect(fs.readFileSync(file, 'utf8')).toBe(svg);
    expect(bytes).toBe(svg.length);
    expect(said).toBe(createHash('sha256').update(svg).digest('hex'));
    const last = session.case().db.read.prepare('SELECT line FROM custody ORDER BY seq DESC LIMIT 1').pluck().get();
    expect(JSON.parse(last as string)).toMatchObject({
      act: 'export',
      detail: { format: 'timeline.svg', file: 'timeline.svg', sha256: said, about: '5 Jan 2026 (UTC); no filter' },
    });
    await expect(send('png')).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe('the preview of the report', () => {
  const asked = { report: { parts: ['executive', 'technical'] as ReportPart[], mark: '', scope: '' }, episodes: 0 };
  const [sample] = sampleView().episodes('');
  let read = 0;
  /** So many episodes, counted as they are read. */
  const many = (n: number): void => {
    read = 0;
    const episodes = function* () {
      for (let i = 0; i < n; i++) {
        read++;
        yield { ...sample!, id: `p${String(i).padStart(14, '0')}` };
      }
    };
    const readers = { ...deps.readers, episodes, episode: () => sample! };
    link.close();
    const [page, engine] = memoryPair();
    serve(engine, exports, exportHandlers(session, { ...deps, readers }), { checkOutputs: true });
    link = connect(page);
  };

  it('reads all episodes once for each state of the case, and shows the beginning of long tables', async () => {
    many(400);
    const { blocks } = await link.client['exports.preview'](asked);
    const tables = blocks.filter((block) => block.block === 'table');
    expect(Math.max(...tables.map(({ rows }) => rows.length))).toBe(100);
    expect(JSON.stringify(blocks)).toContain('The first 100 of 400 rows; the files hold all of them.');
    await link.client['exports.preview']({ ...asked, report: { ...asked.report, mark: 'Secret' } });
    expect(read).toBe(400);
    session.case().custody.append('annotate', { on: 'p00000000000001' });
    await link.client['exports.preview'](asked);
    expect(read).toBe(800);
    await link.client['exports.preview']({ ...asked, report: { ...asked.report, scope: 'verdict:friction' } });
    expect(read).toBe(1_200);
  });

  it('reads them again when a suppression has come to its end, and when clocks are put back meanwhile', async () => {
    many(1);
    const { write } = session.case().db;
    const at = Date.now();
    keepSuppression(write, {
      id: 's1',
      query: 'ip:203.0.113.4',
      why: 'a scanner',
      by: 'test',
      at,
      expires: at + 3_600_000,
    });
    const readBy = async (): Promise<number> => {
      const before = read;
      await link.client['exports.preview'](asked);
      return read - before;
    };
    expect(await readBy()).toBe(1);
    expect(await readBy()).toBe(0);
    vi.spyOn(Date, 'now').mockReturnValue(at + 3_600_001);
    expect(await readBy()).toBe(1);
    write.exec('UPDATE file SET first = first + 1');
    expect(await readBy()).toBe(1);
    expect(await readBy()).toBe(0);
  });

  it('tells how far it is, and ends when it is cancelled', async () => {
    many(2_000_000);
    const abort = new AbortController();
    const told: number[] = [];
    const cancelled = link.client['exports.preview'](asked, {
      signal: abort.signal,
      progress: ({ done }) => {
        told.push(done);
        abort.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(told[0]).toBeGreaterThan(0);
    expect(read).toBeLessThan(2_000_000);
  });
});
