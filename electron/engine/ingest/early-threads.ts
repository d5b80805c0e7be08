/** Which threads an import of files needs, by what the files' names and sizes tell, and their start before it is asked for. */
import fs from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { beginThreads } from '../waiting-threads';
import { unpackedBytes } from './expected-records';

/** Below this a worker's start costs more than it gains. */
export const LARGE = 4 * 1024 * 1024;
/** From here on several workers pay. */
export const VERY_LARGE = 64 * 1024 * 1024;
/** Unpacked bytes in small files together, from which on threads for them pay. */
export const MUCH = 16 * 1024 * 1024;
/**
 * Left alone, a worker's young generation grows to 96 MiB, which stays with the process when the worker has ended; parsing is
 * no slower with a quarter of it.
 */
export const PARSER_LIMITS = { maxYoungGenerationSizeMb: 24 };
/** Of folders, so many entries are looked at: a guess must cost less than it gains. */
const LOOKED_AT = 200;

/** The built worker beside the built engine; null where there is none (tests run the sources). */
export const builtWorker = (): string | null => built('parse-worker');
export const builtTaker = (): string | null => built('take-worker');

function built(room: string): string | null {
  const path = join(import.meta.dirname, `../${room}/index.cjs`);
  return fs.existsSync(path) ? path : null;
}

/** How many parse one large file. The engine's own thread writes half the time: with three cores or more one is left to it. */
export function usualLanes(cores = availableParallelism()): number {
  return cores <= 2 ? cores : Math.min(3, cores - 1);
}

/**
 * Starts what parses and takes in, where one of the files is large. A wrong guess costs a start: `endThreads` ends what
 * nobody took.
 */
export function beginThreadsFor(paths: readonly string[], parser = builtWorker(), takes = builtTaker()): void {
  if (parser === null) return;
  const sizes = sizesIn(paths);
  const lanes = usualLanes();
  if (lanes > 1 && sizes.some(({ unpacked }) => unpacked >= VERY_LARGE)) {
    beginThreads(parser, lanes, PARSER_LIMITS);
    if (takes !== null) beginThreads(takes, 1);
  } else if (sizes.length > 1 && sizes.reduce((sum, { unpacked }) => sum + unpacked, 0) >= MUCH)
    beginThreads(parser, lanes, PARSER_LIMITS);
  else if (sizes.some(({ bytes }) => bytes >= LARGE)) beginThreads(parser, 1, PARSER_LIMITS);
}

/** Of the files, and of the first ones in the folders. What cannot be read is not told: the import says what is wrong. */
function sizesIn(paths: readonly string[]): { bytes: number; unpacked: number }[] {
  const sizes: { bytes: number; unpacked: number }[] = [];
  const left = [...paths];
  for (let looked = 0; left.length > 0 && looked < LOOKED_AT; looked++) {
    const path = left.shift()!;
    try {
      const found = fs.statSync(path);
      const bytes = found.size;
      if (found.isDirectory()) left.push(...fs.readdirSync(path).map((name) => join(path, name)));
      else sizes.push({ bytes, unpacked: unpackedBytes({ path, bytes }) });
    } catch {}
  }
  return sizes;
}
