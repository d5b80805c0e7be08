/** Figures as pixels, for documents whose programs know no common vector format: scanlines with coverage, written as PNG. */
import { deflateSync } from 'node:zlib';
import type { Figure, Shape } from '../../../../shared/model/report';
import type { Face } from './face';

type Point = readonly [number, number];
type Colour = readonly [number, number, number];

const FINE = 4; // subsamples of a pixel in each direction

/** From its upper end down; `x` there, and how far it moves sideways with each pixel down. */
interface Edge {
  top: number;
  bottom: number;
  x: number;
  slope: number;
  turn: 1 | -1;
}

class Canvas {
  readonly pixels: Uint8Array; // RGB
  readonly #cover: Float32Array;
  /** Part of the row that is covered at all. */
  #from = 0;
  #to = 0;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8Array(width * height * 3).fill(255);
    this.#cover = new Float32Array(width);
  }

  /** Fills outlines (pixels) by the non-zero rule. */
  fill(outlines: readonly (readonly Point[])[], colour: Colour): void {
    const edges: Edge[] = [];
    for (const points of outlines) {
      for (let i = 0; i < points.length; i++) {
        const from = points[i]!;
        const to = points[i + 1] ?? points[0]!;
        if (from[1] === to[1]) continue;
        const turn = to[1] > from[1] ? 1 : -1;
        const [top, bottom] = turn > 0 ? [from, to] : [to, from];
        edges.push({ top: top[1], bottom: bottom[1], x: top[0], slope: (bottom[0] - top[0]) / (bottom[1] - top[1]), turn }); // biome-ignore format: one edge
      }
    }
    if (edges.length === 0) return;
    edges.sort((a, b) => a.top - b.top);
    const first = Math.max(0, Math.floor(edges[0]!.top));
    const last = Math.min(this.height - 1, Math.ceil(edges.reduce((most, { bottom }) => Math.max(most, bottom), 0)));
    let live: Edge[] = []; // edges that reach this row or one below it
    let next = 0;
    for (let row = first; row <= last; row++) {
      while (next < edges.length && edges[next]!.top < row + 1) live.push(edges[next++]!);
      live = live.filter(({ bottom }) => bottom > row);
      if (live.length === 0) continue;
      this.#from = this.width;
      this.#to = 0;
      for (let sub = 0; sub < FINE; sub++) {
        const y = row + (sub + 0.5) / FINE;
        const crossings: { x: number; turn: number }[] = [];
        for (const { top, bottom, x, slope, turn } of live) {
          if (top <= y && y < bottom) crossings.push({ x: x + (y - top) * slope, turn });
        }
        crossings.sort((a, b) => a.x - b.x);
        let winding = 0;
        for (let i = 0; i + 1 < crossings.length; i++) {
          winding += crossings[i]!.turn;
          if (winding !== 0) this.#span(crossings[i]!.x, crossings[i + 1]!.x);
        }
      }
      this.#blend(row, colour);
    }
  }

  #span(from: number, to: number): void {
    const left = Math.max(0, from);
    const right = Math.min(this.width, to);
    if (right <= left) return;
    const start = Math.floor(left);
    this.#from = Math.min(this.#from, start);
    this.#to = Math.max(this.#to, Math.min(this.width, Math.ceil(right)));
    for (let x = start; x < right; x++) {
      this.#cover[x]! += Math.max(0, Math.min(right, x + 1) - Math.max(left, x)) / FINE;
    }
  }

  /** Lays what was covered of the row onto the picture, and forgets it. */
  #blend(row: number, colour: Colour): void {
    for (let x = this.#from; x < this.#to; x++) {
      const share = Math.min(1, this.#cover[x]!);
      this.#cover[x] = 0;
      if (share === 0) continue;
      const at = (row * this.width + x) * 3;
      for (let c = 0; c < 3; c++) this.pixels[at + c] = Math.round(this.pixels[at + c]! * (1 - share) + colour[c]! * share); // biome-ignore format: one line
    }
  }

  stroke(points: readonly Point[], width: number, colour: Colour): void {
    for (let i = 0; i + 1 < points.length; i++) {
      const [ax, ay] = points[i]!;
      const [bx, by] = points[i + 1]!;
      const long = Math.hypot(bx - ax, by - ay) || 1;
      const dx = (((by - ay) / long) * width) / 2;
      const dy = (((bx - ax) / long) * width) / 2;
      this.fill([[[ax + dx, ay - dy], [bx + dx, by - dy], [bx - dx, by + dy], [ax - dx, ay + dy]]], colour); // biome-ignore format: one quad
    }
  }
}

const hex = (colour: string): Colour => [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16)) as unknown as Colour; // biome-ignore format: one line
const ROUND = 20;
const circle = ([cx, cy]: Point, r: number): Point[] =>
  Array.from({ length: ROUND }, (_, i) => [
    cx + r * Math.cos((i / ROUND) * 2 * Math.PI),
    cy + r * Math.sin((i / ROUND) * 2 * Math.PI),
  ]);

function dashes(points: readonly Point[], on: number, off: number): Point[][] {
  const [a, b] = [points[0]!, points.at(-1)!];
  const long = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const at = (d: number): Point => [a[0] + ((b[0] - a[0]) * d) / long, a[1] + ((b[1] - a[1]) * d) / long];
  const out: Point[][] = [];
  for (let d = 0; d < long; d += on + off) out.push([at(d), at(Math.min(long, d + on))]);
  return out;
}

const TEXT = 11; // units of the figure

/** Outlines of text as polygons; curves in four steps. */
function textOutlines(text: string, face: Face, x: number, baseline: number, size: number): Point[][] {
  const scale = size / face.unitsPerEm;
  const out: Point[][] = [];
  let at = x;
  for (const { contours, advanceWidth } of face.glyphs(text)) {
    for (const contour of contours) {
      const n = contour.length;
      const points: Point[] = [];
      const place = (p: { x: number; y: number }): Point => [at + p.x * scale, baseline - p.y * scale];
      const middle = (a: { x: number; y: number }, b: { x: number; y: number }) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }); // biome-ignore format: one line
      for (let i = 0; i < n; i++) {
        const point = contour[i]!;
        if (point.onCurve) {
          points.push(place(point));
          continue;
        }
        const before = contour[(i + n - 1) % n]!;
        const after = contour[(i + 1) % n]!;
        const from = before.onCurve ? before : middle(before, point);
        const to = after.onCurve ? after : middle(point, after);
        for (const t of [0, 0.25, 0.5, 0.75, 1]) {
          const u = 1 - t;
          points.push(place({ x: u * u * from.x + 2 * u * t * point.x + t * t * to.x, y: u * u * from.y + 2 * u * t * point.y + t * t * to.y })); // biome-ignore format: one line
        }
      }
      out.push(points);
    }
    at += advanceWidth * scale;
  }
  return out;
}

/** `scale`: pixels for a unit of the figure. `colours`: by look, as `#rrggbb`; `text` and `muted` for words. */
export function raster(figure: Figure, scale: number, face: Face, colours: Record<string, string>): Uint8Array {
  const canvas = new Canvas(Math.ceil(figure.width * scale), Math.ceil(figure.height * scale));
  const px = (point: Point): Point => [point[0] * scale, point[1] * scale];
  for (const shape of figure.shapes) draw(shape);
  return png(canvas);

  function draw(shape: Shape): void {
    if (shape.shape === 'text') {
      const words = face.shown(shape.text);
      const wide = face.width(words, TEXT);
      const x = shape.at[0] - (shape.anchor === 'end' ? wide : shape.anchor === 'middle' ? wide / 2 : 0);
      const outlines = textOutlines(words, face, x * scale, shape.at[1] * scale, TEXT * scale);
      canvas.fill(outlines, hex(colours[shape.muted ? 'muted' : 'text']!));
      return;
    }
    const colour = hex(colours[shape.look]!);
    if (shape.shape === 'line') {
      const points = shape.points.map(px);
      const width = (shape.look === 'axis' || shape.look === 'grid' ? 1 : 2) * scale;
      for (const piece of shape.dashed ? dashes(points, 4 * scale, 3 * scale) : [points]) canvas.stroke(piece, width, colour); // biome-ignore format: one line
      return;
    }
    const points = shape.shape === 'circle' ? circle(px(shape.at), shape.radius * scale) : shape.points.map(px);
    if (shape.hollow) canvas.stroke([...points, points[0]!], 2 * scale, colour);
    else canvas.fill([points], colour);
  }
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}

function png({ width, height, pixels }: Canvas): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1); // biome-ignore format: one line
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 6 })), chunk('IEND', Buffer.alloc(0))]); // biome-ignore format: one line
}
