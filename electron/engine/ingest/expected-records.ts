/** How many records large files may hold, before any is read: only to find room by, and never more than by size alone. */
import fs from 'node:fs';

/** A record's share of a file that is not packed. */
export const RECORD_BYTES = 1_000;
/** Unpacked for each packed byte, roughly: logs pack 8 to 30-fold. */
export const UNPACKED = 8;
/** Below this the room is not worth a look. */
const LARGE = 64 * 1024 * 1024;
const PIECES = 8;
const PIECE = 64 * 1024; // bytes
/** Line breaks in all pieces together, below which a line is no record. */
const FEW = 32;
const MARGIN = 1.05;
const BREAK = 0x0a;

export interface Sized {
  path: string;
  bytes: number;
}

/** Bytes of a file when it is unpacked, by its name. */
export const unpackedBytes = ({ path, bytes }: Sized): number =>
  /\.(?:gz|tgz|zip|zst)$/i.test(path) ? UNPACKED * bytes : bytes;

/** By the lines of a file where it has some: a record has one at least, as vendors export them. Too few are no harm but time. */
export function expectedRecords(files: readonly Sized[]): number {
  return Math.ceil(files.reduce((sum, file) => sum + Math.min(unpackedBytes(file) / RECORD_BYTES, linesOf(file)), 0));
}

function linesOf({ path, bytes }: Sized): number {
  if (bytes < LARGE) return Number.POSITIVE_INFINITY;
  const piece = Buffer.alloc(PIECE);
  let read = 0;
  let breaks = 0;
  let file: number | null = null;
  try {
    file = fs.openSync(path, 'r');
    for (let n = 0; n < PIECES; n++) {
      const length = fs.readSync(file, piece, 0, PIECE, Math.floor((n * (bytes - PIECE)) / (PIECES - 1)));
      read += length;
      for (let at = piece.indexOf(BREAK); at >= 0 && at < length; at = piece.indexOf(BREAK, at + 1)) breaks++;
    }
  } catch {
    return Number.POSITIVE_INFINITY; // whoever reads it says what is wrong
  } finally {
    if (file !== null) fs.closeSync(file);
  }
  return breaks < FEW ? Number.POSITIVE_INFINITY : (MARGIN * breaks * bytes) / read;
}
