/** A case that is encrypted at rest is closed, and so locked, when nobody has asked anything of it for a while. */
import type { OpenCase, Session } from './session';

export interface IdleLock {
  /** Does the work of a call; while one is running nothing is locked, and the time begins anew after it. */
  during<T>(work: () => T | Promise<T>): Promise<T>;
  stop(): void;
}

export interface IdleOptions {
  /** Minutes without a call after which the open case is locked; null: never (not encrypted, or so set). */
  minutes(): number | null;
  /** The case was closed after so many minutes: pages ask anew, and say so. */
  locked(was: OpenCase, minutes: number): void;
  /** It was closed, but could not be encrypted: what it holds lies readable in its folder. */
  failed(was: OpenCase, minutes: number, thrown: unknown): void;
  log?: (line: string) => void;
}

export function idleLock(session: Pick<Session, 'current' | 'use' | 'settled'>, options: IdleOptions): IdleLock {
  let running = 0;
  let timer: NodeJS.Timeout | null = null;
  const lock = async (minutes: number): Promise<void> => {
    const was = session.current();
    if (running > 0 || !was) return;
    session.use(null);
    options.locked(was, minutes);
    try {
      await session.settled?.();
    } catch (thrown) {
      options.log?.(`the case could not be encrypted: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      options.failed(was, minutes, thrown);
    }
  };
  const wait = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    const minutes = session.current() ? options.minutes() : null;
    if (minutes === null || running > 0) return;
    timer = setTimeout(() => void lock(minutes), minutes * 60_000);
    timer.unref();
  };
  return {
    async during(work) {
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        wait();
      }
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
}
