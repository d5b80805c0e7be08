/** Small files, held as a whole: opened, read and unpacked once, without a stream's ado, which costs more than what is in them. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { copyFile, inflatedAtOnce, packingOf, type StoredAt } from '../case/evidence';
import type { ReadBytes } from './reading';

/** Bytes of a file as it lies there, and unpacked. */
const LARGEST = 4 * 1024 * 1024;
const LARGEST_UNPACKED = 32 * 1024 * 1024;

export interface WholeFile {
  /** As it lies there; null of a member of an archive, where the archive is what lies there. */
  packed: Buffer | null;
  /** Unpacked, which is what locators count in. */
  bytes: Buffer;
}

/** Null where it is to be read piece by piece: it is large, or a member that is not held, or not all of it is good. */
export function wholeFile({ path, packing, held }: StoredAt): WholeFile | null {
  if (held) return wholeMember(Buffer.from(held.buffer, held.byteOffset, held.byteLength));
  if (packing !== 'none' && packing !== 'gzip') return null;
  const packed = readWhole(path);
  if (!packed) return null;
  const bytes = packing === 'none' ? packed : unpacked(packed);
  return bytes && { packed, bytes };
}

function wholeMember(packed: Buffer): WholeFile | null {
  const packing = packingOf(packed);
  if (packing === 'zstd') return null;
  const bytes = packing === 'gzip' ? unpacked(packed) : packed;
  return bytes && { packed: null, bytes };
}

function readWhole(path: string): Buffer | null {
  const file = fs.openSync(path, 'r');
  try {
    const { size } = fs.fstatSync(file);
    if (size > LARGEST) return null;
    const bytes = Buffer.allocUnsafeSlow(size + 1);
    let length = 0;
    for (;;) {
      const read = fs.readSync(file, bytes, length, bytes.length - length, length);
      if (read === 0) return bytes.subarray(0, length);
      length += read;
      if (length > size) return null; // it grows
    }
  } finally {
    fs.closeSync(file);
  }
}

/** Null where anything is to be said of it: of damage, of bytes behind the end, of a bomb. */
function unpacked(packed: Buffer): Buffer | null {
  if (packed.length < 18) return null;
  const told = packed.readUInt32LE(packed.length - 4); // of the last member, which mostly is the only one
  if (told > LARGEST_UNPACKED) return null;
  return inflatedAtOnce(packed, 'gzip', told, LARGEST_UNPACKED);
}

/** Copies the file (no member of an archive); false where the copy is not what was read: then there is none. */
export function isCopied(file: WholeFile, from: string, to: string): boolean {
  copyFile(from, to);
  if (readWhole(to)?.equals(file.packed!)) return true;
  fs.rmSync(to, { force: true });
  return false;
}

export function readBytesOf({ packed, bytes }: WholeFile): ReadBytes {
  const storedSha256 = packed && sha256(packed);
  const own = bytes === packed ? storedSha256! : sha256(bytes);
  return { bytes: bytes.length, sha256: own, storedSha256, damage: null };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
