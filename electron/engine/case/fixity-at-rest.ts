/** Takes the SHA-512 of large evidence when nobody waits for it. */
import type { OpenCase, Session } from '../session';
import { takeSha512 } from './fixity';

/** The case is left alone for so long first, ms. */
const REST = 5_000;

export interface FixityAtRest {
  /** Begins, or begins anew, to wait until the case is at rest. */
  begin(opened: OpenCase): void;
  end(): void;
}

export function fixityAtRest(session: Pick<Session, 'current' | 'exclusive'>, rest = REST): FixityAtRest {
  let running: AbortController | null = null;
  const take = async (opened: OpenCase, signal: AbortSignal): Promise<void> => {
    const keep = await takeSha512(opened, signal);
    await session.exclusive(() => {
      if (!signal.aborted && session.current() === opened) keep();
    });
  };
  const end = (): void => {
    running?.abort();
    running = null;
  };
  return {
    begin(opened) {
      end();
      if (opened.readOnly) return;
      const mine = new AbortController();
      running = mine;
      const timer = setTimeout(() => {
        take(opened, mine.signal).catch(() => {}); // evidence that cannot be read is told of by `verify`
      }, rest);
      timer.unref();
      mine.signal.addEventListener('abort', () => clearTimeout(timer));
    },
    end,
  };
}
