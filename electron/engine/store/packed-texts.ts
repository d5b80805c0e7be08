/** Texts of many rows as bytes: they travel between threads without being copied, and go into rows as they are. */
export interface PackedTexts {
  /** UTF-8, one text behind the other. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of each text; -1 where there is none. */
  lengths: Int32Array<ArrayBuffer>;
}

/** Texts must be well formed: a lone surrogate has no UTF-8. */
export function packTexts(texts: readonly (string | null)[]): PackedTexts {
  const all = texts.join('');
  const bytes = Buffer.from(all, 'utf8');
  const lengths = new Int32Array(texts.length);
  const isAscii = bytes.length === all.length;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    lengths[i] = text === null ? -1 : isAscii ? text.length : Buffer.byteLength(text, 'utf8');
  }
  // Small buffers share one of Node's: what is handed to another thread must be alone in its own.
  return { bytes: bytes.buffer.byteLength === bytes.length ? bytes : new Uint8Array(bytes), lengths };
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
