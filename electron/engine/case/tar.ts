/** Tar archives (ustar, with GNU and pax long names), read in one pass. */

import { DamagedError } from './damaged';

export interface TarEntry {
  name: string;
  size: number;
  type: 'file' | 'directory' | 'other';
  /** The entry's bytes; only until the next entry is asked for. */
  bytes(): AsyncGenerator<Buffer>;
}

const BLOCK = 512;
const CUT = 'damaged: the archive ends inside a member';
const NAME_LIMIT = 64 * 1024;

export async function* tarEntries(chunks: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const input = new Input(chunks);
  try {
    yield* entriesOf(input);
  } finally {
    await input.close();
  }
}

async function* entriesOf(input: Input): AsyncGenerator<TarEntry> {
  let longName: string | null = null;
  for (;;) {
    const header = await input.take(BLOCK);
    if (header.length > 0 && header.length < BLOCK) throw new DamagedError(CUT);
    if (header.length === 0 || header.every((byte) => byte === 0)) return;
    const size = numberOf(header, 124, 12);
    const kind = String.fromCharCode(header[156]!);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (kind === 'L' || kind === 'x' || kind === 'g') {
      const data = await input.take(Math.min(size, NAME_LIMIT));
      await input.skip(size - data.length + padding);
      if (kind === 'L') longName = text(data, 0, data.length);
      else if (kind === 'x') longName = paxPath(data) ?? longName;
      continue;
    }
    const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(header, 345, 155) : '';
    const name = longName ?? (prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`);
    longName = null;
    const isFile = kind === '0' || kind === '\0' || kind === '7';
    const type = kind === '5' || name.endsWith('/') ? 'directory' : isFile ? 'file' : 'other';
    let left = isFile ? size : 0;
    const entry: TarEntry = {
      name,
      size,
      type,
      async *bytes() {
        while (left > 0) {
          const piece = await input.some(left);
          if (piece.length === 0) throw new DamagedError(CUT);
          left -= piece.length;
          yield piece;
        }
      },
    };
    yield entry;
    if ((await input.skip(left)) < left) throw new DamagedError(CUT);
    await input.skip(isFile ? padding : 0);
  }
}

/** Bytes on demand out of chunks. */
class Input {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** Up to `most` bytes, at least one unless the input has ended. */
  async some(most: number): Promise<Buffer> {
    if (this.#held.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return this.#held;
      this.#held = Buffer.from(next.value);
    }
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  async take(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = length; left > 0; ) {
      const piece = await this.some(left);
      if (piece.length === 0) break;
      pieces.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  /** How many there were. */
  async skip(length: number): Promise<number> {
    let left = length;
    while (left > 0) {
      const piece = await this.some(left);
      if (piece.length === 0) break;
      left -= piece.length;
    }
    return length - left;
  }
}

function text(bytes: Buffer, from: number, length: number): string {
  const part = bytes.subarray(from, from + length);
  const end = part.indexOf(0);
  return part.toString('utf8', 0, end < 0 ? part.length : end);
}

/** Octal digits, or base 256 where the first bit is set. */
function numberOf(header: Buffer, from: number, length: number): number {
  if ((header[from]! & 0x80) === 0) return Number.parseInt(text(header, from, length).trim() || '0', 8) || 0;
  let value = 0;
  for (let i = from + length - 6; i < from + length; i++) value = value * 256 + header[i]!;
  return value;
}

/** `path` of a pax header: records `LENGTH key=value\n`, where the length counts the whole record. */
function paxPath(data: Buffer): string | null {
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at);
    if (space < 0) return null;
    const length = Number(data.toString('latin1', at, space));
    if (!Number.isSafeInteger(length) || length <= 0) return null;
    const record = data.toString('utf8', space + 1, at + length - 1);
    if (record.startsWith('path=')) return record.slice(5);
    at += length;
  }
  return null;
}
