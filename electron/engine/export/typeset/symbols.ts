/** Signs of ours that the fonts lack: drawn, so that a verdict never depends on what a reader has installed. */
import type { GlyphPoint } from 'fontkit';

interface Drawn {
  advanceWidth: number;
  contours: GlyphPoint[][];
}
type Point = readonly [number, number];

/** Corners in hundredths of the em, clockwise where filled and the other way round where cut out. */
const polygon = (points: readonly Point[], em: number): GlyphPoint[] =>
  points.map(([x, y], i) => ({
    x: Math.round((x * em) / 100),
    y: Math.round((y * em) / 100),
    onCurve: true,
    endContour: i === points.length - 1,
  }));

const SIDES = 24;
const ring = (cx: number, cy: number, r: number, isHole = false): Point[] =>
  Array.from({ length: SIDES }, (_, i) => {
    const angle = ((isHole ? i : -i) / SIDES) * 2 * Math.PI;
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  });

const sign =
  (width: number, ...outlines: Point[][]) =>
  (em: number): Drawn => ({
    advanceWidth: Math.round((width * em) / 100),
    contours: outlines.map((points) => polygon(points, em)),
  });

/** A thick stroke from corner to corner, as two crossing bars. */
const CROSS: Point[] = [
  [12, 14],
  [33, 35],
  [12, 56],
  [22, 66],
  [43, 45],
  [64, 66],
  [74, 56],
  [53, 35],
  [74, 14],
  [64, 4],
  [43, 25],
  [22, 4], // biome-ignore format: one outline
];

export const SYMBOLS: ReadonlyMap<number, (em: number) => Drawn> = new Map([
  ['✖', sign(86, CROSS)],
  ['■', sign(80, [[10, 5], [10, 65], [70, 65], [70, 5]])], // biome-ignore format: one sign
  ['▲', sign(80, [[6, 5], [40, 68], [74, 5]])], // biome-ignore format: one sign
  ['◆', sign(80, [[40, -1], [6, 35], [40, 71], [74, 35]])], // biome-ignore format: one sign
  ['●', sign(80, ring(40, 35, 32))],
  ['○', sign(80, ring(40, 35, 32), ring(40, 35, 24, true))],
  ['▽', sign(80, [[6, 66], [74, 66], [40, 3]], [[20, 58], [40, 20], [60, 58]])], // biome-ignore format: one sign
  ['→', sign(100, [[8, 31], [8, 40], [70, 40], [56, 55], [64, 62], [92, 35.5], [64, 9], [56, 16], [70, 31]])], // biome-ignore format: one sign
  ['≥', sign(70, [[8, 62], [8, 71], [62, 47], [62, 38], [8, 14], [8, 23], [50, 42.5]], [[8, 0], [8, 8], [62, 8], [62, 0]])], // biome-ignore format: one sign
  ['≤', sign(70, [[62, 62], [62, 71], [8, 47], [8, 38], [62, 14], [62, 23], [20, 42.5]], [[8, 0], [8, 8], [62, 8], [62, 0]])], // biome-ignore format: one sign
].map(([char, drawn]) => [(char as string).codePointAt(0)!, drawn as (em: number) => Drawn])); // biome-ignore format: one table
