/**
 * Outlines of Chinese, Japanese and Korean signs (Noto Sans, OFL 1.1), read slice by slice out of dist/assets/east-asian.fonts:
 * `SDFONTS1`, the length of the head (u32, little-endian), the head as JSON, the slices. Where the file is not there, no sign is.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Slice {
  at: number; // from the end of the head
  length: number;
  runs: [number, number][];
}

const MAGIC = 'SDFONTS1';
const NAME = 'east-asian.fonts';

/** Built rooms lie in dist/ROOM/, their files in dist/assets/; from source the nearest dist/assets above is used. */
function place(): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)), up = 0; up < 6; folder = dirname(folder), up++) {
    for (const file of [join(folder, 'assets', NAME), join(folder, 'dist', 'assets', NAME)])
      if (existsSync(file)) return file;
  }
  return null;
}

function read(file: string, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const fd = openSync(file, 'r');
  try {
    for (let done = 0; done < length; ) {
      const n = readSync(fd, bytes, done, length - done, position + done);
      if (n === 0) throw new Error(`${file} ends too soon`);
      done += n;
    }
    return bytes;
  } finally {
    closeSync(fd);
  }
}

interface Index {
  file: string;
  base: number;
  slices: Slice[];
  /** First sign, last sign and slice of each run, in order. */
  runs: [number, number, number][];
}

let held: Index | null | undefined;
function index(): Index | null {
  if (held !== undefined) return held;
  const file = place();
  if (file === null) {
    held = null;
    return held;
  }
  const start = MAGIC.length + 4;
  const head = read(file, 0, start);
  const length = head.readUInt32LE(MAGIC.length);
  if (head.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error(`${file} is no file of fonts`);
  const slices = JSON.parse(read(file, start, length).toString()) as Slice[];
  const runs = slices.flatMap((slice, i) =>
    slice.runs.map(([first, last]): [number, number, number] => [first, last, i]),
  );
  held = { file, base: start + length, slices, runs: runs.sort((a, b) => a[0] - b[0]) };
  return held;
}

const FIRST = 0x2e80;

/** Number of the slice that has the sign; null where none has. */
export function sliceOf(codePoint: number): number | null {
  if (codePoint < FIRST) return null;
  const runs = index()?.runs ?? [];
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last, slice] = runs[middle]!;
    if (codePoint < first) high = middle - 1;
    else if (codePoint > last) low = middle + 1;
    else return slice;
  }
  return null;
}

/** The font file of a slice. */
export function sliceBytes(slice: number): Uint8Array {
  const { file, base, slices } = index()!;
  const { at, length } = slices[slice]!;
  return read(file, base + at, length);
}
