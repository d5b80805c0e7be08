/**
 * What the checks need of a machine: hashes and bytes. The engine lends Node's, the verifier page inside a bundle its own;
 * everything that judges is written once, so that both say the same.
 */
import type { ByteReader } from '../base/canonical-zip';

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; the hasher is spent. */
  hex(): string;
}

export interface Hashing {
  sha256(): Hasher;
  sha512(): Hasher;
  /** CRC-32 going on from `before` (0 at the start), unsigned. */
  crc32(bytes: Uint8Array, before: number): number;
}

/** A file that is read in parts and never held whole. */
export interface ByteSource extends ByteReader {
  /** Pieces of bounded size from `at`, fewer bytes only at the end of the file; gives way to other work between them. */
  pieces(at: number, length: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface PartDigests {
  sha256: string;
  sha512: string;
  crc: number;
}

/** All hashes of a part of a file in one pass; `read` is told the bytes of each piece. */
export async function digestsOf(
  file: ByteSource,
  hashing: Hashing,
  at: number,
  length: number,
  read: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<PartDigests> {
  const sha256 = hashing.sha256();
  const sha512 = hashing.sha512();
  let crc = 0;
  for await (const bytes of file.pieces(at, length, signal)) {
    sha256.update(bytes);
    sha512.update(bytes);
    crc = hashing.crc32(bytes, crc);
    read(bytes.length);
  }
  return { sha256: sha256.hex(), sha512: sha512.hex(), crc };
}

/** CRC-32 of a part of a file. */
export async function crcOf(file: ByteSource, hashing: Hashing, at: number, length: number): Promise<number> {
  let crc = 0;
  if (at < 0) return crc;
  for await (const bytes of file.pieces(at, length)) crc = hashing.crc32(bytes, crc);
  return crc;
}

/** SHA-256 of bytes or of a text as UTF-8, hex. */
export function sha256Of(hashing: Hashing, content: Uint8Array | string): string {
  const hasher = hashing.sha256();
  hasher.update(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return hasher.hex();
}
