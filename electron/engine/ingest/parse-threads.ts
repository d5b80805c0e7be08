/**
 * Where a file is parsed: small ones here, large ones in a worker, so that parsing and writing go on at once; very large
 * ones by several workers, each making events of every n-th segment.
 */
import type { Worker } from 'node:worker_threads';
import { loosenHeap } from '../tight-heap';
import { takeThread } from '../waiting-threads';
import { builtTaker, LARGE, PARSER_LIMITS, usualLanes, VERY_LARGE } from './early-threads';
import { UNPACKED } from './expected-records';
import { LeftOutEncoder } from './left-out';
import { firstBytes, parseFile, parseLane } from './parse';
import type { FromWorker, ToWorker } from './parse-worker';
import type { Found, Note, ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { Pass } from './pass';
import { ROW_LIMIT } from './readers/csv/rows';
import { WINDOW } from './readers/json/values';
import { accountOf, isMember } from './reading';
import { sources } from './registry';
import { endWindows, leaveWindows, packedShare, sharedWindows } from './shared-windows';
import type { TakeFor } from './take-worker';
import { type Take, taker } from './taking';
import { joinDelays } from './time-facts';

/**
 * Bytes of a file that one worker makes events of before the next one does; what lies between two of them is kept in memory.
 * Values are told a window at a time, rows behind a quote that never closes all at once: neither may be of two segments of
 * one worker.
 */
const SEGMENT = { lines: 4 * WINDOW, values: 4 * WINDOW, rows: 2 * ROW_LIMIT };
/** Windows by which one parser may be ahead of the others. */
const SPARE = 4;

export interface ParseThreads {
  /**
   * `signal` ends a wait for a worker that has nothing to tell yet; between batches the caller looks itself. `isAside`: a worker
   * parses it, however small it is.
   */
  parse(job: ParseJob, bytes: number, signal?: AbortSignal, isAside?: boolean): AsyncGenerator<ParsedBatch, ParsedFile>;
  /** How many are parsed by workers at once. */
  lanes: number;
  /** Ends idle workers and frees their memory; they start again when needed. */
  close(): void;
}

export interface ThreadOptions {
  /** How many parse one file at once. */
  lanes?: number;
  /** For tests: smaller files count as large, in bytes; in smaller segments (of values at least two windows). */
  veryLarge?: number;
  segment?: number;
  /** Done once, when a thread has its first file: it takes a moment until there is something to write. */
  meanwhile?: () => void;
}

/** `workerFile`: the built worker; null parses everything in this thread. */
export function parseThreads(workerFile: string | null, options: ThreadOptions = {}): ParseThreads {
  const { veryLarge = VERY_LARGE, segment, lanes = usualLanes() } = options;
  const idle: Worker[] = [];
  let { meanwhile } = options;
  const starting =
    (signal?: AbortSignal): Start =>
    (job) => {
      if (meanwhile) setImmediate(meanwhile);
      meanwhile = undefined;
      const worker = idle.pop() ?? takeThread(workerFile!, PARSER_LIMITS);
      return inWorker(worker, job, () => idle.push(worker), signal);
    };
  return {
    lanes: workerFile === null ? 0 : lanes,
    parse(job, bytes, signal, isAside = false) {
      const isLarge = bytes >= Math.min(LARGE, veryLarge);
      if (workerFile === null || (!isLarge && !isAside)) return parseFile(job, sources.all());
      const started = starting(signal);
      return lanes > 1 && unpackedOf(job, bytes) >= veryLarge
        ? inLanes(job, lanes, segment, started, taker(builtTaker()))
        : started(job);
    },
    close() {
      for (const worker of idle.splice(0)) void worker.terminate();
      loosenHeap();
    },
  };
}

const unpackedOf = (job: ParseJob, bytes: number): number =>
  job.packing === 'none' || isMember(job) ? bytes : UNPACKED * bytes;

type Start = (job: ParseJob) => AsyncGenerator<ParsedBatch, ParsedFile>;

/** Several workers over one file, which is read once for all of them; their batches come out in order of the file. */
export async function* inLanes(
  job: ParseJob,
  count: number,
  segment: number | undefined,
  start: Start,
  take: Take = taker(null),
): AsyncGenerator<ParsedBatch, ParsedFile> {
  const head = await firstBytes(job);
  const how = new Pass(head, sources.all(), job).isDivisible;
  if (how === null) return yield* start(job);
  const part = segment ?? SEGMENT[how];
  // So many that each can be as far in its own segment as the others in theirs, and a little further.
  const windows = sharedWindows(count, Math.ceil(((count - 1) * part) / WINDOW) + SPARE);
  const stop = new AbortController();
  let lost: unknown = null;
  const taking = take({ stored: storedOf(job), windows }, stop.signal);
  taking.catch((thrown: unknown) => {
    lost = thrown;
  });
  void taking.catch(() => {}).then(() => endWindows(windows)); // whatever became of the thread, nobody waits for more
  const lanes = Array.from({ length: count }, (_, index) =>
    ahead(start({ ...job, copyTo: null, lane: { index, of: count, segment: part, windows, head } })),
  );
  /** Of lanes that begin at guesses, what each has found in segments that were its own. */
  const founds: (Found | undefined)[] = [];
  let alone: number | null = null;
  try {
    for (let k = 0, isAtEnd = false; !isAtEnd; k++) {
      const index: number = alone ?? k % count;
      for (;;) {
        const step = await lanes[index]!.next();
        if (lost !== null) throw lost;
        if (step.done) {
          isAtEnd = true;
          break;
        }
        const { found, takesOver, ...batch } = step.value;
        const readBytes = isMember(job) ? batch.readBytes : batch.readBytes * packedShare(windows);
        yield { ...batch, readBytes };
        if (found) founds[index] = found;
        if (takesOver) {
          alone = index;
          for (const [other, lane] of lanes.entries()) {
            if (other === index) continue;
            leaveWindows(windows, other);
            void lane.end();
          }
        }
        if (batch.endsSegment) break;
      }
    }
    const found = merged(alone === null ? await results(lanes) : await withRest(founds, lanes[alone]!, alone));
    const read = await taking;
    const { damage, bytes } = read;
    if (damage !== null) {
      const left = new LeftOutEncoder();
      left.add('rejected', `${damage.message}; what lies behind is lost`, bytes, 0);
      found.rejected++;
      yield { events: null, leftOut: left.take(), readBytes: 0, lane: count };
    }
    return accountOf(found, read);
  } finally {
    stop.abort();
    endWindows(windows);
    // Until all have let go of the copy: whoever gives it up removes it next.
    await Promise.all([...lanes.map((lane) => lane.end()), taking.catch(() => {})]);
  }
}

const storedOf = ({ path, packing, member, copyTo }: ParseJob): TakeFor['stored'] => ({
  path,
  packing,
  member,
  copyTo,
});

/** What lanes have found of which one went on to the end of the file. */
async function withRest(
  founds: readonly (Found | undefined)[],
  lane: ReturnType<typeof ahead>,
  index: number,
): Promise<Found[]> {
  const [whole] = await results([lane]);
  return Object.assign([...founds], { [index]: whole }).filter((each) => each !== undefined);
}

async function results(lanes: readonly ReturnType<typeof ahead>[]): Promise<ParsedFile[]> {
  const parts: ParsedFile[] = [];
  for (const lane of lanes) {
    const step = await lane.next();
    if (!step.done) throw new Error('a parser went on beyond its part of the file');
    parts.push(step.value);
  }
  return parts;
}

/** Asks for the next step before it is wanted, so that all lanes are at work at once. */
function ahead(lane: AsyncGenerator<ParsedBatch, ParsedFile>) {
  let next = lane.next();
  next.catch(() => {}); // told where it is awaited
  return {
    async next(): Promise<IteratorResult<ParsedBatch, ParsedFile>> {
      const step = await next;
      if (!step.done) {
        next = lane.next();
        next.catch(() => {});
      }
      return step;
    },
    end: (): Promise<unknown> => lane.return(undefined as never).catch(() => {}),
  };
}

/** The account of the whole file out of the accounts of its parts. */
function merged(parts: readonly Found[]): Found {
  const sum = (of: (part: Found) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const times = (of: (part: Found) => number | null): number[] => parts.flatMap((part) => of(part) ?? []);
  const notes = new Map<string, Note>();
  for (const note of parts.flatMap((part) => part.notes)) {
    const known = notes.get(note.text);
    if (!known) notes.set(note.text, { ...note });
    else if (known.count !== null) known.count += note.count ?? 0;
  }
  const firsts = times(({ first }) => first);
  const lasts = times(({ last }) => last);
  return {
    ...parts[0]!,
    recognised: parts.find(({ recognised }) => recognised)?.recognised ?? null,
    mapped: sum(({ mapped }) => mapped),
    skipped: sum(({ skipped }) => skipped),
    rejected: sum(({ rejected }) => rejected),
    first: firsts.length > 0 ? Math.min(...firsts) : null,
    last: lasts.length > 0 ? Math.max(...lasts) : null,
    notes: [...notes.values()],
    zone: parts.find(({ zone }) => zone !== null)?.zone ?? null,
    delays: joinDelays(parts.map(({ delays }) => delays)),
  };
}

/** One parse in a worker. The worker is handed back when it has finished, and ended when the parse is given up. */
async function* inWorker(
  worker: Worker,
  job: ParseJob,
  handBack: () => void,
  signal?: AbortSignal,
): AsyncGenerator<ParsedBatch, ParsedFile> {
  const inbox: FromWorker[] = [];
  let wake = (): void => {};
  let lost: Error | null = null;
  let isHeard = false;
  const onMessage = (message: FromWorker): void => {
    isHeard = true;
    inbox.push(message);
    wake();
  };
  const onLost = (error: Error | number): void => {
    lost ??= error instanceof Error ? error : new Error(`the parser ended with code ${error}`);
    wake();
  };
  const onAbort = (): void => wake();
  signal?.addEventListener('abort', onAbort);
  worker.on('message', onMessage).on('error', onLost).on('exit', onLost);
  const post = (message: ToWorker): void => worker.postMessage(message);
  let isFinished = false;
  try {
    post({ job });
    for (;;) {
      while (inbox.length === 0) {
        signal?.throwIfAborted();
        // A worker that cannot even start (no threads on this system, an archive it cannot be read from) is done without.
        if (lost && !isHeard) return yield* job.lane ? parseLane(job, sources.all()) : parseFile(job, sources.all());
        if (lost) throw lost;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const message = inbox.shift()!;
      if ('done' in message) {
        isFinished = true;
        return message.done;
      }
      if ('failed' in message) {
        isFinished = true;
        throw Object.assign(new Error(message.failed.message), message.failed);
      }
      yield message.batch;
      post({ credit: 1 });
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    worker.off('message', onMessage).off('error', onLost).off('exit', onLost);
    if (isFinished) handBack();
    else await worker.terminate(); // it may be about to make the copy that is then removed
  }
}
