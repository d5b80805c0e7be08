/** A chosen file, read in slices: no browser has to hold a bundle of many gigabytes. */
import type { ByteSource } from '../../shared/seal/hashing';

const PIECE = 1 << 20;
const BLOCK = 1 << 18; // headers lie close together in the directory: one slice serves many of them

export class BlobSource implements ByteSource {
  readonly size: number;
  readonly #blob: Blob;
  #block: { at: number; bytes: Uint8Array } = { at: 0, bytes: new Uint8Array() };

  constructor(blob: Blob) {
    this.#blob = blob;
    this.size = blob.size;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < 0 || length <= 0 || at >= this.size) return new Uint8Array();
    const end = Math.min(this.size, at + length);
    if (end - at > BLOCK) return this.#slice(at, end);
    const held = this.#block;
    if (at < held.at || end > held.at + held.bytes.length) {
      this.#block = { at, bytes: await this.#slice(at, Math.min(this.size, at + BLOCK)) };
    }
    return this.#block.bytes.subarray(at - this.#block.at, end - this.#block.at);
  }

  async *pieces(at: number, length: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const end = Math.min(this.size, at + length);
    for (let from = Math.max(0, at); from < end; from += PIECE) {
      yield await this.#slice(from, Math.min(end, from + PIECE));
      signal?.throwIfAborted();
    }
  }

  async #slice(from: number, to: number): Promise<Uint8Array> {
    return new Uint8Array(await this.#blob.slice(from, to).arrayBuffer());
  }
}
