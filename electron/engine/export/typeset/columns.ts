/** Widths of the columns of a table, for every writer that draws on pages. Pure. */
import type { Column, Run, Table } from '../../../../shared/model/report';
import { breakLines, type Faces } from './lines';

/** Points. */
export const TABLE_SIZE = 7.8;
export const COLUMN_GAP = 8;
const TIGHT = 130; // a column of numbers or times is at most this wide
const WORD = 68; // points: a longer word may be broken, so that one address does not take the table
const LOOKED_AT = 200; // rows

export const runsOf = (cell: readonly Run[], { look }: Column): readonly Run[] =>
  look === 'code' ? cell.map((run) => (run.look === undefined ? { ...run, look: 'code' as const } : run)) : cell;

/**
 * `body`: width of all in points; `slack`: how much wider than ours the font may be that will be used.
 * Numbers and times get what they need, the rest is shared by weight; no column is narrower than the longest word of its head, or of
 * its cells where that is no address or id.
 */
export function widths(faces: Faces, { columns, rows }: Table, body: number, slack = 1): number[] {
  const least = columns.map(
    ({ title }) => Math.max(...title.split(' ').map((word) => faces.strong.width(word, TABLE_SIZE) * slack)) + 2,
  );
  const tight = columns.map((column, i) => {
    if (column.align !== 'right' && column.look !== 'time') return null;
    const content = rows
      .slice(0, LOOKED_AT)
      .map(({ cells }) =>
        Math.max(0, ...breakLines(runsOf(cells[i] ?? [], column), 10_000, TABLE_SIZE, faces).map(({ width }) => width)),
      );
    return Math.min(TIGHT, Math.max(least[i]!, ...content.map((wide) => wide * slack), 0) + 1);
  });
  for (const [i, column] of columns.entries()) {
    if (tight[i] !== null) continue;
    for (const { cells } of rows.slice(0, LOOKED_AT)) {
      for (const run of runsOf(cells[i] ?? [], column)) {
        if (run.look === 'code') continue; // ids and addresses read well when they are broken
        for (const word of run.text.split(/[ \n]/)) {
          if (word.length > 24) continue;
          const wide = faces.strong.width(faces.strong.shown(word), TABLE_SIZE) * slack;
          if (wide <= WORD && wide + 2 > least[i]!) least[i] = wide + 2;
        }
      }
    }
  }
  const room = body - COLUMN_GAP * (columns.length - 1);
  const fixed = tight.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  const weights = columns.reduce((sum, { weight }, i) => sum + (tight[i] === null ? weight : 0), 0);
  // Where nothing is left to share, or too little, everything goes by weight.
  if (weights === 0 || room - fixed < weights * 12) {
    const all = columns.reduce((sum, { weight }) => sum + weight, 0);
    return columns.map(({ weight }) => (room * weight) / all);
  }
  const shared = columns.map(({ weight }, i) => tight[i] ?? Math.max(least[i]!, ((room - fixed) * weight) / weights));
  const over = shared.reduce((sum, width) => sum + width, 0) - room;
  if (over <= 0) return shared;
  // What the least widths took too much comes off the columns that have more than they need, and else off the widest.
  const spare = shared.map((width, i) => (tight[i] === null ? Math.max(0, width - least[i]!) : 0));
  const all = spare.reduce((sum, width) => sum + width, 0);
  if (all >= over) return shared.map((width, i) => width - (over * spare[i]!) / all);
  const widest = shared.indexOf(Math.max(...shared));
  return shared.map((width, i) => (i === widest ? width - over : width));
}
