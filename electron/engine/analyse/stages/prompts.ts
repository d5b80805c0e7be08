/** How many prompts reached one identity within a minute, 5, 10, 60 minutes and a day. */
import { MINUTE } from '../../../../shared/model/time';

/** Minutes. */
export const PROMPT_WINDOWS = [1, 5, 10, 60, 1_440] as const;
const DAY = 1_440 * MINUTE;
/** Prompts remembered: more within a day are told as this many. */
const LIMIT = 256;

export type PromptCounts = [minute: number, five: number, ten: number, hour: number, day: number];

export class PromptRates {
  /** Times of the last day's prompts, rising. */
  #times: number[] = [];
  /** The most in any window that ended so far. */
  most: PromptCounts = [0, 0, 0, 0, 0];

  /** Counts a prompt (one that nobody answered comes late) and gives how many were in each window that it ends. */
  see(time: number): PromptCounts {
    const times = this.#times;
    let at = times.length;
    while (at > 0 && times[at - 1]! > time) at--;
    if (at === times.length) times.push(time);
    else times.splice(at, 0, time);
    let old = 0;
    while (times[old]! <= time - DAY) old++;
    if (times.length - old > LIMIT) old = times.length - LIMIT;
    if (old > 0) times.splice(0, old);
    const end = Math.max(0, at - old) + 1;
    const counts: PromptCounts = [0, 0, 0, 0, 0];
    for (let w = 0; w < PROMPT_WINDOWS.length; w++) {
      const n = end - after(times, time - PROMPT_WINDOWS[w]! * MINUTE, end);
      counts[w] = n;
      if (n > this.most[w]!) this.most[w] = n;
    }
    return counts;
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return { '#times': this.#times, most: this.most };
  }

  static ofKept(kept: ReturnType<PromptRates['kept']>): PromptRates {
    const rates = new PromptRates();
    rates.#times = kept['#times'];
    rates.most = kept.most;
    return rates;
  }
}

/** Position of the first of `times` (the first `end` of them) that is later than `time`. */
function after(times: readonly number[], time: number, end: number): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
