/** All hashes of one content in one pass. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface Digests {
  sha256: string;
  sha512: string;
  crc: number;
  size: number;
}

export class Digester {
  readonly #sha256 = createHash('sha256');
  readonly #sha512 = createHash('sha512');
  #crc = 0;
  #size = 0;

  add(chunk: Uint8Array): void {
    this.#sha256.update(chunk);
    this.#sha512.update(chunk);
    this.#crc = crc32(chunk, this.#crc);
    this.#size += chunk.length;
  }

  done(): Digests {
    return {
      sha256: this.#sha256.digest('hex'),
      sha512: this.#sha512.digest('hex'),
      crc: this.#crc,
      size: this.#size,
    };
  }
}

export function digestsOf(bytes: Uint8Array): Digests {
  const digester = new Digester();
  digester.add(bytes);
  return digester.done();
}
