/** What the times of a file's events tell beyond themselves: changes of clocks decided by rule, and how late records came. */
import type { EventDraft, EventFlag } from '../../../shared/model/event';
import { LATE_MS } from '../../../shared/model/ledger';
import { isClockChange } from './vendor/wall-clock';

/** How long after its event each record reached the log that was exported; milliseconds. */
export interface Delays {
  n: number;
  max: number;
  /** At most `SAMPLE` of them, evenly taken. */
  sample: number[];
}

export const NO_DELAYS: Delays = { n: 0, max: 0, sample: [] };
const SAMPLE = 2_000;

export class TimeFacts {
  readonly delays: Delays = { n: 0, max: 0, sample: [] };
  #every = 1;

  /** Flags the draft and takes its second time into account; that time then leaves the draft, for it is not of the event. */
  note(draft: EventDraft): void {
    if (draft.warnings?.some(isClockChange)) flag(draft, 'clock_change');
    if (draft.observed == null) return;
    const delay = draft.observed - draft.time;
    // Clocks of two machines: a record stored a moment "before" its event is stored at once.
    this.#add(Math.max(0, delay));
    if (delay >= LATE_MS) flag(draft, 'late_record');
    draft.observed = undefined;
  }

  #add(delay: number): void {
    const { delays } = this;
    if (delays.n++ % this.#every === 0) delays.sample.push(delay);
    delays.max = Math.max(delays.max, delay);
    if (delays.sample.length < 2 * SAMPLE) return;
    delays.sample = delays.sample.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }
}

const flag = (draft: EventDraft, name: EventFlag): void => {
  draft.flags = [...(draft.flags ?? []), name];
};

/** Delays of parts of one file, taken together. */
export function joinDelays(parts: readonly Delays[]): Delays {
  return {
    n: parts.reduce((sum, { n }) => sum + n, 0),
    max: Math.max(0, ...parts.map(({ max }) => max)),
    sample: parts.flatMap(({ sample }) => sample),
  };
}

/** Median and 90th percentile in milliseconds; null where no record has two times. */
export function delayOf({ n, max, sample }: Delays): { n: number; median: number; p90: number; max: number } | null {
  if (n === 0) return null;
  const sorted = sample.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { n, median: at(0.5), p90: at(0.9), max };
}
