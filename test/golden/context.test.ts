/**
 * Every kind of context file proves itself by its sample, in any dress that people's tools put on it. `UPDATE_GOLDEN=1`
 * writes the expected files anew: read the difference before committing it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContextKind } from '../../electron/engine/ingest/context';
import { Pass } from '../../electron/engine/ingest/pass';
import { contextKinds, sources } from '../../electron/engine/ingest/registry';
import { ContextFacts, ContextKindId } from '../../shared/model/context';

const FOLDER = 'electron/engine/ingest/context';
const isUpdating = process.env.UPDATE_GOLDEN === '1';

/** As the contract of the command line has them. */
const HEADERS: Record<ContextKindId, string> = {
  identities:
    'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases',
  devices: 'device,identity,name,os,managed,compliant,first_seen,last_seen',
  changes: 'time,identity,type,detail,actor,ticket',
  'access-requests': 'id,identity,resource,type,requested,approved,starts,ends,approver,ticket',
  'execution-windows': 'identity,days,start,end,tz,purpose',
  travel: 'identity,from,until,country,city,note',
  rollouts: 'name,from,until,scope,note',
  'ip-labels': 'cidr,label,kind,note',
  'app-requirements': 'app,required_aal,sensitivity',
};

interface Read {
  recognised: { source: string; shape: string; because: string[] } | null;
  notes: string[];
  rows: { facts: unknown; extra: Record<string, string>; bytes: string }[];
  leftOut: { end: string; why: string; bytes: string }[];
}

function read(bytes: Buffer, wish: { source?: string; zone?: string } = {}): Read {
  const pass = new Pass(bytes, sources.all(), { source: wish.source ?? null, zone: wish.zone ?? null });
  // Cut anywhere: a reader must not depend on where a chunk ends.
  for (let at = 0; at < bytes.length; at += 7) pass.feed(Buffer.from(bytes.subarray(at, at + 7)));
  pass.end();
  const result: Read = { recognised: null, notes: [], rows: [], leftOut: [] };
  const text = (at: number, length: number): string => bytes.subarray(at, at + length).toString('utf8');
  const reasons: string[] = [];
  for (const { events, leftOut, context } of pass.take()) {
    expect(events).toBeNull();
    for (const { facts, extra, at, length } of context?.rows ?? [])
      result.rows.push({ facts, extra, bytes: text(at, length) });
    reasons.push(...(leftOut?.reasons ?? []));
    for (let i = 0; i < (leftOut?.count ?? 0); i++) {
      const [end, why, at, length] = leftOut!.places.slice(i * 4, i * 4 + 4) as unknown as [number, number, number, number]; // biome-ignore format: one line
      result.leftOut.push({ end: end === 0 ? 'skipped' : 'rejected', why: reasons[why]!, bytes: text(at, length) });
    }
  }
  const { recognised, notes, mapped, skipped, rejected } = pass.result();
  expect(mapped).toBe(result.rows.length);
  expect(skipped + rejected).toBe(result.leftOut.length);
  return { ...result, recognised, notes: notes.map((note) => note.text) };
}

const sampleOf = (kind: ContextKind): string => {
  const folder = join(FOLDER, kind.id, 'samples');
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.csv'))!);
};
const factsOf = ({ rows }: Read): unknown[] => rows.map(({ facts }) => facts);
const whysOf = ({ leftOut }: Read): string[] => leftOut.map(({ why }) => why);

const all = contextKinds.all();

it('finds the nine kinds, each a folder with the header of the contract', () => {
  expect(all.map(({ id }) => id)).toEqual(readdirSync(FOLDER).sort());
  expect(all.map(({ id }) => id)).toEqual([...ContextKindId.options].sort());
  for (const kind of all) expect(kind.columns.join(',')).toBe(HEADERS[kind.id]);
});

describe.each(all.map((kind) => [kind.id, kind] as const))('%s', (_, kind) => {
  const file = sampleOf(kind);
  const bytes = readFileSync(file);
  const rows = parse(bytes) as string[][];
  const plain = read(bytes);

  it('becomes what is expected; each row and each reason has its bytes', () => {
    expect(plain.recognised).toMatchObject({ source: kind.id, shape: 'context' });
    expect(plain.notes).toEqual([]);
    const lines = bytes.toString('utf8').split('\n');
    for (const { bytes: raw } of [...plain.rows, ...plain.leftOut]) expect(lines).toContain(raw.replace(/\n$/, ''));
    const results = { rows: plain.rows.map(({ facts }) => facts), leftOut: whysOf(plain) };
    const expectedFile = file.replace(/\.csv$/, '.expected.json');
    if (isUpdating) writeFileSync(expectedFile, `${JSON.stringify(results, null, 1)}\n`);
    expect(existsSync(expectedFile)).toBe(true);
    expect(results).toEqual(JSON.parse(readFileSync(expectedFile, 'utf8')));
    expect(plain.rows.length).toBeGreaterThan(1);
    expect(plain.leftOut.length).toBeGreaterThan(0);
    for (const { facts } of plain.rows) ContextFacts[kind.id].parse(facts);
  });

  it.each([
    ['byte order mark, CR LF', () => `\ufeff${stringify(rows, { record_delimiter: '\r\n' })}`],
    ['sep=; of spreadsheets', () => `sep=;\r\n${stringify(rows, { delimiter: ';', record_delimiter: '\r\n' })}`],
    ['semicolons without a word', () => stringify(rows, { delimiter: ';' })],
    ['columns in another order', () => stringify(rows.map((row) => row.toReversed()))],
    ['a header as people write it', () => stringify(rows.map((row, i) => (i === 0 ? row.map((name) => name.replaceAll('_', ' ').toUpperCase()) : row)))], // biome-ignore format: one row
    ['every cell in quotes', () => stringify(rows, { quoted: true })],
  ])('is the same with %s', (_name, text) => {
    const other = read(Buffer.from(text()));
    expect(other.recognised?.source).toBe(kind.id);
    expect(factsOf(other)).toEqual(factsOf(plain));
    expect(whysOf(other)).toEqual(whysOf(plain));
  });

  it('is the same in UTF-16', () => {
    const other = read(Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le'));
    expect(factsOf(other)).toEqual(factsOf(plain));
  });

  it('keeps columns it does not know, and says so', () => {
    const wider = rows.map((row, i) => ['', ...row, i === 0 ? 'cost_centre' : `C${i}`]);
    const other = read(Buffer.from(stringify(wider)));
    expect(factsOf(other)).toEqual(factsOf(plain));
    expect(other.rows[0]!.extra).toEqual({ cost_centre: 'C1' });
    expect(other.notes).toContain('columns kept but not used: cost_centre');
  });

  it('knows its template, and a file with its required columns alone', () => {
    expect(read(Buffer.from(`${kind.columns.join(',')}\r\n`)).recognised?.source).toBe(kind.id);
    const few = `${kind.required.join(',')}\n${kind.required.map(() => 'x').join(',')}\n`;
    const other = read(Buffer.from(few));
    expect(other.recognised?.source).toBe(kind.id);
    expect(other.notes[0]).toMatch(/^columns not in the file: /);
  });

  it('says what it is for, with an example that it reads', () => {
    expect(kind.about.length).toBeGreaterThan(40);
    const example = read(Buffer.from(`${kind.columns.join(',')}\n${kind.example}\n`), { zone: 'UTC' });
    expect(example).toMatchObject({ leftOut: [] });
    expect(example.rows).toHaveLength(1);
  });

  it('never throws on hostile cells, and what it makes of them is well formed', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('', 'null', 'constructor', '__proto__', '2026-01-02T03:04:05Z', '99/99/2026', '2026-01-02', 'jit', '::/0', '=cmd()', '\u202e', ';;;'), // biome-ignore format: one line
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...kind.columns), cell),
        fc.constantFrom(null, 'Europe/Berlin'),
        (cells, zone) => {
          // biome-ignore format: one line
          const facts = kind.read({ text: (column) => (Object.hasOwn(cells, column) ? cells[column]!.trim() || null : null), zone, dayFirst: null }); // biome-ignore format: one line
          if ('why' in facts) expect((facts as { why: string }).why.length).toBeGreaterThan(3);
          else ContextFacts[kind.id].parse(facts);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('zones', () => {
  it('reads local times and bare days in the zone that the person named, and rejects them without one', () => {
    const text = 'identity,from,until,country,city,note\na@corp.example,2026-07-01 08:00,2026-07-03,DE,,\n';
    expect(whysOf(read(Buffer.from(text)))).toEqual([
      'from has no zone: name one with --tz; until has no zone: name one with --tz',
    ]);
    const { rows, notes } = read(Buffer.from(text), { zone: 'Europe/Berlin' });
    expect(rows[0]!.facts).toMatchObject({
      from: Date.parse('2026-07-01T06:00:00Z'),
      until: Date.parse('2026-07-03T22:00:00Z'), // to the end of the day
    });
    expect(notes).toContain('times without a zone are read as Europe/Berlin');
  });
});

describe('recognition', () => {
  it('takes no log for a context file, and no context file for a log', () => {
    const log = 'time,identity,type,detail,outcome\n2026-01-01T00:00:00Z,a,secret_rotated,b,c\n';
    expect(read(Buffer.from(log)).recognised?.source).toBe('changes'); // nothing else reads it
    expect(read(Buffer.from('time,user,kind\n1,2,3\n')).recognised).toBeNull();
  });

  it('obeys the person: a source that was named is not overruled by a header', () => {
    const text = `${HEADERS.travel}\na,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,DE,,\n`;
    expect(read(Buffer.from(text), { source: 'okta' }).recognised?.source).not.toBe('travel');
    expect(read(Buffer.from(text), { source: 'travel' }).recognised?.because).toEqual([
      'named by the person who imported it: travel',
    ]);
    expect(read(Buffer.from(text), { source: 'changes' }).recognised).toBeNull();
  });
});
