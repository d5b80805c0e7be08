/**
 * The texts of a case's short tables, held in memory to be looked through: what `LIKE '%x%'` and `LIKE 'x'` find, without
 * SQL going over all rows once for each column. As there, only the letters A to Z are alike in both cases.
 */
import { columnsState } from './columns/state';
import type { ReadDb } from './open';
import { writesTo } from './writes';

/** Tables with a row id and texts that are written once: rows come and go, but no text is changed. */
const TABLES = {
  actor: ['name', 'native', 'display', 'keys'],
  address: ['text'],
  place: ['city', 'region'],
  device: ['name', 'native', 'os', 'browser'],
} as const;
export type Listed = keyof typeof TABLES;

const MOST_ROWS = 300_000; // of a table that has more, SQL looks through
const END = '\u0000'; // LIKE looks no further than that

interface List {
  ids: Int32Array;
  /** Per column: every row's text between two `END`s, nothing for NULL. */
  columns: { text: string; starts: Uint32Array }[];
}
interface Lists {
  writes: string;
  stamp: string;
  of: Map<Listed, List | null>;
}

const held = new WeakMap<ReadDb, Lists>();

/**
 * Ids of the rows of which one of the columns holds the value, or is it, in their order. Null where SQL has to look: the value
 * is empty or a pattern, or the table is long.
 */
export function idsOfText(
  db: ReadDb,
  table: Listed,
  columns: readonly string[],
  value: string,
  how: 'holds' | 'is',
): number[] | null {
  if (value === '' || value.includes('*') || value.includes(END)) return null;
  const list = listsOf(db, table);
  if (!list) return null;
  const wanted = how === 'is' ? `${END}${folded(value)}${END}` : folded(value);
  const isFound = new Uint8Array(list.ids.length);
  for (const column of columns) {
    const { text, starts } = list.columns[(TABLES[table] as readonly string[]).indexOf(column)]!;
    let row = 0;
    for (let at = text.indexOf(wanted); at >= 0; ) {
      row = rowAt(starts, at, row);
      isFound[row] = 1;
      at = text.indexOf(wanted, starts[row + 1]!);
    }
  }
  const out: number[] = [];
  for (let row = 0; row < isFound.length; row++) if (isFound[row] === 1) out.push(list.ids[row]!);
  return out;
}

function listsOf(db: ReadDb, table: Listed): List | null {
  const writes = writesTo(db);
  let lists = held.get(db);
  if (lists?.writes !== writes) {
    const stamp = stampOf(db);
    if (lists?.stamp === stamp) lists.writes = writes;
    else {
      lists = { writes, stamp, of: new Map() };
      held.set(db, lists);
    }
  }
  let list = lists.of.get(table);
  if (list === undefined) {
    list = listOf(db, table);
    lists.of.set(table, list);
  }
  return list;
}

/** Another text where rows came or went; notes and settings change nothing of it. */
function stampOf(db: ReadDb): string {
  const counts = (Object.keys(TABLES) as Listed[])
    .map((table) => `(SELECT count(*) || ' ' || coalesce(max(id), 0) FROM ${table})`)
    .join(` || ' ' || `);
  return `${columnsState(db)} ${db.prepare<[], string>(`SELECT ${counts}`).pluck().get()}`;
}

function listOf(db: ReadDb, table: Listed): List | null {
  const columns = TABLES[table];
  const rows = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!;
  if (rows > MOST_ROWS) return null;
  const ids = new Int32Array(rows);
  const parts = columns.map(() => ({ texts: [] as string[], starts: new Uint32Array(rows + 1), length: 0 }));
  let row = 0;
  const all = db.prepare<[], (number | string | null)[]>(`SELECT id, ${columns.join(', ')} FROM ${table}`).raw();
  for (const [id, ...texts] of all.iterate()) {
    ids[row] = id as number;
    for (const [i, part] of parts.entries()) {
      const text = texts[i] as string | null;
      if (text !== null) {
        const end = text.indexOf(END);
        const told = `${END}${folded(end < 0 ? text : text.slice(0, end))}${END}`;
        part.texts.push(told);
        part.length += told.length;
      }
      part.starts[row + 1] = part.length;
    }
    row++;
  }
  return { ids, columns: parts.map(({ texts, starts }) => ({ text: texts.join(''), starts })) };
}

const folded = (text: string): string =>
  /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;

/** The row in whose text a position lies; none before `from`. */
function rowAt(starts: Uint32Array, at: number, from: number): number {
  let [lo, hi] = [from, starts.length - 1];
  while (hi - lo > 1) {
    const middle = (lo + hi) >>> 1;
    if (starts[middle]! <= at) lo = middle;
    else hi = middle;
  }
  return lo;
}
