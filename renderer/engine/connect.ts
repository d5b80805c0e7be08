/** Looks once for the host that the page was given; nothing else in the renderer knows where it runs. */
import type { Client } from '../../shared/contract';
import { Topic } from '../../shared/contract/define';
import type { Host } from '../../shared/contract/host';
import { type Connection, connect } from '../../shared/rpc/client';
import { SidedoorError } from '../../shared/rpc/errors';
import { messagePort } from '../../shared/rpc/message-port';
import { Listeners, type Port } from '../../shared/rpc/port';
import { say } from '../state/notices';
import type { Engine } from './EngineContext';
import { useLink } from './link';
import { asSidedoorError, QueryCache } from './query-cache';
import { findJobs } from './use-job';
import { restartWebEngine, webHost, webPort } from './web-host';

/** What Electron's preload puts on the window (electron/web/README.md, last section). */
interface ElectronHost extends Host {
  connectEngine(): void;
  restartEngine?(): Promise<unknown>;
}
declare global {
  interface Window {
    sidedoorHost?: ElectronHost;
  }
}

/** How this host reaches the engine. */
interface Door {
  port(): Promise<Port>;
  restart(): Promise<unknown>;
}

/** Connects to the engine of whichever host serves this page. Rejects when the host refuses. */
export async function connectToHost(): Promise<Engine> {
  const given = window.sidedoorHost;
  if (given) return engineBehind(given, electronDoor(given));
  return engineBehind(await webHost(), { port: async () => webPort(), restart: restartWebEngine });
}

const CASE_KEY = 'sidedoor-case';
/** A connection that dies this soon after recovery is not tried again by itself. */
const RECOVER_AGAIN_AFTER_MS = 30_000;

async function engineBehind(host: Host, door: Door): Promise<Engine> {
  let connection: Connection;
  // A reload of the page forgets nothing that a later loss of the engine needs.
  let caseRef = sessionStorage.getItem(CASE_KEY);
  let recoveredAt = Number.NEGATIVE_INFINITY;

  // The client outlives connections: what it is asked goes to the one at hand.
  const client = new Proxy({} as Client, {
    get: (_target, method) => connection.client[method as keyof Client],
  });
  const cache = new QueryCache((method, input, signal) => {
    const call = client[method as keyof Client] as (input: unknown, options: object) => Promise<unknown>;
    return call(input, signal ? { signal } : {});
  });

  const take = async (): Promise<void> => {
    connection = connect(await door.port());
    connection.onLocked((locked) => useLink.setState({ locked }));
    connection.onChanged((topics) => cache.invalidate(topics));
    connection.onLost(() => void recover());
  };
  const reopen = async (): Promise<void> => {
    if (caseRef && (await client['cases.current']({})) === null) {
      try {
        await client['cases.open']({ ref: caseRef });
      } catch (thrown) {
        // The engine is there; what it found open it has encrypted, and only a person can open that.
        if (asSidedoorError(thrown).code !== 'locked') throw thrown;
        say({
          tone: 'problem',
          text: 'The engine stopped, and the encrypted case is locked: open it again with its passphrase. What was acknowledged is saved.',
        });
      }
    }
    recoveredAt = performance.now();
    useLink.setState({ state: 'up' });
    cache.invalidate(Topic.options);
  };
  const recover = async (): Promise<void> => {
    if (useLink.getState().state !== 'up') return;
    if (performance.now() - recoveredAt < RECOVER_AGAIN_AFTER_MS) return useLink.setState({ state: 'lost' });
    useLink.setState({ state: 'recovering' });
    try {
      await take();
      await reopen();
    } catch {
      useLink.setState({ state: 'lost' });
    }
  };

  await take();
  // The page does not wait for it; if it fails, the loss of the engine is told by whatever is asked next.
  findJobs(client).catch(() => {});
  return {
    client,
    host,
    cache,
    remember: (ref) => {
      caseRef = ref;
      if (ref === null) sessionStorage.removeItem(CASE_KEY);
      else sessionStorage.setItem(CASE_KEY, ref);
    },
    restart: async () => {
      useLink.setState({ state: 'recovering' });
      try {
        await door.restart();
        await take();
        await reopen();
      } catch (thrown) {
        useLink.setState({ state: 'lost' });
        throw thrown;
      }
    },
  };
}

/**
 * Electron: the port arrives as a window message, and so does word of the engine's death. That word alone counts as the
 * port's close, because only it says whether the engine has been started again.
 */
function electronDoor(host: ElectronHost): Door {
  let closed = new Listeners<[]>();
  let waiting: ((port: Port) => void) | null = null;
  let isDown = false;
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window) return;
    const told = event.data as { sidedoor?: unknown; restarted?: unknown } | null;
    const given = event.ports[0];
    if (told?.sidedoor === 'port' && given && waiting) {
      const mine = closed;
      waiting({ ...messagePort(given), onClose: (listener) => mine.add(listener) });
      waiting = null;
    } else if (told?.sidedoor === 'engine-lost') {
      isDown = told.restarted !== true;
      const lost = closed;
      closed = new Listeners<[]>();
      lost.emit();
    }
  });
  return {
    port: () =>
      new Promise((resolve, reject) => {
        if (isDown) return reject(new SidedoorError('engine-lost', 'the engine stopped twice'));
        waiting = resolve;
        host.connectEngine();
      }),
    restart: async () => {
      await host.restartEngine?.();
      isDown = false;
    },
  };
}
