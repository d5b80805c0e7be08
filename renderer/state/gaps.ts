/** Spans in which every log of the case is silent, told from its histogram. Pure. */
import type { Range } from '../../shared/contract/define';
import type { Bar } from '../../shared/contract/events';

export interface Gap extends Range {
  /** Length in milliseconds. */
  length: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEAST = 6 * HOUR;
/** A silence that comes back is the rhythm of the place (nights, weekends) only up to a long weekend. */
const RHYTHM = 4 * DAY;
const COMES_BACK = 3;

/**
 * Spans without one event that are unlike the others of this case: at least six hours, over twice as long as the silence
 * in the middle of all, and no weekend in a case that is silent by night. One of up to four days is ordinary, too, where
 * three others are at least half as long; a longer one is a gap however many there are.
 * What a gap means is not said here: only that no log has an event there.
 */
export function gaps(bars: readonly Bar[], step: number): Gap[] {
  const runs: { from: number; n: number }[] = [];
  for (const [i, bar] of bars.entries()) {
    if (bar.denied + bar.success + bar.other > 0) continue;
    const last = runs.at(-1);
    if (last && last.from + last.n === i) last.n++;
    else runs.push({ from: i, n: 1 });
  }
  // Before the first and after the last event there is no log to be silent.
  const inner = runs
    .filter((run) => run.from > 0 && run.from + run.n < bars.length)
    .map(({ from, n }) => ({ from: bars[from]!.from, to: bars[from]!.from + n * step, length: n * step }));
  const lengths = inner.map(({ length }) => length).sort((a, b) => a - b);
  const usual = lengths.length < COMES_BACK + 1 ? 0 : lengths[(lengths.length - 1) >> 1]!;
  return inner.filter((run) => {
    if (run.length < LEAST || run.length <= 2 * usual) return false;
    if (run.length > RHYTHM) return true;
    const alike = lengths.filter((length) => length * 2 >= run.length).length - 1;
    return alike < COMES_BACK && !(usual >= LEAST && isWeekend(run));
  });
}

const SATURDAY = 2 * DAY; // 1 January 1970 was a Thursday

/** From some time on a Friday until some time on a Monday, wherever the clocks stand. */
function isWeekend({ from, to }: Range): boolean {
  const saturday = Math.floor((from + DAY - SATURDAY) / (7 * DAY)) * 7 * DAY + SATURDAY;
  return from >= saturday - DAY && from <= saturday + DAY / 2 && to >= saturday + 1.5 * DAY && to <= saturday + 3 * DAY;
}
