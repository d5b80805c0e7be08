/** Points, circles, arcs and labels of a map on the screen, all in CSS pixels. Pure. */

export interface Spot {
  key: string;
  x: number;
  y: number;
  /** What the size stands for; the largest spot of a cluster gives it its place. */
  weight: number;
}

export interface SpotCluster<S extends Spot> {
  key: string;
  x: number;
  y: number;
  members: S[];
}

/** Spots closer than `near` pixels to a heavier one join it; a cluster lies where its heaviest member lies. */
export function clusterSpots<S extends Spot>(spots: readonly S[], near: number): SpotCluster<S>[] {
  const out: SpotCluster<S>[] = [];
  const grid = new Map<string, SpotCluster<S>[]>();
  const cell = (x: number, y: number): string => `${Math.floor(x / near)},${Math.floor(y / near)}`;
  for (const spot of [...spots].sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))) {
    let home: SpotCluster<S> | null = null;
    let best = near;
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const cluster of grid.get(cell(spot.x + dx * near, spot.y + dy * near)) ?? []) {
          const distance = Math.hypot(cluster.x - spot.x, cluster.y - spot.y);
          if (distance < best) {
            best = distance;
            home = cluster;
          }
        }
    if (home) {
      home.members.push(spot);
      continue;
    }
    const made = { key: spot.key, x: spot.x, y: spot.y, members: [spot] };
    out.push(made);
    const at = cell(spot.x, spot.y);
    grid.set(at, [...(grid.get(at) ?? []), made]);
  }
  return out;
}

/** Radius whose circle's area stands for `n` of `most`; what is there is seen. */
export const radiusOf = (n: number, most: number, largest: number, smallest = 4): number =>
  n <= 0 ? 0 : Math.max(smallest, Math.sqrt(n / Math.max(most, 1)) * largest);

export interface Curve {
  x1: number;
  y1: number;
  cx: number;
  cy: number;
  x2: number;
  y2: number;
}

/** A curve that bulges to the left of its direction, so that there and back do not lie on each other. */
export function arcBetween(from: { x: number; y: number }, to: { x: number; y: number }): Curve {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const bulge = 0.2;
  return {
    x1: from.x,
    y1: from.y,
    cx: (from.x + to.x) / 2 + dy * bulge,
    cy: (from.y + to.y) / 2 - dx * bulge,
    x2: to.x,
    y2: to.y,
  };
}

export function pointOn(curve: Curve, t: number): { x: number; y: number } {
  const u = 1 - t;
  return {
    x: u * u * curve.x1 + 2 * u * t * curve.cx + t * t * curve.x2,
    y: u * u * curve.y1 + 2 * u * t * curve.cy + t * t * curve.y2,
  };
}

/** The arrowhead's tip and its direction (radians), `gap` pixels before the curve's end. */
export function arrowOf(curve: Curve, gap: number): { x: number; y: number; angle: number; t: number } {
  const length = Math.hypot(curve.x2 - curve.x1, curve.y2 - curve.y1);
  const t = Math.max(0.5, 1 - gap / Math.max(length, 1));
  const tip = pointOn(curve, t);
  const before = pointOn(curve, t - 0.03);
  return { ...tip, angle: Math.atan2(tip.y - before.y, tip.x - before.x), t };
}

/** Distance of a point from a curve. */
export function distanceToCurve(curve: Curve, x: number, y: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= 40; i++) {
    const at = pointOn(curve, i / 40);
    best = Math.min(best, Math.hypot(at.x - x, at.y - y));
  }
  return best;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export interface LabelWish {
  text: string;
  /** Width of the text in its font. */
  width: number;
  x: number;
  y: number;
  /** Distance that the label keeps from its point. */
  away: number;
  height?: number;
}

/**
 * Places labels in the order of importance, each right, left, above or below its point, where it touches neither a
 * circle nor a label placed before it nor the edge; what finds no place is left out. Spots that touch nothing of `avoid`
 * come first.
 */
export function placeLabels<W extends LabelWish>(
  wishes: readonly W[],
  taken: readonly Box[],
  area: { width: number; height: number },
  avoid: readonly Box[] = [],
): (W & { left: number; top: number })[] {
  const boxes = [...taken];
  const out: (W & { left: number; top: number })[] = [];
  for (const wish of wishes) {
    const { width, away } = wish;
    const height = wish.height ?? 14;
    const spots = [
      { x: wish.x + away, y: wish.y - height / 2 },
      { x: wish.x - away - width, y: wish.y - height / 2 },
      { x: wish.x - width / 2, y: wish.y - away - height },
      { x: wish.x - width / 2, y: wish.y + away },
    ];
    const free = spots.filter((spot) => {
      const box = { ...spot, width, height };
      if (box.x < 2 || box.y < 2 || box.x + width > area.width - 2 || box.y + height > area.height - 2) return false;
      return !boxes.some((other) => touches(box, other));
    });
    const spot = free.find((one) => !avoid.some((other) => touches({ ...one, width, height }, other))) ?? free[0];
    if (!spot) continue;
    boxes.push({ x: spot.x - 3, y: spot.y - 1, width: width + 6, height: height + 2 });
    out.push({ ...wish, left: spot.x, top: spot.y });
  }
  return out;
}

/** A longitude that makes the way from `from` the short one, also across the date line (beyond ±180). */
export function nearLongitude(from: number, to: number): number {
  if (to - from > 180) return to - 360;
  if (to - from < -180) return to + 360;
  return to;
}
