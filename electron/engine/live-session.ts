/** The session of a running engine: one open case, tokens of the host, writers in a queue. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { userInfo } from 'node:os';
import { SidedoorError } from '../../shared/rpc/errors';
import type { Actor, OpenCase, Session } from './session';

export interface LiveSession extends Session {
  grant(token: string, path: string, use: 'read' | 'write'): void;
  close(): Promise<void>;
}

/** What works on the open case beside the engine's own thread, or when nothing else is asked of it. */
export interface BesideCase {
  begin?: (opened: OpenCase) => void;
  /** Ends it; null where nothing is left of it already. */
  letGo?: (opened: OpenCase) => Promise<unknown> | null;
}

export function liveSession(version: string, beside: BesideCase = {}): LiveSession {
  let opened: OpenCase | null = null;
  let actor = systemActor();
  let settling: Promise<void> = Promise.resolve();
  let queue: Promise<unknown> = Promise.resolve();
  const writing = new AsyncLocalStorage<true>();
  const grants = new Map<string, { path: string; use: 'read' | 'write' }>();
  const session: LiveSession = {
    version,
    current: () => opened,
    case() {
      if (!opened) throw new SidedoorError('no-case', 'no case is open', { fix: 'open or make a case first' });
      return opened;
    },
    path(token, use) {
      const grant = grants.get(token);
      if (!grant || (use === 'write' && grant.use !== 'write')) {
        throw new SidedoorError('bad-input', 'that file was not chosen in this session', { fix: 'choose it again' });
      }
      return grant.path;
    },
    grant: (token, path, use) => void grants.set(token, { path, use }),
    actor: () => actor,
    setActor(next) {
      actor = next;
    },
    use(next) {
      const before = opened;
      opened = next;
      if (next && before !== next) beside.begin?.(next);
      if (!before || before === next) return;
      // As long as another connection is open the database cannot be closed in order.
      const going = beside.letGo?.(before) ?? null;
      if (going === null) before.db.close();
      else settling = settling.then(() => going).then(() => before.db.close());
      settling = settling.then(() => before.settle?.());
      settling.catch(() => {}); // told by whoever waits for it
    },
    async settled() {
      const waited = settling;
      try {
        await waited;
      } finally {
        if (settling === waited) settling = Promise.resolve(); // told once
      }
    },
    exclusive(work) {
      // A writer that calls another (an import that analyses) has its turn already; queueing would wait for itself.
      if (writing.getStore()) return Promise.resolve().then(work);
      const turn = queue.then(() => {
        const { readOnly, readOnlyBecause, origin } = session.case();
        if (readOnly) {
          throw new SidedoorError('read-only', readOnlyBecause ?? 'the case is open read-only', {
            fix: origin ? 'continue it as a new case' : 'close it elsewhere, or work in a copy',
          });
        }
        if (session.case().isThere?.() === false) {
          throw new SidedoorError('unreadable', 'the case folder is gone (moved, deleted, or its disk was taken out)', {
            where: session.case().folder,
            fix: 'put it back where it was, then open it again; nothing that was acknowledged before is lost with it',
          });
        }
        return writing.run(true, work);
      });
      // The next writer waits for this one to end, however it ends.
      queue = turn.then(
        () => {},
        () => {},
      );
      return turn;
    },
    async close() {
      await queue;
      session.use(null);
      await session.settled?.();
    },
  };
  return session;
}

/** Until someone says who acts, the operating system's user stands in each custody line, marked unconfirmed. */
function systemActor(): Actor {
  try {
    return { name: userInfo().username, confirmed: false };
  } catch {
    // No passwd entry (containers with a bare uid).
    return { name: 'unknown user', confirmed: false };
  }
}
