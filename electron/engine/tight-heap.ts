/**
 * Keeps a large heap close to what is alive. V8 lets garbage pile up to as much again as is alive, and more, before it looks; of
 * a large case that was half of the engine's memory. Looking sooner costs time (a fifth of the analysis of 500,000 records, at
 * most a twentieth of parsing), so a heap that is not large is left alone. The flag is the whole process's: any thread may
 * tighten, only the engine's own loosens.
 */
import v8 from 'node:v8';

interface Tightness {
  /** Bytes of this thread's heap from which on it is large. */
  from: number;
  /** Garbage allowed on top of what is alive, in percent. */
  garbage: number;
}

export const ANALYSING: Tightness = { from: 128e6, garbage: 20 };
/** Two parsers of a gigabyte held 150 MB more than they used. */
export const PARSING: Tightness = { from: 64e6, garbage: 50 };

let running = 0;

/**
 * The flag stays tight until `work` ends, and is V8's own again afterwards. Nor does V8 guess meanwhile which objects will last:
 * of a sweep the first thousands do (habits, open attempts), and what the same lines make later, for a moment only, would go
 * where it costs most to collect. A sixth of an analysis' time (0029).
 */
export async function withTightHeap<T>(work: () => Promise<T>): Promise<T> {
  if (running++ === 0) v8.setFlagsFromString('--no-allocation-site-pretenuring');
  try {
    return await work();
  } finally {
    if (--running === 0) v8.setFlagsFromString('--allocation-site-pretenuring');
    loosenHeap();
  }
}

/** To be called now and then by what makes garbage. */
export function tightenWhereLarge({ from, garbage }: Tightness): void {
  if (v8.getHeapStatistics().total_heap_size > from) v8.setFlagsFromString(`--heap-growing-percent=${garbage}`);
}

/** What was tightened is over; while an analysis runs, its heap stays tight. */
export function loosenHeap(): void {
  if (running === 0) v8.setFlagsFromString('--heap-growing-percent=0');
}
