/**
 * The texts that a workbook's cells share. There may be a gigabyte of them: they are kept packed in blocks, of which
 * the last used ones stay unpacked.
 */
import zlib from 'node:zlib';
import { ElementsReader } from './elements';
import { richText } from './xml-text';

const BLOCK = 64 * 1024; // bytes unpacked
const OPEN_BLOCKS = 512; // 32 MiB
/** Packed bytes, and texts, beyond which the workbook is given up. */
const PACKED_LIMIT = 256 * 1024 * 1024;
const TEXT_LIMIT = 20_000_000;

export class SharedTexts {
  readonly #blocks: Buffer[] = [];
  readonly #open = new Map<number, Buffer>();
  #packed = 0;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Of each text: number of its block, offset there, bytes. */
  #places = new Uint32Array(3 * 1_024);
  #count = 0;
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
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return null;
    const block = this.#block(this.#places[index * 3]!);
    const from = this.#places[index * 3 + 1]!;
    return block.toString('utf8', from, from + this.#places[index * 3 + 2]!);
  }

  #add(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    if (this.#pendingBytes + bytes.length > BLOCK && this.#pendingBytes > 0) this.#seal();
    if (this.#count * 3 === this.#places.length) {
      const larger = new Uint32Array(this.#places.length * 2);
      larger.set(this.#places);
      this.#places = larger;
    }
    this.#places.set([this.#blocks.length, this.#pendingBytes, bytes.length], this.#count * 3);
    this.#count++;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  #seal(): void {
    if (this.#pendingBytes === 0) return;
    const packed = zlib.zstdCompressSync(Buffer.concat(this.#pending), {
      params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 },
    });
    this.#blocks.push(packed);
    this.#packed += packed.length;
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #block(number: number): Buffer {
    let block = this.#open.get(number);
    if (block) this.#open.delete(number);
    else {
      const packed = this.#blocks[number];
      block = packed ? zlib.zstdDecompressSync(packed) : Buffer.alloc(0); // a block of empty texts is never sealed
      if (this.#open.size >= OPEN_BLOCKS) this.#open.delete(this.#open.keys().next().value!);
    }
    this.#open.set(number, block);
    return block;
  }
}
