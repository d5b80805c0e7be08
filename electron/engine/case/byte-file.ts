/** Random access to a file on disk, and hashing of a part of it without blocking the engine. */
import fs from 'node:fs';
import { type ByteSource, digestsOf, type PartDigests } from '../../../shared/seal/hashing';
import { nodeHashing } from './node-hashing';

const PIECE = 1 << 20;

export class ByteFile implements ByteSource {
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

  digests(at: number, length: number, read: (bytes: number) => void, signal?: AbortSignal): Promise<PartDigests> {
    return digestsOf(this, nodeHashing, at, length, read, signal);
  }

  close(): void {
    fs.closeSync(this.#file);
  }
}
