/**
 * The contents of one record: what each says, whether two contradict each other, and their order. Ids of dictionaries
 * depend on the order of import; whatever is decided here for good is decided by the texts behind them.
 */
import { codes } from './codes';
import { LISTS, NUMBERS, recordKey, TEXTS } from './event-row';
import { COLUMNS } from './insert-rows';
import type { ReadDb, WriteDb } from './open';
import { statement } from './statement';
import { forgetSweep } from './sweep-file';

/** A row as stored: the columns of `event_all`. */
export type Row = Record<(typeof NUMBERS)[number] | 'eid' | 'file_id' | 'variant', number | null> &
  Record<(typeof TEXTS)[number], string | null>;

export const UPDATE_FLAG = 1;
const SECOND = 1_000;
/** Some shapes tell the time at which a copy was taken in instead of the event's own: minutes later. */
const APART = 3_600 * SECOND;

/** What a record says: everything but where it lies and what we number it. */
export const SAID_COLUMNS = [
  ...NUMBERS.filter((name) => !['rk', 'content', 'at', 'length', 'shape', 'flags', 'fkey'].includes(name)),
  ...TEXTS,
];

type Opposed = Record<'time' | 'code' | 'ip' | 'mark', number>;

/**
 * Two shapes of one record contradict each other where both speak and differ in what an update would change. A poorer
 * shape may say less than the fuller (a denial that reads as any failure): that is no contradiction, unless one says
 * success where the other says denial.
 */
export function contradicts(row: Row, said: Opposed): boolean {
  const differs = (name: 'code' | 'ip'): boolean =>
    row[name] !== null && said[name] !== null && row[name] !== said[name];
  if (differs('code') || differs('ip')) return true;
  if (row.mark! + said.mark === 3 && row.mark !== 0 && said.mark !== 0) return true;
  return nearness(row, said) >= APART;
}

/** Milliseconds between the two. */
export const nearness = (row: Row, said: Opposed): number => Math.abs(row.time! - said.time);

/** The text behind an id of these columns. */
const BEHIND = [
  [LISTS.terms, statement<[number], { text: string }>('SELECT text FROM term WHERE id = ?')],
  [LISTS.actors, statement<[number], { text: string }>('SELECT key AS text FROM actor WHERE id = ?')],
  [LISTS.addresses, statement<[number], { text: string }>('SELECT text FROM address WHERE id = ?')],
  [LISTS.places, statement<[number], { text: string }>('SELECT key AS text FROM place WHERE id = ?')],
  [LISTS.devices, statement<[number], { text: string }>('SELECT key AS text FROM device WHERE id = ?')],
] as const;
const BEHIND_COLUMN = new Map(
  BEHIND.flatMap(([[from, to], ask]) => NUMBERS.slice(from, to).map((name) => [name, ask] as const)),
);

const behind = (db: ReadDb, name: (typeof NUMBERS)[number], id: number): string =>
  String(BEHIND_COLUMN.get(name)?.(db).get(id)?.text ?? id);

/** All that the row says, as one text that is the same in every case. For the few rows that must be compared so. */
export function sayings(db: ReadDb, row: Row): string {
  return JSON.stringify(
    SAID_COLUMNS.map((name) => {
      const value = row[name];
      return typeof value === 'number' ? behind(db, name as (typeof NUMBERS)[number], value) : value;
    }),
  );
}

/**
 * The contents of one record in order of time (at one moment, what is in between before what it led to), whatever the
 * order of import: the first is variant 0, the later ones are marked `update`. Rows that share only the key (another
 * record id) are not each other's updates.
 */
export function orderContents(db: WriteDb, rk: number): void {
  orderRows(db, db.prepare<[number], Row>(`SELECT ${COLUMNS.join(', ')} FROM event_all WHERE rk = ?`).all(rk));
}

const INTERIM = codes.role.code('interim');
const SUCCESS = codes.mark.code('success');
const NUMBERS_A_RANK = 8_192;
/** At one moment a state in between comes first, a success last. */
const rank = ({ role, mark }: Row): number => (role === INTERIM ? 0 : mark === SUCCESS ? 2 : 1);

export function orderRows(db: WriteDb, unordered: readonly Row[]): void {
  const said = new Map(unordered.map((row) => [row, unordered.length > 1 ? sayings(db, row) : '']));
  const rows = unordered.toSorted(
    (a, b) => a.time! - b.time! || rank(a) - rank(b) || (said.get(a)! < said.get(b)! ? -1 : 1),
  );
  const number = db.prepare('UPDATE event_all SET variant = ?, flags = ?, content = ? WHERE eid = ?');
  const seen = new Set<string | null>();
  const contents = new Set<number>();
  const final = rows.map((row, i) => {
    const isUpdate = seen.has(row.record_id);
    seen.add(row.record_id);
    const flags = (row.flags! & ~UPDATE_FLAG) | (isUpdate ? UPDATE_FLAG : 0);
    const content = i === 0 ? 0 : contentOf(db, row, said.get(row)!, contents);
    contents.add(content);
    return { eid: row.eid!, variant: i, flags, content };
  });
  const horizon = db.prepare<[], number>('SELECT eid FROM horizon').pluck().get() ?? 0;
  const isOther = ({ eid, ...now }: (typeof final)[number], was: Row): boolean =>
    eid <= horizon && (now.variant !== was.variant || now.flags !== was.flags || now.content !== was.content);
  if (final.some((row, i) => isOther(row, rows[i]!))) forgetSweep(db);
  // Out of the way first: two rows must not hold one number even for a moment.
  for (const row of final) number.run(-1 - row.variant, row.flags, row.content, row.eid);
  for (const row of final) number.run(row.variant, row.flags, row.content, row.eid);
}

/** What every shape of a record tells: moment, code, outcome. */
export function told(db: ReadDb, row: Row): string {
  const code = row.code === null ? '' : behind(db, 'code', row.code);
  return `${Math.floor(row.time! / SECOND)}|${code}|${row.outcome}`;
}

/**
 * The part of the public id by which a later content differs from the first: 15 bits, never 0. Made of what every shape
 * tells (moment, code, outcome), so that a fuller shape changes it only where two contents have all that in common. Its
 * highest bits keep the order at one moment, for lists are ordered by time and id.
 */
function contentOf(db: ReadDb, row: Row, said: string, taken: ReadonlySet<number>): number {
  const plain = told(db, row);
  const first = rank(row) * NUMBERS_A_RANK;
  const number = (key: number): number => first + 1 + (key % (NUMBERS_A_RANK - 1));
  let content = number(recordKey(plain));
  if (taken.has(content)) content = number(recordKey(said));
  while (taken.has(content)) content = number(content - first);
  return content;
}
