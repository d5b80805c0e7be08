/**
 * One file from bytes to encoded events: unpacks, hashes, copies, reads, recognises, maps. No database: it runs in the
 * engine's thread for small files and in a worker for large ones, and hands on batches either way.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { READ_TO_DAMAGE } from '../../../shared/model/cut';
import { BombError, copyFile, DamagedError, openStored, type StoredAt } from '../case/evidence';
import { Arrival } from './arrival';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { Pass } from './pass';
import { WINDOW } from './readers/json/values';
import { HEAD } from './readers/sniff';
import type { Source } from './source';
import { bookOf } from './workbook';

/** Yields batches; returns what is known of the file. Throws what the file system throws; bad data never throws. */
export async function* parseFile(job: ParseJob, all: readonly Source[]): AsyncGenerator<ParsedBatch, ParsedFile> {
  const head = await firstBytes(job);
  const pass = new Pass(head, all, job, await bookOf(job, head));
  // What is parsed and hashed is the copy: whatever happens to the original meanwhile, they are the same bytes.
  const isCopied = job.copyTo !== null && pass.isPromising;
  if (isCopied) copyFile(job.path, job.copyTo!);
  const run = new Run(job, pass);
  let damage: DamagedError | null = null;
  try {
    for await (const chunk of openStored({ ...job, path: isCopied ? job.copyTo! : job.path }, run.onPacked)) {
      run.feed(chunk);
      yield* run.ready();
    }
  } catch (thrown) {
    // What came before the damage is evidence too.
    if (!(thrown instanceof DamagedError)) throw thrown;
    damage = thrown;
  }
  pass.end(damage?.message, run.bytes);
  yield* run.ready();
  return run.result(damage);
}

/** Enough of the unpacked bytes to tell what the file is. */
export async function firstBytes(job: StoredAt): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of openStored(job)) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length >= HEAD) break;
    }
  } catch (thrown) {
    if (!(thrown instanceof DamagedError)) throw thrown; // reading it all will meet the damage again, and say so
  }
  return Buffer.concat(chunks);
}

class Run {
  readonly #isMember: boolean;
  readonly #unpacked = createHash('sha256');
  readonly #packed = createHash('sha256');
  bytes = 0;
  #packedBytes = 0;
  #told = 0;

  constructor(
    readonly job: ParseJob,
    readonly pass: Pass,
  ) {
    this.#isMember = job.packing === 'zip' || job.packing === 'tar' || job.packing === 'tar+gzip';
  }

  onPacked = (chunk: Buffer): void => {
    this.#packedBytes += chunk.length;
    this.#packed.update(chunk);
  };

  feed(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.job.packing !== 'none') this.#unpacked.update(chunk);
    this.pass.feed(chunk);
  }

  *ready(): Generator<ParsedBatch> {
    const read = this.#isMember ? this.bytes : this.#packedBytes;
    const readBytes = read - this.#told;
    this.#told = read;
    yield* numbered(this.pass, readBytes, 0);
  }

  result(damage: DamagedError | null): ParsedFile {
    const packedSha256 = this.#packed.digest('hex');
    const found = this.pass.result();
    const isBomb = damage instanceof BombError;
    const isLost = isBomb || (damage !== null && this.bytes === 0);
    const note = damage && {
      text: `${damage.message}; ${READ_TO_DAMAGE}`,
      count: null,
      of: 'event' as const,
    };
    return {
      ...found,
      ...(isLost && { recognised: null, why: damage.message }),
      notes: note ? [note, ...found.notes] : found.notes,
      bytes: this.bytes,
      sha256: this.job.packing === 'none' ? packedSha256 : this.#unpacked.digest('hex'),
      storedSha256: this.#isMember ? null : packedSha256,
    };
  }
}

/** What the pass has ready; at least one batch, so that whoever reads them hears of the bytes. */
function* numbered(pass: Pass, readBytes: number, lane: number): Generator<ParsedBatch> {
  const batches = pass.take();
  if (batches.length === 0) yield { events: null, leftOut: null, readBytes, lane };
  for (const [i, batch] of batches.entries()) yield { ...batch, readBytes: i === 0 ? readBytes : 0, lane };
}

/** Bytes read at a time: what stays in a core's own cache until it has been looked at. */
const CHUNK = 256 * 1024;
/** Bytes after which a batch is handed on. */
const TOLD = 1024 * 1024;
const LF = 0x0a;

/**
 * The segments of one lane of a file (`job.lane`), each ended by a batch that says so. The file is one that
 * `Pass.isDivisible` knows; its hash is someone else's task.
 */
export async function* parseLane(job: ParseJob, all: readonly Source[]): AsyncGenerator<ParsedBatch, ParsedFile> {
  const lane = job.lane!;
  const arrival = lane.arrived && new Arrival(lane.arrived);
  await arrival?.until(HEAD);
  const pass = new Pass(await firstBytes(job), all, job);
  const how = pass.isDivisible;
  const file = fs.openSync(job.path, 'r');
  const buffer = Buffer.allocUnsafeSlow(how === 'values' ? WINDOW : CHUNK);
  const read: Read = async (at) => {
    await arrival?.until(at + buffer.length);
    return buffer.subarray(0, fs.readSync(file, buffer, 0, buffer.length, at));
  };
  try {
    yield* how === 'lines' ? linesOf(lane, pass, read) : followed(lane, pass, read);
    return { ...pass.result(), bytes: lane.size, sha256: '', storedSha256: null };
  } finally {
    fs.closeSync(file);
  }
}

type Lane = NonNullable<ParseJob['lane']>;
/** The bytes at an offset of the file, as many as are read at a time; lent until the next call. */
type Read = (at: number) => Promise<Buffer>;

/** Each n-th segment, from the first line that begins in it to the one that ends behind it. */
async function* linesOf({ index, of, segment, size }: Lane, pass: Pass, read: Read): AsyncGenerator<ParsedBatch> {
  /** Offset behind the first line break at or behind `from`. */
  const lineAfter = async (from: number): Promise<number> => {
    for (let at = from; ; ) {
      const chunk = await read(at);
      if (chunk.length === 0) return at;
      const lf = chunk.indexOf(LF);
      if (lf >= 0) return at + lf + 1;
      at += chunk.length;
    }
  };
  for (let start = index * segment; start < size; start += of * segment) {
    const from = start === 0 ? 0 : await lineAfter(start - 1);
    const to = start + segment >= size ? size : await lineAfter(start + segment - 1);
    pass.startAt(from);
    let fed = 0;
    for (let at = from; at < to; ) {
      const chunk = (await read(at)).subarray(0, to - at);
      if (chunk.length === 0) break;
      pass.feed(chunk);
      at += chunk.length;
      fed += chunk.length;
      if (at < to && fed >= TOLD) {
        yield* numbered(pass, fed, index);
        fed = 0;
      }
    }
    pass.end();
    yield* ended(pass, fed, index);
  }
}

/**
 * All bytes, with events of the records that begin in each n-th segment. Where a record begins only the records before it
 * can tell; to follow them costs a tenth of making events of them.
 */
async function* followed({ index, of, segment, size }: Lane, pass: Pass, read: Read): AsyncGenerator<ParsedBatch> {
  const isOwn = (at: number): boolean => Math.floor(at / segment) % of === index;
  pass.keep(isOwn);
  let fed = 0;
  let start = index * segment; // of the own segment at hand
  for (let at = 0; at < size; ) {
    // What one piece tells must not be of two own segments, however long a record before it was.
    const chunk = (await read(at)).subarray(0, segment - (at % segment));
    if (chunk.length === 0) break;
    pass.feed(chunk);
    if (isOwn(at)) fed += chunk.length;
    at += chunk.length;
    if (fed >= TOLD && pass.settled < start + segment) {
      yield* numbered(pass, fed, index);
      fed = 0;
    }
    for (; start < size && pass.settled >= start + segment; start += of * segment) {
      yield* ended(pass, fed, index);
      fed = 0;
    }
  }
  pass.end();
  for (; start < size; start += of * segment) {
    yield* ended(pass, fed, index);
    fed = 0;
  }
}

/** What the pass has ready, the last of it marked as the end of a segment. */
function* ended(pass: Pass, readBytes: number, lane: number): Generator<ParsedBatch> {
  const last = [...numbered(pass, readBytes, lane)];
  yield* last.slice(0, -1);
  yield { ...last.at(-1)!, endsSegment: true };
}
