/** Runs of repeats as one row: what one identity does over and over, differing only in its time. Pure. */
import type { EventRow } from '../store/events';

const LONGEST_PAUSE = 30 * 60_000; // ms between two events of a run

export interface Run {
  row: EventRow; // the first in the order asked
  last: EventRow;
  n: number;
}

/** Everything that makes two events unlike, apart from time, record and session. */
const likeness = (row: EventRow): string =>
  [row.source, row.class, row.outcome, row.factor, row.action, row.code, row.app, row.ip, row.target, row.flags].join();

/**
 * Runs in the order of their first event. A run of an identity ends where that identity does anything else, or pauses for
 * longer than half an hour; what others do in between does not end it. What `isApart` (a note stands on it) is never folded.
 */
export function runs(rows: readonly EventRow[], isApart: (row: EventRow) => boolean = () => false): Run[] {
  const out: Run[] = [];
  const open = new Map<number | null, { like: string; run: Run }>();
  for (const row of rows) {
    const like = likeness(row);
    const held = isApart(row) ? undefined : open.get(row.actor);
    if (held && held.like === like && Math.abs(row.time - held.run.last.time) <= LONGEST_PAUSE) {
      held.run.last = row;
      held.run.n++;
      continue;
    }
    const run = { row, last: row, n: 1 };
    out.push(run);
    if (isApart(row)) open.delete(row.actor);
    else open.set(row.actor, { like, run });
  }
  return out;
}
