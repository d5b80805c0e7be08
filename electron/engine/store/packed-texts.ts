/** Texts of many rows as bytes: they travel between threads without being copied, and go into rows as they are. */
export interface PackedTexts {
  /** UTF-8, one text behind the other. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of each text; -1 where there is none. */
  lengths: Int32Array<ArrayBuffer>;
}

/** From here on letters are cheaper written by Node than one by one, in UTF-16 units. */
const LONG = 128;

/** Packs texts as they come, so that none of them is held. */
export class TextPacker {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);
  #size = 0;
  #lengths = new Int32Array(1_024);
  #count = 0;

  /** The text must be well formed: a lone surrogate has no UTF-8. */
  add(text: string | null): void {
    if (this.#count === this.#lengths.length) this.#lengths = widened(this.#lengths, new Int32Array(2 * this.#count));
    this.#lengths[this.#count++] = text === null ? -1 : this.#write(text);
  }

  /** What was added since the last call, in memory of its own. */
  take(): PackedTexts {
    const packed = {
      bytes: new Uint8Array(this.#bytes.subarray(0, this.#size)),
      lengths: this.#lengths.slice(0, this.#count),
    };
    this.#size = 0;
    this.#count = 0;
    return packed;
  }

  /** Bytes written. */
  #write(text: string): number {
    const { length } = text;
    const from = this.#size;
    const most = from + 3 * length; // bytes of a UTF-16 unit in UTF-8
    if (most > this.#bytes.length) this.#bytes = widened(this.#bytes, Buffer.allocUnsafeSlow(2 * most));
    const bytes = this.#bytes;
    let at = from;
    if (length < LONG) {
      let i = 0;
      for (; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit >= 0x80) break;
        bytes[at++] = unit;
      }
      if (i < length) at = from + bytes.write(text, from, 'utf8');
    } else at += bytes.write(text, from, 'utf8');
    this.#size = at;
    return at - from;
  }
}

function widened<T extends Int32Array | Buffer>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Texts must be well formed. */
export function packTexts(texts: readonly (string | null)[]): PackedTexts {
  const packer = new TextPacker();
  for (const text of texts) packer.add(text);
  return packer.take();
}

/** One of them, by its bytes. */
export const textOf = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');

export function unpackTexts({ bytes, lengths }: PackedTexts): (string | null)[] {
  const texts = new Array<string | null>(lengths.length);
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0, at = 0; i < lengths.length; i++) {
    const length = lengths[i]!;
    texts[i] = length < 0 ? null : all.toString('utf8', at, at + length);
    if (length > 0) at += length;
  }
  return texts;
}
