/**
 * The texts that a workbook's cells share. There may be a gigabyte of them: they are kept packed in blocks, of which
 * the last used ones stay unpacked.
 */
import zlib from 'node:zlib';
import { ElementsReader } from './elements';
import { richText } from './xml-text';

const BLOCK = 64 * 1024; // bytes unpacked
const OPEN_BLOCKS = 160; // 10 MiB: rows ask for texts that are new, and for those of a few thousand people
/**
 * Bytes taken at a time for packed blocks: memory becomes resident as it is written, and of this size it goes back to the
 * system when the workbook is done, which thousands of small pieces do not (120 MB of a million rows stayed).
 */
const SLAB = 64 * 1024 * 1024;
/** Packed bytes, and texts, beyond which the workbook is given up. */
const PACKED_LIMIT = 256 * 1024 * 1024;
const TEXT_LIMIT = 20_000_000;

export class SharedTexts {
  readonly #blocks: Buffer[] = [];
  /** Blocks unpacked, by number, and when each was last asked for. */
  readonly #open: (Buffer | null)[] = [];
  readonly #used: number[] = [];
  #openCount = 0;
  #clock = 0;
  #packed = 0;
  #slab = Buffer.alloc(0);
  #slabUsed = 0;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Of each text where it begins, counted over all blocks modulo 2^32: it ends where the next one begins. */
  #begins = new Uint32Array(1_024);
  #count = 0;
  /** Of each block the number of its first text, and where it begins. */
  readonly #firsts: number[] = [];
  readonly #starts: number[] = [];
  #bytes = 0;
  /** Why texts are missing; null while all are there. */
  problem: string | null = null;
  readonly #reader = new ElementsReader(
    {
      element: (bytes, from, to) => this.#add(richText(bytes.toString('utf8', from, to))),
      // Its number must still count, or all behind it would be another's.
      broken: (why) => {
        if (why.startsWith('no <')) return;
        this.#add('');
        this.problem ??= 'one of its shared texts is broken';
      },
      cut: () => {
        this.problem ??= 'its list of shared texts is cut off';
      },
    },
    'sst',
    'si',
  );

  feed(chunk: Buffer): void {
    if (this.#packed > PACKED_LIMIT || this.#count > TEXT_LIMIT) {
      this.problem = 'it has more shared texts than fit in memory: save the sheet as CSV';
      return;
    }
    this.#reader.feed(chunk);
  }

  end(): void {
    this.#reader.end();
    this.#seal();
  }

  /** Null where the workbook has no text of this number. */
  text(index: number): string | null {
    const bytes = Buffer.alloc(Math.max(0, this.length(index)));
    return this.copy(index, bytes, 0) < 0 ? null : bytes.toString('utf8');
  }

  /** Bytes of a text in UTF-8; -1 where the workbook has none of this number. */
  length(index: number): number {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return -1;
    const end = index + 1 < this.#count ? this.#begins[index + 1]! : this.#bytes;
    return (end - this.#begins[index]!) >>> 0;
  }

  /** Writes a text in UTF-8 to `target`, which has room for it; how many bytes, -1 where there is none of this number. */
  copy(index: number, target: Buffer, at: number): number {
    const length = this.length(index);
    if (length <= 0) return length;
    const number = this.#blockOf(index);
    const from = (this.#begins[index]! - this.#starts[number]!) >>> 0;
    return this.#block(number).copy(target, at, from, from + length);
  }

  /** The block in which a text lies: the last one that does not begin behind it. */
  #blockOf(index: number): number {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#firsts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #add(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    if (this.#pendingBytes + bytes.length > BLOCK && this.#pendingBytes > 0) this.#seal();
    if (this.#count === this.#begins.length) {
      const larger = new Uint32Array(this.#begins.length * 2);
      larger.set(this.#begins);
      this.#begins = larger;
    }
    if (this.#pendingBytes === 0 && this.#firsts.length === this.#blocks.length) {
      this.#firsts.push(this.#count);
      this.#starts.push(this.#bytes);
    }
    this.#begins[this.#count++] = this.#bytes;
    this.#bytes += bytes.length;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  #seal(): void {
    if (this.#pendingBytes === 0) return;
    const packed = zlib.zstdCompressSync(Buffer.concat(this.#pending), {
      params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 },
    });
    this.#blocks.push(this.#inSlab(packed));
    this.#packed += packed.length;
    this.#open.push(null);
    this.#used.push(0);
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #inSlab(packed: Buffer): Buffer {
    if (this.#slabUsed + packed.length > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB, packed.length));
      this.#slabUsed = 0;
    }
    const to = this.#slabUsed + packed.copy(this.#slab, this.#slabUsed);
    const kept = this.#slab.subarray(this.#slabUsed, to);
    this.#slabUsed = to;
    return kept;
  }

  #block(number: number): Buffer {
    this.#used[number] = ++this.#clock;
    const open = this.#open[number];
    if (open) return open;
    if (this.#openCount >= OPEN_BLOCKS) {
      let oldest = -1;
      for (let i = 0; i < this.#open.length; i++)
        if (this.#open[i] && i !== number && (oldest < 0 || this.#used[i]! < this.#used[oldest]!)) oldest = i;
      this.#open[oldest] = null;
      this.#openCount--;
    }
    const block = zlib.zstdDecompressSync(this.#blocks[number]!);
    this.#open[number] = block;
    this.#openCount++;
    return block;
  }
}
