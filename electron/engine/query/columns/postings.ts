/** Which events have a row of a table: what is rare is found without looking at the rest. Pure. */
import type { RowNumbers } from '../../store/columns/open';

/** `positions[at[row]]` … `positions[at[row + 1]]` are the events of a row, in order. */
export interface Postings {
  at: Uint32Array;
  positions: Uint32Array;
}

/** `keyOf` joins rows into one list each; negative: in no list. */
export function postingsOf(rows: RowNumbers, lists: number, keyOf?: (row: number) => number): Postings {
  const at = new Uint32Array(lists + 1);
  if (!keyOf) {
    for (let i = 0; i < rows.length; i++) at[rows[i]! + 1]!++;
    for (let row = 0; row < lists; row++) at[row + 1]! += at[row]!;
    const next = at.slice();
    const positions = new Uint32Array(rows.length);
    for (let i = 0; i < rows.length; i++) positions[next[rows[i]!]!++] = i;
    return { at, positions };
  }
  for (let i = 0; i < rows.length; i++) {
    const key = keyOf(rows[i]!);
    if (key >= 0) at[key + 1]!++;
  }
  for (let key = 0; key < lists; key++) at[key + 1]! += at[key]!;
  const next = at.slice();
  const positions = new Uint32Array(at[lists]!);
  for (let i = 0; i < rows.length; i++) {
    const key = keyOf(rows[i]!);
    if (key >= 0) positions[next[key]!++] = i;
  }
  return { at, positions };
}

/** Events in the rows that `ok` marks with `wanted`. */
export function countOf({ at }: Postings, ok: Uint8Array, wanted: 0 | 1): number {
  let n = 0;
  for (let row = 0; row < ok.length; row++) if (ok[row] === wanted) n += at[row + 1]! - at[row]!;
  return n;
}

/** Their positions, in no order, into `out`; how many there were. */
export function gather({ at, positions }: Postings, ok: Uint8Array, wanted: 0 | 1, out: Uint32Array): number {
  let n = 0;
  for (let row = 0; row < ok.length; row++)
    if (ok[row] === wanted) for (let i = at[row]!, end = at[row + 1]!; i < end; i++) out[n++] = positions[i]!;
  return n;
}
