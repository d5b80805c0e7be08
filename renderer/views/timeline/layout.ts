/** Where lanes stand. Most are closed and equally high; the exceptions are listed, so thousands of lanes cost nothing. */

export const LANE = 44; // an identity's own lane, CSS pixels
export const PART = 30; // a source, device, address or application inside it

export interface LaneLayout {
  /** Height of all lanes together. */
  total: number;
  top(index: number): number;
  height(index: number): number;
  /** The lane at a height, clamped to the lanes there are; -1 when there is none. */
  at(y: number): number;
}

/** `special` maps a lane's index to its height where that is not `LANE` (opened lanes; 0 for one shown elsewhere). */
export function laneLayout(count: number, special: ReadonlyMap<number, number>): LaneLayout {
  const exceptions = [...special].filter(([index]) => index < count).sort(([a], [b]) => a - b);
  const top = (index: number): number => {
    let y = index * LANE;
    for (const [at, height] of exceptions) {
      if (at >= index) break;
      y += height - LANE;
    }
    return y;
  };
  const height = (index: number): number => special.get(index) ?? LANE;
  return {
    total: top(count),
    top,
    height,
    at: (y) => {
      if (count === 0) return -1;
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (top(middle) <= y) low = middle;
        else high = middle - 1;
      }
      // A lane of no height begins where the next one does: the last that begins here is the one with height.
      return low;
    },
  };
}

/** Lanes to load for what is on screen: blocks of eight, one block of spare on both sides. */
export function laneBlock(first: number, last: number, count: number): { from: number; to: number } {
  const block = 8;
  return {
    from: Math.max(0, Math.floor(first / block) * block - block),
    to: Math.min(count, Math.ceil((last + 1) / block) * block + block),
  };
}
