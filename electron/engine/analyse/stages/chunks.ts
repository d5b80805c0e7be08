/** The events of a case in the order in which the analysis takes them. */
import { type AnalysisRead, CONTENT, RK, type SweepRow, TIME } from '../read';

const CHUNK = 8_192;

/** All events in order of time, ties by record key and content whatever the order of import. */
export function* chunks(read: AnalysisRead): Generator<SweepRow[]> {
  let from = Number.MIN_SAFE_INTEGER;
  let limit = CHUNK;
  for (;;) {
    const rows = read.sweep(from, limit);
    if (rows.length === 0) return;
    const last = rows.at(-1)![TIME];
    const isEnd = rows.length < limit;
    if (!isEnd) {
      // Events of the last moment may go on beyond the chunk: they come with the next one.
      let keep = rows.length;
      while (keep > 0 && rows[keep - 1]![TIME] === last) keep--;
      if (keep === 0) {
        limit *= 2;
        continue;
      }
      rows.length = keep;
      from = last;
      limit = CHUNK;
    }
    sortTies(rows);
    yield rows;
    if (isEnd) return;
  }
}

function sortTies(rows: SweepRow[]): void {
  for (let i = 1; i < rows.length; i++) {
    if (rows[i]![TIME] !== rows[i - 1]![TIME]) continue;
    const start = i - 1;
    while (i < rows.length && rows[i]![TIME] === rows[start]![TIME]) i++;
    const ties = rows.slice(start, i).sort((a, b) => a[RK] - b[RK] || a[CONTENT] - b[CONTENT]);
    for (const [at, row] of ties.entries()) rows[start + at] = row;
  }
}
