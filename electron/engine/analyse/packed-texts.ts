/**
 * Many long texts that are alike, held in a tenth of their size until they are written: bodies of findings would be most of
 * the memory of a run. The first few millions of characters are left as they are. Taking them in the order in which they
 * came unpacks each part once.
 */
import zlib from 'node:zlib';

const TOGETHER = 128; // texts packed as one: a few hundred kilobytes
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

/** Texts packed as one, one behind the other. */
interface Part {
  bytes: Uint8Array;
  /** By text: where it ends when unpacked. */
  ends: Uint32Array;
}

export class PackedTexts {
  /** Where texts become bytes: one for all, so that nothing outside the heap waits to be collected. */
  #room = Buffer.alloc(1 << 20);
  /** Texts that are not packed, and how long they are. */
  readonly #loose: string[] = [];
  #length = 0;
  readonly #parts: Part[] = [];
  /** Of the texts in `#room`: where each ends. */
  #ends: number[] = [];
  /** By position: what is no proper Unicode, and would come back as something else. */
  readonly #odd = new Map<number, string>();
  /** The part that was asked for last, unpacked. */
  #last: { at: number; bytes: Buffer } = { at: -1, bytes: Buffer.alloc(0) };

  /** `loose`: characters that are held as they are. */
  constructor(readonly loose = LOOSE) {}

  /** Gives the position by which it is found again. */
  push(text: string): number {
    if (this.#length < this.loose) {
      this.#length += text.length;
      return this.#loose.push(text) - 1;
    }
    const at = this.#loose.length + this.#parts.length * TOGETHER + this.#ends.length;
    const isProper = text.isWellFormed();
    if (!isProper) this.#odd.set(at, text);
    this.#put(isProper ? text : '');
    if (this.#ends.length === TOGETHER) {
      this.#parts.push({ bytes: pack(this.#room.subarray(0, this.#end)), ends: Uint32Array.from(this.#ends) });
      this.#ends = [];
    }
    return at;
  }

  get #end(): number {
    return this.#ends[this.#ends.length - 1] ?? 0;
  }

  #put(text: string): void {
    const end = this.#end;
    const most = end + 3 * text.length;
    if (this.#room.length < most) {
      const room = Buffer.alloc(2 * most);
      room.set(this.#room.subarray(0, end));
      this.#room = room;
    }
    this.#ends.push(end + this.#room.write(text, end));
  }

  at(position: number): string {
    if (position < this.#loose.length) return this.#loose[position]!;
    const odd = this.#odd.size > 0 ? this.#odd.get(position) : undefined;
    if (odd !== undefined) return odd;
    const packed = position - this.#loose.length;
    const at = Math.floor(packed / TOGETHER);
    const [bytes, ends] =
      at === this.#parts.length ? [this.#room, this.#ends] : [this.#unpacked(at), this.#parts[at]!.ends];
    const i = packed % TOGETHER;
    return bytes.toString('utf8', i === 0 ? 0 : ends[i - 1], ends[i]);
  }

  #unpacked(at: number): Buffer {
    if (this.#last.at !== at) {
      const { bytes, ends } = this.#parts[at]!;
      this.#last = { at, bytes: unpack(bytes, ends[TOGETHER - 1]!) };
    }
    return this.#last.bytes;
  }
}
