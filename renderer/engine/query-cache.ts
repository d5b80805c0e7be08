/**
 * Answers of the engine by method and input. `changed` pushes make entries old: watched ones are asked again (their old
 * answer stays until the new one is there), unwatched ones are dropped. Views hold no rows of their own.
 */
import type { Topic } from '../../shared/contract/define';
import { type ErrorCode, SidedoorError } from '../../shared/rpc/errors';
import { beginWork } from '../ui/idle';
import { topicsOf } from './topics';

export interface Entry {
  readonly key: string;
  readonly method: string;
  readonly input: unknown;
  data: unknown;
  hasData: boolean;
  error: SidedoorError | null;
  loading: boolean;
  /** Rises with every change, so that watchers can tell. */
  version: number;
}

interface Slot extends Entry {
  watchers: Set<() => void>;
  /** Ends the question under way; null where none is, or where the engine would not hear it. */
  ending: AbortController | null;
  /** Became old while its question was under way: ask once more. */
  again: boolean;
}

/** Long passes over files that end where nobody waits any more; the others are quick, and their answers worth keeping. */
const ENDED = new Set(['imports.leftOut']);

/** Unwatched answers kept for a quick way back. */
const KEEP = 60;

export class QueryCache {
  readonly #slots = new Map<string, Slot>();
  readonly #ask: (method: string, input: unknown, signal?: AbortSignal) => Promise<unknown>;

  constructor(ask: (method: string, input: unknown, signal?: AbortSignal) => Promise<unknown>) {
    this.#ask = ask;
  }

  /** The entry as it stands; asks nothing. */
  peek(key: string): Entry | undefined {
    return this.#slots.get(key);
  }

  /** Makes sure that the question is asked (unless its answer is here) and resolves when it is settled. */
  ensure(key: string, method: string, input: unknown): Promise<void> {
    let slot = this.#slots.get(key);
    if (!slot) {
      slot = {
        key,
        method,
        input,
        data: undefined,
        hasData: false,
        error: null,
        loading: false,
        version: 0,
        watchers: new Set(),
        ending: null,
        again: false,
      };
      this.#slots.set(key, slot);
    } else {
      // Newest last: the order of the map is the order of dropping.
      this.#slots.delete(key);
      this.#slots.set(key, slot);
    }
    if (slot.hasData || slot.error) return Promise.resolve();
    return this.#fetch(slot);
  }

  /** Nobody waits for this answer any more: a long question is ended, and asked anew by who asks later. */
  abandon(key: string): void {
    const slot = this.#slots.get(key);
    if (!slot?.ending || slot.watchers.size > 0) return;
    this.#slots.delete(key);
    slot.again = false;
    slot.ending.abort();
  }

  /** Asks again although an answer is there. */
  refresh(key: string): void {
    const slot = this.#slots.get(key);
    if (slot) void this.#fetch(slot, true);
  }

  /** Calls back whenever the entry changes; returns the undo. The entry must have been ensured. */
  watch(key: string, watcher: () => void): () => void {
    const slot = this.#slots.get(key);
    if (!slot) return () => undefined;
    slot.watchers.add(watcher);
    return () => {
      slot.watchers.delete(watcher);
      if (slot.watchers.size === 0) this.#trim();
    };
  }

  /** What a push says: answers that depend on any of these topics are old. */
  invalidate(topics: readonly Topic[]): void {
    for (const slot of [...this.#slots.values()]) {
      if (!topicsOf(slot.method, slot.input).some((topic) => topics.includes(topic))) continue;
      if (slot.watchers.size > 0) void this.#fetch(slot, true);
      else if (!slot.loading) this.#slots.delete(slot.key);
      else slot.again = true;
    }
  }

  readonly #running = new WeakMap<Slot, Promise<void>>();

  /** `anew`: an answer to the question as it was asked before now is not enough. */
  #fetch(slot: Slot, anew = false): Promise<void> {
    const running = this.#running.get(slot);
    if (running) {
      slot.again ||= anew;
      return running;
    }
    const work = this.#load(slot).finally(() => this.#running.delete(slot));
    this.#running.set(slot, work);
    return work;
  }

  async #load(slot: Slot): Promise<void> {
    const end = beginWork();
    slot.loading = true;
    slot.ending = ENDED.has(slot.method) ? new AbortController() : null;
    this.#tell(slot);
    try {
      do {
        slot.again = false;
        try {
          const data = await this.#ask(slot.method, slot.input, slot.ending?.signal);
          slot.data = data;
          slot.hasData = true;
          slot.error = null;
        } catch (thrown) {
          slot.error = asSidedoorError(thrown);
        }
      } while (slot.again);
    } finally {
      slot.loading = false;
      slot.ending = null;
      this.#tell(slot);
      end();
    }
  }

  #tell(slot: Slot): void {
    slot.version += 1;
    for (const watcher of [...slot.watchers]) watcher();
  }

  #trim(): void {
    const idle = [...this.#slots.values()].filter((slot) => slot.watchers.size === 0 && !slot.loading);
    for (const slot of idle.slice(0, Math.max(0, idle.length - KEEP))) this.#slots.delete(slot.key);
  }
}

/** Same method and same input give the same key, whatever the order of the input's fields. */
export function keyOf(method: string, input: unknown): string {
  return `${method} ${stable(input)}`;
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${fields
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => `${JSON.stringify(name)}:${stable(item)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Anything thrown, as the error that screens can show. */
export function asSidedoorError(thrown: unknown): SidedoorError {
  if (thrown instanceof SidedoorError) return thrown;
  const code: ErrorCode = 'internal';
  return new SidedoorError(code, thrown instanceof Error ? thrown.message : String(thrown));
}
