/**
 * Keeps a large heap close to what is alive. V8 lets garbage pile up to as much again as is alive, and more, before it looks; of
 * a large case that was half of the engine's memory. Looking sooner costs time (a fifth of the analysis of 500,000 records, at
 * most a twentieth of parsing), so a heap that is not large is left alone. The flag is the whole process's: any thread may
 * tighten, only the engine's own loosens.
 */
import v8 from 'node:v8';
import vm from 'node:vm';

interface Tightness {
  /** Bytes of this thread's heap from which on it is large. */
  from: number;
  /** Garbage allowed on top of what is alive, in percent. */
  garbage: number;
  /** The same from a larger heap on, where so large a part of it is too much. */
  beyond?: { from: number; garbage: number };
}

export const ANALYSING: Tightness = { from: 192e6, garbage: 20, beyond: { from: 256e6, garbage: 8 } };
/** Behind the sweep, when all that was usual for anybody is let go of: there is room for garbage where that was. */
export const WEIGHING: Tightness = { from: 128e6, garbage: 50, beyond: { from: 256e6, garbage: 20 } };
/** Of half a million records nothing is worth the time, whoever they are by. */
export const BETWEEN_STAGES = 256e6;
/** By more than young objects come and go with. */
export const SWEEPING: Growth = { from: 192e6, by: 64e6 };
/** What goes on takes seconds, and holds less than a sweep of the whole. */
export const GOING_ON: Growth = { from: 400e6, by: 64e6 };
/** As `ANALYSING`: by that, looking for garbage was a seventh of the work of what goes on. */
export const ANALYSING_ON: Tightness = { from: 288e6, garbage: 20 };
/** Two parsers of a gigabyte held 150 MB more than they used; beyond 80 MB, of ten million records, a seventh is enough (0057). */
export const PARSING: Tightness = { from: 64e6, garbage: 50, beyond: { from: 80e6, garbage: 15 } };

interface Growth {
  /** Bytes of this thread's heap from which on it is large. */
  from: number;
  /** Bytes by which the process may grow before garbage is given back. */
  by: number;
}

let running = 0;
/** Bytes that the whole process may hold before its garbage is worth anything. */
let room = 0;
/** Bytes that the process held at least since garbage was last given back; 0 where that is still to be done. */
let least = 0;

/**
 * The flag stays tight until `work` ends, and is V8's own again afterwards. Nor does V8 guess meanwhile which objects will last:
 * of a sweep the first thousands do (habits, open attempts), and what the same lines make later, for a moment only, would go
 * where it costs most to collect. A sixth of an analysis' time (0029).
 *
 * `bytes`: while the process holds less, nothing is tightened or given back (0056).
 */
export async function withTightHeap<T>(work: () => Promise<T>, bytes = 0): Promise<T> {
  room = running === 0 ? bytes : Math.min(room, bytes);
  if (running++ === 0) v8.setFlagsFromString('--no-allocation-site-pretenuring');
  try {
    return await work();
  } finally {
    if (--running === 0) v8.setFlagsFromString('--allocation-site-pretenuring');
    if (running === 0) room = 0;
    least = 0;
    loosenHeap();
  }
}

type Collector = (how: { type: 'major'; execution: 'sync'; flavor: 'regular' | 'last-resort' }) => void;
let collector: Collector | null = null;

function collect(flavor: 'regular' | 'last-resort'): void {
  collector ??= shownCollector();
  collector({ type: 'major', execution: 'sync', flavor });
}

/** Node shows the collector to contexts that are made while the flag is set; where V8 shows none, it collects when it likes. */
function shownCollector(): Collector {
  v8.setFlagsFromString('--expose-gc');
  const shown = vm.runInNewContext('globalThis.gc') as Collector | undefined;
  v8.setFlagsFromString('--no-expose-gc');
  return shown ?? (() => {});
}

/** Of this thread: whether V8 has measured since the flag was set. It would else let as much pile up as it had meant to. */
let isMeasured = false;

/** To be called now and then by what makes garbage. */
export function tightenWhereLarge({ from, garbage, beyond }: Tightness): void {
  const size = v8.getHeapStatistics().total_heap_size;
  if (size <= from || process.memoryUsage.rss() <= room) return;
  const allowed = beyond && size > beyond.from ? beyond.garbage : garbage;
  v8.setFlagsFromString(`--heap-growing-percent=${allowed}`);
  if (!isMeasured) collect('regular');
  isMeasured = true;
}

/** What was tightened is over; while an analysis runs, its heap stays tight. */
export function loosenHeap(): void {
  if (running > 0) return;
  v8.setFlagsFromString('--heap-growing-percent=0');
  isMeasured = false;
}

/**
 * At the end of work that held much: what it held is given back to the system before the next begins. By itself V8 keeps the
 * pages, and measures how much garbage the next may make by what was alive in the last. Two milliseconds for each MB alive.
 */
export function giveBackWhereLarge(from: number): void {
  if (v8.getHeapStatistics().total_heap_size > from && process.memoryUsage.rss() > room) collect('last-resort');
}

/**
 * To be called now and then by what makes garbage, while an analysis runs: what is free in pages that V8 keeps counts for nothing
 * where it decides by what is alive, and on a busy machine its own threads come late. So the process itself is measured.
 */
export function giveBackWhereGrown({ from, by }: Growth): void {
  if (v8.getHeapStatistics().total_heap_size <= from) return;
  const now = process.memoryUsage.rss();
  if (now <= room) return;
  least = Math.min(least, now);
  if (now - least <= by) return;
  collect('last-resort');
  least = process.memoryUsage.rss();
}
