/** Serves the contract over one port: validates at the door, cancels by message, replies exactly once. */
import { ellipsis } from '../base/text';
import type { HandlersOf, SidedoorContract } from '../contract';
import type { Contract, MethodDef, Topic } from '../contract/define';
import { SidedoorError, toWire, type WireError } from './errors';
import { type FromEngine, PROTOCOL, type ToEngine } from './message';
import type { Port } from './port';

/** Characters of the caller's own words (names of members) that a refusal repeats. */
const TOLD = 300;

/** Where jobs are noted that outlive the page that began them. */
export interface JobBoard {
  /** Null for a job that ends with its page. */
  begin(
    method: string,
    abort: AbortController,
  ): { progress(value: unknown): void; end(error: WireError | null): void } | null;
}

export interface ServeOptions {
  /** Outputs are validated too, in tests and development. */
  checkOutputs?: boolean;
  /** Told after each command or job, so that every page drops what changed. */
  changed?: (topics: readonly Topic[]) => void;
  log?: (line: string) => void;
  /** Jobs noted here go on when the port closes; without it everything that runs is cancelled. */
  jobs?: JobBoard;
}

const PROGRESS_EVERY_MS = 100;

type AnyHandler = (input: unknown, context: { signal: AbortSignal; progress: (value: unknown) => void }) => unknown;

/** Returns the undo: it cancels what runs, except noted jobs, and stops listening. */
export function serve<C extends Contract = SidedoorContract>(
  port: Port,
  contract: C,
  handlers: HandlersOf<C>,
  options: ServeOptions = {},
): () => void {
  const running = new Map<number, { abort: AbortController; outlives: boolean }>();
  const send = (message: FromEngine): void => port.send(message);

  const call = async (id: number, method: string, input: unknown): Promise<void> => {
    const def: MethodDef | undefined = Object.hasOwn(contract, method) ? contract[method] : undefined;
    const abort = new AbortController();
    const noted = def?.kind === 'job' ? (options.jobs?.begin(method, abort) ?? null) : null;
    running.set(id, { abort, outlives: noted !== null });
    const progress = throttled((value: unknown) => {
      noted?.progress(value);
      send({ t: 'progress', id, value });
    });
    let failed: WireError | null = null;
    try {
      if (!def) throw new SidedoorError('bad-input', `no such method: ${String(method).slice(0, 80)}`);
      const parsed = def.in.safeParse(input);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        const why = issue?.message.endsWith('received undefined') ? 'a field is missing' : issue?.message;
        throw new SidedoorError('bad-input', `${method}: ${ellipsis(why ?? 'bad input', TOLD)}`, {
          where: ellipsis(issue?.path.join('.') ?? '', TOLD) || undefined,
        });
      }
      const handler = handlers[method as keyof C] as unknown as AnyHandler;
      const output = await handler(parsed.data, { signal: abort.signal, progress: progress.push });
      progress.flush();
      if (options.checkOutputs) {
        const checked = def.out.safeParse(output);
        if (!checked.success) throw new Error(`${method} answered against the contract: ${checked.error.message}`);
      }
      // What changed is told before the answer, so that whoever awaited the answer asks for fresh rows.
      if (def.kind !== 'query' && def.changes.length > 0) options.changed?.(def.changes);
      send({ t: 'ok', id, output });
    } catch (thrown) {
      progress.flush();
      if (def?.kind === 'job' && def.changes.length > 0) options.changed?.(def.changes);
      const error = toWire(thrown);
      failed = error;
      if (error.code === 'internal') options.log?.([`${method}: ${nameOf(thrown)}`, ...placesOf(error)].join('\n'));
      send({ t: 'err', id, error });
    } finally {
      running.delete(id);
      noted?.end(failed);
    }
  };

  const offMessage = port.onMessage((raw) => {
    const message = raw as ToEngine;
    if (message?.t === 'call' && typeof message.id === 'number') void call(message.id, message.method, message.input);
    else if (message?.t === 'cancel') running.get(message.id)?.abort.abort();
  });
  const stop = (): void => {
    offMessage();
    for (const { abort, outlives } of running.values()) if (!outlives) abort.abort();
  };
  port.onClose(stop);
  send({ t: 'hello', version: PROTOCOL, methods: Object.keys(contract) });
  return stop;
}

/** About ten a second; the last one is always sent. */
function throttled(send: (value: unknown) => void): { push: (value: unknown) => void; flush: () => void } {
  let last = 0;
  let held: { value: unknown } | null = null;
  return {
    push(value) {
      const now = Date.now();
      if (now - last >= PROGRESS_EVERY_MS) {
        last = now;
        held = null;
        send(value);
      } else held = { value };
    },
    flush() {
      if (held) send(held.value);
      held = null;
    },
  };
}

/** Where it happened, without what it says: a message may quote a record. */
const placesOf = (error: { detail?: string }): string[] =>
  (error.detail ?? '').split('\n').filter((line) => /^\s+at /.test(line));
const nameOf = (thrown: unknown): string =>
  thrown instanceof Error && /^[A-Z][A-Za-z]{0,40}Error$/.test(thrown.name) ? thrown.name : 'internal error';
