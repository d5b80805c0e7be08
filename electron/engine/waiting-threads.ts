/**
 * Threads that wait for work which is sure to come: a start takes a tenth of a second, of which the one who asks then waits for
 * nothing. They keep no process alive, and whoever had them started has them ended when the work is over.
 */
import { type ResourceLimits, Worker } from 'node:worker_threads';

/** By their program and what they may take: what is taken out does not listen here any more. */
const waiting = new Map<string, Map<Worker, () => void>>();

const keyOf = (file: string, limits: ResourceLimits): string => JSON.stringify([file, limits]);

/** Has so many threads of a program wait. Where the system starts none, none waits. */
export function beginThreads(file: string, count: number, limits: ResourceLimits = {}): void {
  const key = keyOf(file, limits);
  const threads = waiting.get(key) ?? new Map<Worker, () => void>();
  waiting.set(key, threads);
  try {
    while (threads.size < count) {
      const worker = new Worker(file, { resourceLimits: limits });
      const gone = (): void => void threads.delete(worker);
      threads.set(worker, gone);
      worker.on('error', gone).on('exit', gone).unref();
    }
  } catch {
    // Whoever takes one meets the same, and says or does what follows from it.
  }
}

/** A thread that waits, else a new one. */
export function takeThread(file: string, limits: ResourceLimits = {}): Worker {
  const threads = waiting.get(keyOf(file, limits));
  for (const [worker, gone] of threads ?? []) {
    threads!.delete(worker);
    worker.off('error', gone).off('exit', gone).ref();
    return worker;
  }
  return new Worker(file, { resourceLimits: limits });
}

/** Ends all that still wait. */
export function endThreads(): void {
  for (const threads of waiting.values()) for (const worker of threads.keys()) void worker.terminate();
  waiting.clear();
}

/** How many wait. */
export const threadsWaiting = (): number => [...waiting.values()].reduce((sum, { size }) => sum + size, 0);
