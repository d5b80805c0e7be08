/** Random access to a file on disk, and hashing of a part of it without blocking the engine. */
import { createHash, type Hash } from 'node:crypto';
import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import type { ByteReader } from '../../../shared/base/canonical-zip';

const PIECE = 1 << 20;

export interface PartDigests {
  sha256: string;
  sha512: string;
  crc: number;
}

export class ByteFile implements ByteReader {
  readonly #file: number;
  readonly size: number;

  constructor(path: string) {
    this.#file = fs.openSync(path, 'r');
    this.size = fs.fstatSync(this.#file).size;
  }

  read(at: number, length: number): Uint8Array {
    const within = Math.max(0, Math.min(length, this.size - at));
    if (at < 0 || within === 0) return new Uint8Array(0);
    const bytes = Buffer.alloc(within);
    let got = 0;
    while (got < within) {
      const n = fs.readSync(this.#file, bytes, got, within - got, at + got);
      if (n === 0) break;
      got += n;
    }
    return bytes.subarray(0, got);
  }

  crc(at: number, length: number): number {
    let crc = 0;
    for (let done = 0; done < length; done += PIECE) {
      const bytes = this.read(at + done, Math.min(PIECE, length - done));
      crc = crc32(bytes, crc);
      if (bytes.length === 0) break;
    }
    return crc;
  }

  /** Pieces of at most 1 MiB; gives way to other work between them. */
  async *pieces(at: number, length: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    for (let done = 0; done < length; done += PIECE) {
      const bytes = this.read(at + done, Math.min(PIECE, length - done));
      if (bytes.length === 0) return;
      yield bytes;
      if (done + PIECE < length) await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    }
  }

  async digests(at: number, length: number, read: (bytes: number) => void, signal?: AbortSignal): Promise<PartDigests> {
    const hashes: [Hash, Hash] = [createHash('sha256'), createHash('sha512')];
    let crc = 0;
    for await (const bytes of this.pieces(at, length, signal)) {
      for (const hash of hashes) hash.update(bytes);
      crc = crc32(bytes, crc);
      read(bytes.length);
    }
    return { sha256: hashes[0].digest('hex'), sha512: hashes[1].digest('hex'), crc };
  }

  close(): void {
    fs.closeSync(this.#file);
  }
}

/** Lines without their ends; one longer than `limit` bytes is cut there, so that hostile files stay small in memory. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, limit = 64 << 20): AsyncGenerator<string> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    let from = 0;
    for (;;) {
      const end = piece.indexOf(10, from);
      const part = Buffer.from(piece.subarray(from, end < 0 ? piece.length : end)); // a copy: the piece is reused
      if (length + part.length <= limit) held.push(part);
      length += part.length;
      if (end < 0) break;
      yield Buffer.concat(held).toString('utf8');
      held = [];
      length = 0;
      from = end + 1;
    }
  }
  if (length > 0) yield Buffer.concat(held).toString('utf8');
}
