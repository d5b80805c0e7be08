/** Records that became no event, as they lie in the evidence: the line on which each begins, and the beginning of its text. */
import type { Encoding } from '../store/files';

export interface LeftOutLine {
  at: number;
  length: number;
  /** Line of the unpacked file on which the record begins, from 1. */
  line: number;
  /** Its beginning, as it reads; masked by whoever prints it. */
  text: string;
}

/** Bytes of a record that are read for a list. */
export const LISTED_BYTES = 600;

/** Reads the places (in order of offset) in one pass over the bytes of their file, as far as the last of them; memory is bounded. */
export async function leftOutLines(
  bytes: AsyncIterable<Buffer>,
  encoding: Encoding,
  places: readonly { at: number; length: number }[],
  signal?: AbortSignal,
): Promise<LeftOutLine[]> {
  const lines = new Lines(encoding);
  const found = places.map(({ at, length }) => ({ at, length, line: 0, parts: [] as Buffer[] }));
  const end = Math.max(0, ...places.map(({ at, length }) => at + Math.min(length, LISTED_BYTES)));
  let base = 0;
  let next = 0;
  for await (const chunk of bytes) {
    signal?.throwIfAborted();
    const behind = base + chunk.length;
    for (; next < found.length && found[next]!.at < behind; next++) {
      lines.feed(chunk, base, found[next]!.at);
      found[next]!.line = lines.line;
    }
    lines.feed(chunk, base, behind);
    for (const { at, length, parts } of found) {
      const from = Math.max(at, base);
      const to = Math.min(at + Math.min(length, LISTED_BYTES), behind);
      if (to > from) parts.push(Buffer.from(chunk.subarray(from - base, to - base)));
    }
    base = behind;
    if (base >= end && next === found.length) break;
  }
  return found.map(({ at, length, line, parts }) => ({
    ...{ at, length, line: line || lines.line }, // what a damage cut off is behind the last
    text: new TextDecoder(encoding).decode(Buffer.concat(parts), { stream: true }), // half a sign at its end is left away
  }));
}

/** Counts line feeds, also of two bytes. */
class Lines {
  line = 1;
  #at = 0; // bytes that were counted
  #last = -1; // of these
  #isHalf = false; // the last is the first half of what may be a feed
  readonly #wide: 'le' | 'be' | null;

  constructor(encoding: Encoding) {
    this.#wide = encoding === 'utf-16le' ? 'le' : encoding === 'utf-16be' ? 'be' : null;
  }

  /** Counts what lies before the offset `to`, in a chunk that begins at `base`. */
  feed(chunk: Buffer, base: number, to: number): void {
    const from = Math.max(0, this.#at - base);
    const end = Math.min(chunk.length, to - base);
    if (from >= end) return;
    if (from === 0 && this.#isHalf && chunk[0] === 0) this.line++;
    if (from === 0) this.#isHalf = false;
    for (let lf = chunk.indexOf(LF, from); lf >= 0 && lf < end; lf = chunk.indexOf(LF, lf + 1))
      if (this.#isFeed(chunk, lf, base + lf)) this.line++;
    this.#at = base + end;
    this.#last = chunk[end - 1]!;
  }

  /** Of two bytes a feed is the one at the pair's low place whose other is 0; a chunk may end between them. */
  #isFeed(chunk: Buffer, i: number, offset: number): boolean {
    if (this.#wide === null) return true;
    if (this.#wide === 'be') return offset % 2 === 1 && (i === 0 ? this.#last : chunk[i - 1]) === 0;
    if (offset % 2 === 1) return false;
    if (i + 1 === chunk.length) this.#isHalf = true;
    return chunk[i + 1] === 0;
  }
}

const LF = 0x0a;
