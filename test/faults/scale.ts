/** How much is tried: a sample in `npm test`, everything in `npm run test:faults` (SIDEDOOR_FAULTS=1). */
export const FULL = process.env.SIDEDOOR_FAULTS === '1';

export const times = (full: number, sample: number): number => (FULL ? full : sample);

/** Chance that can be repeated: SIDEDOOR_SEED, else one that is printed. */
export const SEED = Number(process.env.SIDEDOOR_SEED ?? (FULL ? Date.now() % 1_000_000 : 8));

/** Uniform in [0, 1), from a seed of the file's own name, so that files do not share their order of execution. */
export function chance(name: string): () => number {
  let state = [...name].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, SEED | 0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
