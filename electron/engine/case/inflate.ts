/** Unpacks compressed bytes as far as they are good, to the last byte before the damage. */
import { setImmediate } from 'node:timers/promises';
import zlib from 'node:zlib';
import { BombError, DamagedError } from './damaged';

export type Packed = 'gzip' | 'zstd' | 'raw'; // raw = deflate without a frame, as in ZIP

const OUTPUT = 1024 * 1024;
const LEAST_OUTPUT = 64 * 1024;
/** Unpacked bytes that wait for whoever reads them: unpacking goes on beside reading. */
const AHEAD = 2 * OUTPUT;
/** Bytes handed in at once; then, where these failed, in smaller steps to find what is still good. */
const STEPS = [64 * 1024, 256, 1] as const;
const BOMB_FREE = 64 * 1024 * 1024; // unpacked bytes of which nobody asks how they were packed
const BOMB_RATIO = 500; // logs pack 10 to 100-fold, even dull ones rarely 200-fold

/**
 * Unpacks what `open` gives; it is opened again where bytes turn out to be damaged, because unpackers drop what they had
 * ready when they fail. Its first chunks are all read to the end, also behind damage. Throws `DamagedError` (with the
 * offset in the packed bytes) after all that is good, `BombError` where the bytes unfold beyond reason.
 */
export async function* inflated(open: () => AsyncIterable<Buffer>, packing: Packed): AsyncGenerator<Buffer> {
  let given = 0;
  let goodTo = 0;
  let why = '';
  for (const [i, step] of STEPS.entries()) {
    const source = open()[Symbol.asyncIterator]();
    const run = new Run(source, packing, goodTo, step);
    let seen = 0;
    try {
      for await (const chunk of run.chunks()) {
        const isNew = seen + chunk.length > given;
        const from = Math.max(0, given - seen);
        seen += chunk.length;
        if (!isNew) continue;
        given = seen;
        if (given > BOMB_FREE && given > run.fed * BOMB_RATIO) {
          throw new BombError(`it unfolds more than ${BOMB_RATIO}-fold: a decompression bomb`);
        }
        yield from === 0 ? chunk : chunk.subarray(from);
      }
      return;
    } catch (thrown) {
      const { code, message } = thrown as { code?: string; message: string };
      const isCut = code === 'Z_BUF_ERROR';
      if (!isCut && !code?.startsWith('Z_') && !code?.startsWith('ERR_ZSTD') && !code?.startsWith('ZSTD_'))
        throw thrown;
      why = `damaged at byte ${run.done} of the packed bytes: ${message}`;
      goodTo = run.done;
      if (i === 0) for (let next = await source.next(); !next.done; next = await source.next());
      if (isCut) break; // everything was handed in: nothing is lost
    } finally {
      await source.return?.();
    }
  }
  throw new DamagedError(why);
}

/**
 * A small packed text at once, without a stream's ado; null where anything is to be said of it (damage, bytes behind its end, more
 * than `most` of it): `inflated` says what. `size`: unpacked bytes, as far as it tells.
 */
export function inflatedAtOnce(packed: Buffer, packing: 'gzip' | 'raw', size: number, most: number): Buffer | null {
  const options = { info: true, chunkSize: Math.max(LEAST_OUTPUT, size + 1), maxOutputLength: most };
  try {
    const whole = packing === 'gzip' ? zlib.gunzipSync(packed, options) : zlib.inflateRawSync(packed, options);
    const { buffer, engine } = whole as unknown as { buffer: Buffer; engine: { bytesWritten: number } }; // by `info`
    return engine.bytesWritten === packed.length ? buffer : null;
  } catch {
    return null;
  }
}

/** One attempt. */
class Run {
  /** Bytes handed to the unpacker, and bytes that went through it. */
  fed = 0;
  done = 0;
  #rest: Buffer = NONE;

  constructor(
    readonly source: AsyncIterator<Buffer>,
    readonly packing: Packed,
    /** Bytes known to be good: they go in large steps, those behind them in steps of `step`. */
    readonly good: number,
    readonly step: number,
  ) {}

  async *chunks(): AsyncGenerator<Buffer> {
    do {
      const unpacker = make(this.packing);
      const feeding = this.#feed(unpacker);
      feeding.catch((error: Error) => unpacker.destroy(error));
      try {
        for await (const chunk of unpacker as AsyncIterable<Buffer>) yield chunk;
        await feeding;
      } finally {
        unpacker.destroy();
        await feeding.catch(() => {}); // the source is free again only then
      }
    } while (this.#rest.length > 0);
  }

  /** Hands bytes in until there are none, or the unpacker takes no more: then `#rest` is for the next one. */
  async #feed(unpacker: Unpacker): Promise<void> {
    for (;;) {
      if (this.#rest.length === 0) {
        const next = await this.source.next();
        if (next.done) break;
        this.#rest = next.value;
      }
      const ahead = this.good - this.done;
      const piece = this.#rest.subarray(0, ahead > 0 ? Math.min(ahead, STEPS[0]) : this.step);
      this.fed = this.done + piece.length;
      if (this.step < STEPS[0] && ahead <= 0) await drained(unpacker);
      const before = unpacker.bytesWritten;
      if (!(await written(unpacker, piece))) {
        this.#rest = NONE;
        return;
      }
      const taken = unpacker.bytesWritten - before;
      this.done += taken;
      this.#rest = this.#rest.subarray(taken);
      if (taken === piece.length) continue;
      // What ends of itself: zstd at the end of a frame, gzip before zeros, deflate where it says so.
      if (this.packing === 'gzip') await this.#padding();
      if (this.packing === 'raw') this.#rest = NONE;
      if (this.packing === 'zstd' && taken === 0) throw packingError('bytes that are not packed');
      return;
    }
    await drained(unpacker); // the end of what is cut is a failure
    unpacker.end();
  }

  /** Zeros may stand behind a gzip file (tapes, disk blocks), and nothing else. */
  async #padding(): Promise<void> {
    for (;;) {
      if (this.#rest.some((byte) => byte !== 0)) throw packingError('bytes behind the end that are not packed');
      this.done += this.#rest.length;
      this.#rest = NONE;
      const next = await this.source.next();
      if (next.done) return;
      this.#rest = next.value;
    }
  }
}

const NONE = Buffer.alloc(0);
const packingError = (why: string): Error => Object.assign(new Error(why), { code: 'Z_DATA_ERROR' });

type Unpacker = zlib.Gunzip | zlib.InflateRaw | zlib.ZstdDecompress;

const OPTIONS = { chunkSize: OUTPUT, readableHighWaterMark: AHEAD };
const make = (packing: Packed): Unpacker =>
  packing === 'gzip'
    ? zlib.createGunzip(OPTIONS)
    : packing === 'raw'
      ? zlib.createInflateRaw(OPTIONS)
      : zlib.createZstdDecompress(OPTIONS);

/** Until all that is ready was read: an unpacker that fails drops the rest, more or less of it as the reader is slow or quick. */
async function drained(unpacker: Unpacker): Promise<void> {
  while (unpacker.readableLength > 0 && !unpacker.destroyed) await setImmediate();
}

/** The bytes are lent: they have gone through when this resolves. False when the unpacker has ended before. */
function written(unpacker: Unpacker, bytes: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const onClose = (): void => resolve(false);
    unpacker.once('close', onClose);
    unpacker.write(bytes, (error) => {
      unpacker.off('close', onClose);
      resolve(!error); // the reader of the other end is told what is wrong
    });
  });
}
