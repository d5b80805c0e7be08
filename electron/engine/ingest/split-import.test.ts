/** Records that hold several, through a whole import: ledger, places, bytes, folding, removal. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRecord } from '../case/evidence';
import type { OpenCase } from '../session';
import { eventId } from '../store/event-id';
import { fileById } from '../store/files';
import type { Imported } from './pipeline';
import { removeFile } from './remove';
import { Bench, nowhere } from './testing/importing';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const newCase = (name: string): OpenCase => bench.newCase(name);
const bring = (into: OpenCase, name: string, content: string | Buffer): Promise<Imported> =>
  bench.import(into, [bench.put(name, content)]);

interface Row {
  rk: number;
  content: number;
  at: number;
  length: number;
  file_id: number;
  record_id: string;
  flags: number;
}
const rows = (from: OpenCase): Row[] =>
  from.db.read.prepare<[], Row>('SELECT * FROM event ORDER BY time, rk, content').all();
const ids = (from: OpenCase): string[] => rows(from).map(({ rk, content }) => eventId(rk, content));

const NAMES = ['login_challenge', 'login_verification', 'login_success'];
/** A Google activity by our own hand, with three events. */
const activity = (n: number): Record<string, unknown> => ({
  kind: 'admin#reports#activity',
  id: {
    time: new Date(Date.UTC(2026, 0, 5, 8) + n * 61_000).toISOString(),
    uniqueQualifier: `-${9_000_000_000_000_000_000n + BigInt(n)}`,
    applicationName: 'login',
  },
  actor: { email: `úser${n % 7}@example.com` },
  ipAddress: '203.0.113.4',
  events: NAMES.map((name) => ({
    type: 'login',
    name,
    parameters: [{ name: 'login_challenge_method', multiValue: ['password', 'totp'] }],
  })),
});
const list = (n: number): Record<string, unknown>[] => Array.from({ length: n }, (_, i) => activity(i));
/** The same as a collector's rows. */
const flattened = (n: number): string =>
  list(n)
    .flatMap(({ events, kind: _kind, ...rest }) =>
      (events as { name: string }[]).map(({ name }) => ({
        ...rest,
        event_name: name,
        event_type: 'login',
        login_challenge_method: ['password', 'totp'],
      })),
    )
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');

it.each<[string, (n: number) => string | Buffer]>([
  ['a page', (n) => JSON.stringify({ kind: 'admin#reports#activities', items: list(n) })],
  [
    'lines',
    (n) =>
      list(n)
        .map((each) => `${JSON.stringify(each)}\n`)
        .join(''),
  ],
  ['UTF-16', (n) => Buffer.from(`\ufeff${JSON.stringify(list(n), null, 1)}`, 'utf16le')],
])('%s: each element is a record at its own bytes, with the activity’s id', async (_form, write) => {
  const into = newCase('a');
  const { files } = await bring(into, 'export.json', write(500));
  expect(files).toMatchObject([{ source: 'google-workspace', records: 1_500, events: 1_500, skipped: 0, rejected: 0 }]);
  const found = rows(into);
  expect(new Set(found.map(({ at }) => at)).size).toBe(1_500);
  expect(new Set(found.map(({ record_id }) => record_id)).size).toBe(500);
  expect(found.every(({ flags }) => (flags & 1) === 0)).toBe(true);
  const file = fileById(into.db.read, found[0]!.file_id)!;
  const read = new TextDecoder(file.encoding);
  for (const row of found.slice(0, 6)) {
    const element = JSON.parse(read.decode(await readRecord(into, file, row.at, row.length)));
    expect(NAMES).toContain(element.name);
  }
});

it('knows records again, in the same shape and in another', async () => {
  const into = newCase('a');
  await bring(into, 'a.json', JSON.stringify({ items: list(4) }));
  const before = ids(into);
  const again = await bring(
    into,
    'b.ndjson',
    list(4)
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
  );
  expect(again.files).toMatchObject([{ records: 12, events: 0, duplicates: 12 }]);
  const table = await bring(into, 'c.ndjson', flattened(4));
  expect(table.files).toMatchObject([{ records: 12, events: 0, duplicates: 12 }]);
  expect(ids(into)).toEqual(before);
});

it('reads again from the rows what the fuller file had told', async () => {
  const alone = newCase('alone');
  await bring(alone, 'rows.ndjson', flattened(700));
  const into = newCase('a');
  await bring(into, 'rows.ndjson', flattened(700));
  await bring(into, 'full.json', JSON.stringify({ items: list(702) }));
  expect(rows(into)).toHaveLength(2_106);
  expect(await removeFile(into, 'full.json', 'wrong', () => nowhere)).toMatchObject({ events: 6 });
  expect(ids(into)).toEqual(ids(alone));
});

it('accounts for an activity without events', async () => {
  const into = newCase('a');
  const { files } = await bring(into, 'a.json', JSON.stringify([activity(1), { ...activity(2), events: [] }]));
  expect(files).toMatchObject([{ records: 4, events: 3, skipped: 1, reasons: [{ why: 'an empty list of events' }] }]);
});

it('accounts for events whose name has no text, and goes on behind them', async () => {
  const into = newCase('a');
  const hostile: unknown[] = [{ toString: false }, [{ toString: 0 }], { valueOf: null, toString: 1 }];
  const events = hostile.map((name) => ({ type: 'login', name }));
  const { files } = await bring(into, 'a.json', JSON.stringify([{ ...activity(1), events }, activity(2)]));
  expect(files).toMatchObject([{ records: 6, rejected: 0 }]);
  expect(files[0]!.events).toBeGreaterThanOrEqual(3);
});
