/** The typed client over one port. If the port dies, every pending and later call gets `engine-lost`. */
import type { Client } from '../contract';
import type { Topic } from '../contract/define';
import { fromWire, SidedoorError } from './errors';
import type { FromEngine, Locked } from './message';
import { Listeners, type Port } from './port';

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  progress?: (value: unknown) => void;
}

export interface Connection {
  client: Client;
  onChanged(listener: (topics: Topic[]) => void): () => void;
  /** The engine locked the case that was open, by itself. */
  onLocked(listener: (locked: Locked) => void): () => void;
  onLost(listener: () => void): () => void;
  /** Calls that have no answer yet; the page's idle sign reads it. */
  pending(): number;
  close(): void;
}

export function connect(port: Port): Connection {
  const pending = new Map<number, Pending>();
  const changed = new Listeners<[Topic[]]>();
  const locked = new Listeners<[Locked]>();
  const lost = new Listeners<[]>();
  let nextId = 1;
  let dead = false;

  port.onMessage((raw) => {
    const message = raw as FromEngine;
    if (message.t === 'push') {
      if (message.locked) locked.emit(message.locked);
      return changed.emit(message.changed);
    }
    if (message.t === 'hello') return;
    const entry = pending.get(message.id);
    if (!entry) return;
    if (message.t === 'progress') return entry.progress?.(message.value);
    pending.delete(message.id);
    if (message.t === 'ok') entry.resolve(message.output);
    else entry.reject(fromWire(message.error));
  });
  const die = (): void => {
    if (dead) return;
    dead = true;
    const gone = engineLost();
    for (const entry of pending.values()) entry.reject(gone);
    pending.clear();
    lost.emit();
  };
  port.onClose(die);

  const call = (
    method: string,
    input: unknown,
    options: { signal?: AbortSignal; progress?: (value: unknown) => void } = {},
  ): Promise<unknown> => {
    if (dead) return Promise.reject(engineLost());
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const { signal } = options;
      const abort = (): void => port.send({ t: 'cancel', id });
      const done = (): void => signal?.removeEventListener('abort', abort);
      pending.set(id, {
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          reject(error);
        },
        progress: options.progress,
      });
      port.send({ t: 'call', id, method, input });
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort);
    });
  };
  const methods = new Map<string, unknown>();
  const client = new Proxy({} as Client, {
    get(_target, method) {
      // A promise-like check (`await client`) must not become a call.
      if (typeof method !== 'string' || method === 'then') return undefined;
      if (!methods.has(method)) methods.set(method, (input: unknown, options?: object) => call(method, input, options));
      return methods.get(method);
    },
  });
  return {
    client,
    onChanged: (listener) => changed.add(listener),
    onLocked: (listener) => locked.add(listener),
    onLost: (listener) => lost.add(listener),
    pending: () => pending.size,
    close: () => {
      port.close();
      die();
    },
  };
}

const engineLost = (): SidedoorError =>
  new SidedoorError('engine-lost', 'the engine stopped', { fix: 'what was acknowledged is saved; reopen the case' });
