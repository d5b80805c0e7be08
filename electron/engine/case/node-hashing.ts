/** Node's hashes, as the checks of `shared/seal` ask for them. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Hasher, Hashing } from '../../../shared/seal/hashing';

const hasher = (algorithm: string): Hasher => {
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
};

export const nodeHashing: Hashing = {
  sha256: () => hasher('sha256'),
  sha512: () => hasher('sha512'),
  crc32: (bytes, before) => crc32(bytes, before),
};

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
