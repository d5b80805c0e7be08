/**
 * One file from bytes to encoded events: unpacks, hashes, copies, reads, recognises, maps. No database: it runs in the
 * engine's thread for small files and in a worker for large ones, and hands on batches either way.
 */
import { copyFile, DamagedError, openStored, type StoredAt } from '../case/evidence';
import type { ListStarts } from './list-starts';
import type { Lane, ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { Pass } from './pass';
import { WINDOW } from './readers/json/values';
import { HEAD } from './readers/sniff';
import { isSheet } from './readers/xlsx/sheet';
import { accountOf, Reading } from './reading';
import { WindowsOut } from './shared-windows';
import type { Source } from './source';
import { isCopied, readBytesOf, type WholeFile, wholeFile } from './whole-file';
import { bookOf } from './workbook';

/** Yields batches; returns what is known of the file. Throws what the file system throws; bad data never throws. */
export async function* parseFile(job: ParseJob, all: readonly Source[]): AsyncGenerator<ParsedBatch, ParsedFile> {
  const whole = wholeFile(job);
  const parsed = whole && (yield* parseWhole(job, whole, all));
  if (parsed) return parsed;
  const head = await firstBytes(job);
  const pass = new Pass(head, all, job, await bookOf(job, head));
  // What is parsed and hashed is the copy: whatever happens to the original meanwhile, they are the same bytes.
  const isCopied = job.copyTo !== null && pass.isPromising;
  if (isCopied) copyFile(job.path, job.copyTo!);
  const run = new Reading(job, isCopied ? job.copyTo! : job.path);
  for await (const chunk of run.chunks()) {
    pass.feed(chunk);
    yield* numbered(pass, run.told(), 0);
  }
  const read = run.end();
  pass.end(read.damage?.message, read.bytes);
  yield* numbered(pass, run.told(), 0);
  return accountOf(pass.result(), read);
}

/** A small file; null, and nothing told, where it changes meanwhile or cannot be read by itself. */
function* parseWhole(
  job: ParseJob,
  whole: WholeFile,
  all: readonly Source[],
): Generator<ParsedBatch, ParsedFile | null> {
  const { packed, bytes } = whole;
  const head = bytes.subarray(0, HEAD);
  if (job.member !== null && isSheet(head)) return null; // what its cells say stands elsewhere in the workbook
  const pass = new Pass(head, all, job);
  if (job.copyTo !== null && pass.isPromising && !isCopied(whole, job.path, job.copyTo)) return null;
  for (let at = 0; at < bytes.length; at += HEAD) {
    pass.feed(bytes.subarray(at, at + HEAD));
    yield* numbered(pass, at === 0 ? (packed ?? bytes).length : 0, 0);
  }
  pass.end();
  yield* numbered(pass, 0, 0);
  return accountOf(pass.result(), readBytesOf(whole));
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

/** What the pass has ready; at least one batch, so that whoever reads them hears of the bytes. */
function numbered(pass: Pass, readBytes: number, lane: number): ParsedBatch[] {
  const batches = numberedIfAny(pass, readBytes, lane);
  return batches.length > 0 ? batches : [{ events: null, leftOut: null, readBytes, lane }];
}

const numberedIfAny = (pass: Pass, readBytes: number, lane: number): ParsedBatch[] =>
  pass.take().map((batch, i) => ({ ...batch, readBytes: i === 0 ? readBytes : 0, lane }));

/** Bytes looked at at a time: what stays in a core's own cache until it has been looked at. */
const CHUNK = 256 * 1024;
/** Bytes after which a batch is handed on. */
const TOLD = 1024 * 1024;
const LF = 0x0a;

/**
 * The segments of one lane of a file (`job.lane`), each ended by a batch that says so. The file is one that
 * `Pass.isDivisible` knows; its hash is someone else's task.
 *
 * A lane tells nothing but events: it may be waited for (`CREDIT`) only behind a record that the other lane has come to the
 * end of, else the two could wait for each other where a record is longer than all windows that are kept.
 */
export async function* parseLane(job: ParseJob, all: readonly Source[]): AsyncGenerator<ParsedBatch, ParsedFile> {
  const lane = job.lane!;
  const pass = new Pass(Buffer.from(lane.head), all, job);
  const windows = new WindowsOut(lane.windows, lane.index);
  const starts = lane.segment % WINDOW === 0 ? pass.listStarts() : null;
  if (starts) yield* fromGuesses(lane, pass, windows, starts);
  else yield* pass.isDivisible === 'lines' ? linesAlong(lane, pass, windows) : followed(lane, pass, windows);
  return { ...pass.result(), bytes: 0, sha256: '', storedSha256: null };
}

/**
 * All bytes, with events of the records that begin in each n-th segment. Where a record begins only the records before it
 * can tell; to follow them costs a tenth of making events of them.
 */
async function* followed({ index, of, segment }: Lane, pass: Pass, windows: WindowsOut): AsyncGenerator<ParsedBatch> {
  const isOwn = (at: number): boolean => Math.floor(at / segment) % of === index;
  pass.keep(isOwn);
  let fed = 0;
  let start = index * segment; // of the own segment at hand
  let at = 0;
  for (;;) {
    // What one piece tells must not be of two own segments, however long a record before it was.
    const chunk = (await windows.read(at)).subarray(0, segment - (at % segment));
    if (chunk.length === 0) break;
    pass.feed(chunk);
    if (isOwn(at)) fed += chunk.length;
    at += chunk.length;
    if (fed >= TOLD && pass.settled < start + segment) {
      const told = numberedIfAny(pass, fed, index);
      yield* told;
      if (told.length > 0) fed = 0;
    }
    for (; pass.settled >= start + segment; start += of * segment) {
      yield* ended(pass, fed, index);
      fed = 0;
    }
  }
  pass.end();
  for (; start < at; start += of * segment) {
    yield* ended(pass, fed, index);
    fed = 0;
  }
}

/**
 * Each n-th segment, from where the first element of the list that begins in it is guessed to do so. Whoever comes from the
 * segment before makes the same guess, and knows whether it is right: where it is not, or a broken record before has a say in what
 * follows, that lane goes on alone, and nothing becomes of what the others told of later segments.
 */
async function* fromGuesses(
  { index, of, segment }: Lane,
  pass: Pass,
  windows: WindowsOut,
  starts: ListStarts,
): AsyncGenerator<ParsedBatch> {
  let fed = 0;
  for (let start = index * segment; ; start += of * segment) {
    const end = start + segment;
    let at = start;
    let chunk = await windows.read(at);
    if (start > 0) {
      const first = starts.find(chunk);
      if (first < 0) return; // it is the end of the list, or the lane before goes on
      pass.startIn(starts, start + first);
      at += first;
      chunk = chunk.subarray(first);
    }
    pass.holdAt(end);
    for (; at < end && chunk.length > 0; chunk = await windows.read(at)) {
      pass.feed(chunk);
      fed += chunk.length;
      at += chunk.length;
      if (fed < TOLD || at >= end) continue; // the last of a segment are told together with the one that goes on beyond it
      const told = numberedIfAny(pass, fed, index);
      yield* told;
      if (told.length > 0) fed = 0;
    }
    const next = starts.find(chunk); // as the next lane does
    if (chunk.length > 0) pass.feed(chunk);
    const isLast = chunk.length < WINDOW;
    if (isLast) pass.flush();
    if (isLast && next < 0 && !pass.isHeld) {
      pass.end();
      yield* ended(pass, fed, index, { found: pass.result() });
      return;
    }
    const isHandedOn = next >= 0 && pass.isHeldAt(end + next, starts);
    yield* ended(pass, fed, index, { found: pass.result(), takesOver: !isHandedOn });
    fed = 0;
    if (isHandedOn) continue;
    pass.goOn();
    for (at += chunk.length; ; at += chunk.length) {
      chunk = await windows.read(at);
      if (chunk.length === 0) break;
      pass.feed(chunk);
      fed += chunk.length;
      if (fed < TOLD) continue;
      const told = numberedIfAny(pass, fed, index);
      yield* told;
      if (told.length > 0) fed = 0;
    }
    pass.end();
    yield* numbered(pass, fed, index);
    return;
  }
}

/** Each n-th segment, from the first line that begins in it to the one that ends behind it. */
async function* linesAlong({ index, of, segment }: Lane, pass: Pass, windows: WindowsOut): AsyncGenerator<ParsedBatch> {
  let start = index * segment; // of the own segment at hand
  let isInside = start === 0;
  let lineAt = 0; // where a line is known to begin, last
  let fed = 0;
  let at = 0;
  for (;;) {
    // The line that begins there, or the first one behind it, is of the next segment.
    const turn = isInside ? start + segment : start;
    if (lineAt === at && lineAt >= turn) {
      if (isInside) {
        pass.end();
        yield* ended(pass, fed, index);
        fed = 0;
        start += of * segment;
      } else pass.startAt(at);
      isInside = !isInside;
      continue;
    }
    if (!isInside) at = Math.max(at, turn - 1);
    const piece = (await windows.read(at)).subarray(0, CHUNK);
    if (piece.length === 0) break;
    const lf = at + piece.length >= turn ? piece.indexOf(LF, Math.max(0, turn - 1 - at)) : -1;
    const bytes = lf < 0 ? piece : piece.subarray(0, lf + 1);
    if (isInside) {
      pass.feed(bytes);
      fed += bytes.length;
    }
    at += bytes.length;
    if (lf >= 0) lineAt = at;
    if (isInside && fed >= TOLD) {
      const told = numberedIfAny(pass, fed, index);
      yield* told;
      if (told.length > 0) fed = 0;
    }
  }
  if (isInside) pass.end();
  for (; start < windows.end; start += of * segment) {
    yield* ended(pass, fed, index);
    fed = 0;
  }
}

/** What the pass has ready, the last of it marked as the end of a segment. */
function* ended(
  pass: Pass,
  readBytes: number,
  lane: number,
  more: Pick<ParsedBatch, 'found' | 'takesOver'> = {},
): Generator<ParsedBatch> {
  const last = [...numbered(pass, readBytes, lane)];
  yield* last.slice(0, -1);
  yield { ...last.at(-1)!, endsSegment: true, ...more };
}
