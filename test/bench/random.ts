/** Random numbers from a seed (mulberry32): the same on every machine. */
export function random(seed: number): {
  int(n: number): number;
  hex(digits: number): string;
  chance(p: number): boolean;
} {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  return {
    int: (n) => next() % n,
    chance: (p) => next() < p * 4_294_967_296,
    hex(digits) {
      let out = '';
      while (out.length < digits) out += next().toString(16).padStart(8, '0');
      return out.slice(0, digits);
    },
  };
}
