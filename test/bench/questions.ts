/** What `npm run bench:ui` asks about a large case, and what a plain scan of it costs. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { random } from './random.ts';

/** Milliseconds of a plain scan, median of five; and what the questions are made from. */
export function lookInto(folder: string) {
  const db = new Database(join(folder, 'case.db'), { readonly: true });
  const scan = db.prepare('SELECT count(*) FROM event_all NOT INDEXED WHERE at >= ?').pluck();
  const times = Array.from({ length: 5 }, () => {
    const begun = performance.now();
    scan.get(1_000);
    return performance.now() - begun;
  });
  const list = (sql: string): string[] => db.prepare(sql).pluck().all() as string[];
  const found = {
    scan: quantile(times, 0.5),
    events: db.prepare('SELECT eid FROM horizon').pluck().get() as number,
    from: db.prepare('SELECT min(time) FROM event_all').pluck().get() as number,
    to: db.prepare('SELECT max(time) FROM event_all').pluck().get() as number,
    people: list('SELECT name FROM identity ORDER BY iid LIMIT 5000'),
    addresses: list(`SELECT text FROM address WHERE scope = 'public' ORDER BY id LIMIT 5000`),
    records: list('SELECT record_id FROM event_all WHERE record_id IS NOT NULL ORDER BY eid LIMIT 2000'),
  };
  db.close();
  return found;
}

export type Case = ReturnType<typeof lookInto>;
export type Question = [method: string, input: Record<string, unknown>];

/** Questions of each kind, each unlike all before it. */
export function questions(about: Case): Record<string, (n: number) => Question> {
  const { int } = random(5);
  const span = about.to - about.from;
  const pick = (list: readonly string[], n: number): string => list[(n * 37 + int(list.length)) % list.length]!;
  const range = (least = 0.002): { from: number; to: number } => {
    const length = Math.round(span * (least + (int(1_000) / 1_000) ** 2 * 0.9));
    const from = about.from + int(Math.max(1, Math.round(span - length)));
    return { from, to: from + length };
  };
  /** Words that few, many and most events fit. */
  const query = (n: number): string =>
    [
      `identity:"${pick(about.people, n)}"`,
      `mark:denied -ip:${pick(about.addresses, n)}`,
      `-identity:"${pick(about.people, n)}"`,
      `outcome:success_* OR ip:${pick(about.addresses, n)}`,
      `country:${['GB', 'FR', 'US', 'JP', 'RO'][n % 5]} -ip:${pick(about.addresses, n)}`,
    ][n % 5]!;
  const word = (n: number): string =>
    [
      pick(about.people, n),
      pick(about.addresses, n),
      pick(about.records, n),
      `person${int(900)} denied`,
      `${['salesforce', 'teams', 'mozilla', 'windows', 'push'][n % 5]} -person${int(5_000)}`,
    ][n % 5]!;
  return {
    page: () => ['events.window', { filter: {}, offset: int(about.events - 100), limit: 100 }],
    'page of a filter': (n) => ['events.window', { filter: { query: query(n) }, offset: 0, limit: 100 }],
    search: (n) => ['events.count', { filter: { query: word(n) } }],
    facets: (n) => [
      'events.facets',
      {
        filter: { query: n % 2 === 0 ? query(n) : '', range: range() },
        fields: ['outcome', 'identity', 'app', 'country', 'source', 'factor', 'ip'],
      },
    ],
    brush: (n) => ['events.histogram', { filter: { query: query(n) }, buckets: 512 }],
    'brush, zoomed': () => ['events.histogram', { filter: { range: range() }, buckets: 512 }],
    lanes: (n) => [
      'events.lanes',
      { filter: { query: n % 3 === 0 ? query(n) : '' }, range: range(), buckets: 1_024, limit: 40 },
    ],
    context: () => {
      const at = about.from + int(span);
      return ['events.window', { filter: { range: { from: at - 300_000, to: at + 300_001 } }, offset: 0, limit: 100 }];
    },
    map: (n) => ['events.places', { filter: { query: n % 3 === 0 ? query(n) : '', range: range() } }],
  };
}

export function quantile(list: readonly number[], q: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
