/** Hashes for any browser, also from `file://`, where WebCrypto may be missing and takes nothing piece by piece. */
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { Hasher, Hashing } from '../../shared/seal/hashing';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}

const hasher = (make: typeof sha256 | typeof sha512): Hasher => {
  const hash = make.create();
  return {
    update: (bytes) => void hash.update(bytes),
    hex: () => Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
};

export const pageHashing: Hashing = { sha256: () => hasher(sha256), sha512: () => hasher(sha512), crc32 };
