/**
 * Many long texts that are alike, held in a tenth of their size until they are written: bodies of findings would be most of
 * the memory of a run. The first few millions of characters are left as they are. Taking them in the order in which they
 * came unpacks each part once.
 */
import zlib from 'node:zlib';

const TOGETHER = 64; // texts packed as one: a few hundred kilobytes
const LOOSE = 8e6; // characters

// Zstandard is the faster of the two, and in Node since 22.15.
const hasZstd = typeof zlib.zstdCompressSync === 'function';
/**
 * Quickly packed. Copied, since what comes is the beginning of a larger buffer; and into memory of its own, since a small `Buffer`
 * is a part of a shared one, which it would keep whole: 64 KiB for 10.
 */
export const pack = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    hasZstd
      ? zlib.zstdCompressSync(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } })
      : zlib.deflateRawSync(bytes, { level: 1 }),
  );
/** `length`: of what comes out, where that is known: then it is made once, and not of many pieces that wait to be collected. */
export function unpack(bytes: Uint8Array, length = 0): Buffer {
  const options = length > 0 ? { chunkSize: length + SPARE } : {};
  return hasZstd ? zlib.zstdDecompressSync(bytes, options) : zlib.inflateRawSync(bytes, options);
}
const SPARE = 64; // where a piece is filled to its end, another is begun

export class PackedTexts {
  /** Where texts become bytes: one for all, so that nothing outside the heap waits to be collected. */
  #bytes = Buffer.alloc(1 << 20);
  /** Texts that are not packed, and how long they are. */
  readonly #loose: string[] = [];
  #length = 0;
  readonly #packed: { bytes: Uint8Array; length: number }[] = [];
  #open: string[] = [];
  /** The part that was asked for last. */
  #part = { at: -1, texts: [] as string[] };

  /** `loose`: characters that are held as they are. */
  constructor(readonly loose = LOOSE) {}

  /** Gives the position by which it is found again. */
  push(text: string): number {
    if (this.#length < this.loose) {
      this.#length += text.length;
      return this.#loose.push(text) - 1;
    }
    const at = this.#loose.length + this.#packed.length * TOGETHER + this.#open.push(text) - 1;
    if (this.#open.length === TOGETHER) {
      const bytes = this.#encoded(JSON.stringify(this.#open));
      this.#packed.push({ bytes: pack(bytes), length: bytes.length });
      this.#open = [];
    }
    return at;
  }

  #encoded(text: string): Buffer {
    const most = 3 * text.length;
    if (this.#bytes.length < most) this.#bytes = Buffer.alloc(most);
    return this.#bytes.subarray(0, this.#bytes.write(text));
  }

  at(position: number): string {
    if (position < this.#loose.length) return this.#loose[position]!;
    const packed = position - this.#loose.length;
    const at = Math.floor(packed / TOGETHER);
    if (at === this.#packed.length) return this.#open[packed % TOGETHER]!;
    if (this.#part.at !== at) {
      const { bytes, length } = this.#packed[at]!;
      this.#part = { at, texts: JSON.parse(unpack(bytes, length).toString()) as string[] };
    }
    return this.#part.texts[packed % TOGETHER]!;
  }
}
