/** Spans in which every log of the case is silent, told from its histogram. Pure. */
import type { Range } from '../../shared/contract/define';
import type { Bar } from '../../shared/contract/events';

export interface Gap extends Range {
  /** Length in milliseconds. */
  length: number;
}

const HOUR = 3_600_000;

/**
 * Spans without one event that are unlike the others of this case: at least six hours, and over twice as long as the
 * longest of the ordinary silences (three quarters of all empty runs). Nights and weekends are no gaps.
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
  const inner = runs.filter((run) => run.from > 0 && run.from + run.n < bars.length);
  const lengths = inner.map((run) => run.n).sort((a, b) => a - b);
  const usual = lengths.length < 4 ? 0 : (lengths[Math.floor((lengths.length - 1) * 0.75)] ?? 0);
  return inner
    .filter((run) => run.n * step >= 6 * HOUR && run.n > 2 * usual)
    .map((run) => ({
      from: bars[run.from]!.from,
      to: bars[run.from]!.from + run.n * step,
      length: run.n * step,
    }));
}
