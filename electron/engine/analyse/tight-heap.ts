/**
 * Keeps a large heap close to what is alive while the analysis runs. V8 lets garbage pile up to as much again as is alive, and
 * more, before it looks; of a large case that was half of the engine's memory. Looking sooner costs time (a fifth of the
 * analysis of 500,000 records), so a heap that is not large is left alone.
 */
import v8 from 'node:v8';

/** Garbage allowed on top of what is alive, in percent; 0 leaves it to V8. */
const GARBAGE = 20;
/** Bytes from which on a heap is large. */
const LARGE = 128e6;

let running = 0;
let isTight = false;

export async function withTightHeap<T>(work: () => Promise<T>): Promise<T> {
  running++;
  try {
    return await work();
  } finally {
    running--;
    if (running === 0 && isTight) {
      v8.setFlagsFromString('--heap-growing-percent=0');
      isTight = false;
    }
  }
}

/** To be called now and then by what runs within. */
export function tightenWhereLarge(): void {
  if (isTight || running === 0 || v8.getHeapStatistics().total_heap_size < LARGE) return;
  v8.setFlagsFromString(`--heap-growing-percent=${GARBAGE}`);
  isTight = true;
}
