/** What the coverage page says, and where its bars lie. Pure. */
import { plural } from '../../../shared/base/text';
import { formatOffset } from '../../../shared/model/clock-offset';
import type { ClockPair, Coverage, SourceCoverage } from '../../../shared/model/coverage';
import type { FileLedger, LogDelay } from '../../../shared/model/ledger';
import { formatDuration } from '../../ui/format';
import { ticks } from '../../ui/time-scale';

export interface Bar {
  /** Per cent of the case's whole time. */
  left: number;
  width: number;
  silences: { left: number; width: number }[];
}

/** A silence or a short log must still be seen. */
const LEAST = 0.4; // per cent

/** Where each source's log lies within the time that all of them span. */
export function bars(sources: readonly SourceCoverage[]): Bar[] {
  const from = Math.min(...sources.map(({ first }) => Date.parse(first)));
  const to = Math.max(...sources.map(({ last }) => Date.parse(last)));
  const whole = Math.max(1, to - from);
  const place = (first: string, last: string): { left: number; width: number } => {
    const width = Math.max(LEAST, (100 * (Date.parse(last) - Date.parse(first))) / whole);
    return { left: Math.min(100 - width, (100 * (Date.parse(first) - from)) / whole), width };
  };
  return sources.map(({ first, last, silences }) => ({
    ...place(first, last),
    silences: silences.map((silence) => place(silence.from, silence.to)),
  }));
}

/** Marks of the axis over the bars: per cent of the whole time, few enough never to touch. */
export function axis(sources: readonly SourceCoverage[], zone: string): { left: number; label: string }[] {
  const from = Math.min(...sources.map(({ first }) => Date.parse(first)));
  const to = Math.max(...sources.map(({ last }) => Date.parse(last)));
  if (!Number.isFinite(from) || to <= from) return [];
  return ticks({ from, to }, AXIS, zone)
    .lower.map(({ time, label }) => ({ left: (100 * (time - from)) / (to - from), label }))
    .filter(({ left }) => left <= 90); // the last label must end within the column
}
const AXIS = 340; // pixels that the column usually has

/** How much the page has to say that a "no" could lean on wrongly. */
export const doubts = (coverage: Coverage): number =>
  coverage.absent.length +
  coverage.cut.length +
  coverage.sources.filter(({ silences }) => silences.length > 0).length +
  coverage.clocks.filter(({ suggestMs }) => suggestMs !== null).length;

/** "half within 2 min, nine of ten within 1 h, the latest after 5 h (n = 1,200)". */
export function delayLine({ n, median, p90, max }: LogDelay): string {
  const within = (ms: number): string => formatDuration(ms / 1_000);
  return `half within ${within(median)}, nine of ten within ${within(p90)}, the latest after ${within(max)} (n = ${n.toLocaleString('en')})`;
}

/** "ahead by 1 min 2 s, half of 14 pairs within 2 s". */
export function pairLine({ medianMs, spreadMs, n }: ClockPair): string {
  const by = formatOffset(Math.abs(Math.round(medianMs / 1_000) * 1_000)).slice(1);
  const lies = Math.abs(medianMs) < 1_000 ? 'no difference' : medianMs > 0 ? `ahead by ${by}` : `behind by ${by}`;
  return `${lies}; half of ${plural(n, 'pair')} lie within ${formatDuration(Math.ceil(spreadMs / 1_000))}`;
}

/** A whole number of quarters of an hour is how a wrong zone looks, not a wrong clock. */
export function looksLikeZone(ms: number): boolean {
  const quarter = 15 * 60_000;
  const steps = Math.round(ms / quarter);
  return steps !== 0 && Math.abs(ms - steps * quarter) <= 5_000;
}

/** What is said of the zone of a file's times. */
export function zoneLine({ zoneAssumed, zoneNamed }: FileLedger): string {
  if (!zoneAssumed) return 'as the records say';
  return zoneNamed
    ? `${zoneAssumed}, named at import for times without one`
    : `${zoneAssumed}, assumed: nobody named a zone for times without one`;
}
