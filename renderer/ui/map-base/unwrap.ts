/**
 * Polygons that cross the date line, made fit for a flat map: without this their edges would run across the whole
 * world. Coordinates are [longitude, latitude] in degrees.
 */
export type Ring = number[][];

/** A ring whose longitudes run on (beyond ±180) instead of jumping; null if it goes around a pole. */
export function unwrapRing(ring: Ring): Ring | null {
  let shift = 0;
  const out: Ring = [];
  for (const [i, [lon = 0, lat = 0]] of ring.entries()) {
    const before = ring[i - 1]?.[0] ?? lon;
    if (lon - before > 180) shift -= 360;
    else if (lon - before < -180) shift += 360;
    out.push([lon + shift, lat]);
  }
  return Math.abs(shift) > 1 ? null : out;
}

const reach = (ring: Ring): { west: number; east: number } => ({
  west: Math.min(...ring.map(([lon = 0]) => lon)),
  east: Math.max(...ring.map(([lon = 0]) => lon)),
});

/** The polygon once, or twice where it crosses the date line: once for each side of the map. */
export function unwrapPolygon(rings: Ring[]): Ring[][] {
  const outer = rings[0] && unwrapRing(rings[0]);
  if (!outer) return []; // around a pole: Antarctica, which a map of sign-ins does without
  const { west, east } = reach(outer);
  // A hole lies where its outer ring lies.
  const holes = rings.slice(1).flatMap((ring) => {
    const hole = unwrapRing(ring);
    if (!hole) return [];
    const at = reach(hole);
    const by = at.east < west ? 360 : at.west > east ? -360 : 0;
    return [hole.map(([lon = 0, lat = 0]) => [lon + by, lat])];
  });
  const once = [outer, ...holes];
  if (west >= -180 && east <= 180) return [once];
  const by = east > 180 ? -360 : 360;
  return [once, once.map((ring) => ring.map(([lon = 0, lat = 0]) => [lon + by, lat]))];
}
