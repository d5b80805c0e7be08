/** Figures as pixels, for documents whose programs know no common vector format: scanlines with coverage, written as PNG. */
import { deflateSync } from 'node:zlib';
import type { Figure, Shape } from '../../../../shared/model/report';
import type { Face, FaceGlyph } from './face';

type Point = readonly [number, number];

const FINE = 4; // lines of subsamples in a pixel
/** Shades between a colour and what it lies on: few enough that a figure has a palette, and a pixel is a byte. */
const SHADES = 16;

/** From its upper end down; `x` there, and how far it moves sideways with each pixel down. */
interface Edge {
  top: number;
  bottom: number;
  x: number;
  slope: number;
  turn: 1 | -1;
}

class Canvas {
  readonly pixels: Uint8Array; // numbers of colours
  /** 0xRRGGBB by number; white is the first. */
  readonly palette: number[] = [0xffffff];
  readonly #numbers = new Map([[0xffffff, 0]]);
  /** Number of the colour that `shade` parts of the colour filled with make of the one beneath; 0: not mixed yet. */
  #mixed = new Uint16Array(256 * (SHADES + 1));
  #filling = -1;
  /** How the cover of the row changes from pixel to pixel, in lines of subsamples. */
  readonly #change: Float64Array;
  /** Part of the row that is covered at all. */
  #from = 0;
  #to = 0;
  /** Where the edges cross a line of subsamples, and which way they run. */
  #at = new Float64Array(64);
  #turn = new Int8Array(64);
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8Array(width * height);
    this.#change = new Float64Array(width + 2);
  }

  /** Fills outlines (pixels) by the non-zero rule. */
  fill(outlines: readonly (readonly Point[])[], colour: number): void {
    const edges: Edge[] = [];
    for (const points of outlines) {
      for (let i = 0; i < points.length; i++) {
        const from = points[i]!;
        const to = points[i + 1] ?? points[0]!;
        if (from[1] === to[1]) continue;
        const isDown = to[1] > from[1];
        const top = isDown ? from : to;
        const bottom = isDown ? to : from;
        edges.push({ top: top[1], bottom: bottom[1], x: top[0], slope: (bottom[0] - top[0]) / (bottom[1] - top[1]), turn: isDown ? 1 : -1 }); // biome-ignore format: one edge
      }
    }
    if (edges.length === 0) return;
    edges.sort((a, b) => a.top - b.top);
    let deepest = 0;
    for (const { bottom } of edges) if (bottom > deepest) deepest = bottom;
    const first = Math.max(0, Math.floor(edges[0]!.top));
    const last = Math.min(this.height - 1, Math.ceil(deepest));
    const live: Edge[] = []; // edges that reach this row or one below it
    let next = 0;
    for (let row = first; row <= last; row++) {
      while (next < edges.length && edges[next]!.top < row + 1) live.push(edges[next++]!);
      let kept = 0;
      for (const edge of live) if (edge.bottom > row) live[kept++] = edge;
      live.length = kept;
      if (kept === 0) continue;
      this.#from = this.width;
      this.#to = 0;
      for (let sub = 0; sub < FINE; sub++) this.#line(live, row + (sub + 0.5) / FINE);
      this.#blend(row, colour);
    }
  }

  #line(live: readonly Edge[], y: number): void {
    if (live.length > this.#at.length) {
      this.#at = new Float64Array(live.length * 2);
      this.#turn = new Int8Array(live.length * 2);
    }
    const at = this.#at;
    const turns = this.#turn;
    let n = 0;
    for (const edge of live) {
      if (edge.top > y || y >= edge.bottom) continue;
      const x = edge.x + (y - edge.top) * edge.slope;
      let place = n++;
      for (; place > 0 && at[place - 1]! > x; place--) {
        at[place] = at[place - 1]!;
        turns[place] = turns[place - 1]!;
      }
      at[place] = x;
      turns[place] = edge.turn;
    }
    let winding = 0;
    for (let i = 0; i + 1 < n; i++) {
      winding += turns[i]!;
      if (winding !== 0) this.#span(at[i]!, at[i + 1]!);
    }
  }

  #span(from: number, to: number): void {
    const left = Math.max(0, from);
    const right = Math.min(this.width, to);
    if (right <= left) return;
    const start = Math.floor(left);
    const end = Math.floor(right);
    if (start < this.#from) this.#from = start;
    if (end + 1 > this.#to) this.#to = end + 1;
    const change = this.#change;
    change[start]! += 1 - (left - start);
    change[start + 1]! += left - start;
    change[end]! -= 1 - (right - end);
    change[end + 1]! -= right - end;
  }

  /** Lays what was covered of the row onto the picture, and forgets it. */
  #blend(row: number, colour: number): void {
    const change = this.#change;
    const pixels = this.pixels;
    const start = row * this.width;
    const last = Math.min(this.#to, this.width - 1);
    const full = this.#number(colour) ?? 0;
    if (colour !== this.#filling) {
      this.#filling = colour;
      this.#mixed.fill(0);
    }
    let cover = 0;
    for (let x = this.#from; x <= last; x++) {
      cover += change[x]!;
      change[x] = 0;
      const shade = ((cover * SHADES) / FINE + 0.5) | 0;
      if (shade >= SHADES) pixels[start + x] = full;
      else if (shade > 0) pixels[start + x] = this.#mix(pixels[start + x]!, full, shade);
    }
    change[this.width] = 0;
    change[this.width + 1] = 0;
  }

  #mix(under: number, over: number, shade: number): number {
    const at = under * (SHADES + 1) + shade;
    const known = this.#mixed[at]!;
    if (known > 0) return known - 1;
    // Where the palette is full, the nearer of the two.
    const made =
      this.#number(mixed(this.palette[under]!, this.palette[over]!, shade)) ?? (shade * 2 < SHADES ? under : over);
    this.#mixed[at] = made + 1;
    return made;
  }

  #number(colour: number): number | null {
    const known = this.#numbers.get(colour);
    if (known !== undefined) return known;
    if (this.palette.length === 256) return null;
    this.#numbers.set(colour, this.palette.push(colour) - 1);
    return this.palette.length - 1;
  }

  /** So that the colours of the shapes have their places whatever the shades take. */
  reserve(colours: Iterable<number>): void {
    for (const colour of colours) this.#number(colour);
  }

  stroke(points: readonly Point[], width: number, colour: number): void {
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

const hex = (colour: string): number => Number.parseInt(colour.slice(1), 16);
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

const flattened = new WeakMap<FaceGlyph, Point[][]>();

/** Outlines of a glyph as polygons, in font units; curves in four steps. */
function outlinesOf(glyph: FaceGlyph): Point[][] {
  let outlines = flattened.get(glyph);
  if (!outlines) {
    outlines = glyph.contours.map(polygon);
    flattened.set(glyph, outlines);
  }
  return outlines;
}

function polygon(contour: FaceGlyph['contours'][number]): Point[] {
  const n = contour.length;
  const points: Point[] = [];
  const middle = (a: { x: number; y: number }, b: { x: number; y: number }) => ({
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
  });
  for (let i = 0; i < n; i++) {
    const point = contour[i]!;
    if (point.onCurve) {
      points.push([point.x, point.y]);
      continue;
    }
    const before = contour[(i + n - 1) % n]!;
    const after = contour[(i + 1) % n]!;
    const from = before.onCurve ? before : middle(before, point);
    const to = after.onCurve ? after : middle(point, after);
    for (const t of [0, 0.25, 0.5, 0.75, 1]) {
      const u = 1 - t;
      points.push([
        u * u * from.x + 2 * u * t * point.x + t * t * to.x,
        u * u * from.y + 2 * u * t * point.y + t * t * to.y,
      ]);
    }
  }
  return points;
}

/** Outlines of each letter by itself: filled one by one, a line of subsamples crosses few edges. */
function* lettersOf(text: string, face: Face, x: number, baseline: number, size: number): Generator<Point[][]> {
  const scale = size / face.unitsPerEm;
  let at = x;
  for (const glyph of face.glyphs(text)) {
    const left = at;
    yield outlinesOf(glyph).map((points) =>
      points.map(([px, py]): Point => [left + px * scale, baseline - py * scale]),
    );
    at += glyph.advanceWidth * scale;
  }
}

/** `scale`: pixels for a unit of the figure. `colours`: by look, as `#rrggbb`; `text` and `muted` for words. */
export function raster(figure: Figure, scale: number, face: Face, colours: Record<string, string>): Uint8Array {
  const canvas = new Canvas(Math.ceil(figure.width * scale), Math.ceil(figure.height * scale));
  canvas.reserve(Object.values(colours).map(hex));
  const px = (point: Point): Point => [point[0] * scale, point[1] * scale];
  for (const shape of figure.shapes) draw(shape);
  return png(canvas);

  function draw(shape: Shape): void {
    if (shape.shape === 'text') {
      const words = face.shown(shape.text);
      const wide = face.width(words, TEXT);
      const x = shape.at[0] - (shape.anchor === 'end' ? wide : shape.anchor === 'middle' ? wide / 2 : 0);
      const colour = hex(colours[shape.muted ? 'muted' : 'text']!);
      for (const letter of lettersOf(words, face, x * scale, shape.at[1] * scale, TEXT * scale))
        canvas.fill(letter, colour);
      return;
    }
    const colour = hex(colours[shape.look]!);
    if (shape.shape === 'line') {
      const points = shape.points.map(px);
      const width = (shape.look === 'axis' || shape.look === 'grid' ? 1 : 2) * scale;
      for (const piece of shape.dashed ? dashes(points, 4 * scale, 3 * scale) : [points])
        canvas.stroke(piece, width, colour);
      return;
    }
    const points = shape.shape === 'circle' ? circle(px(shape.at), shape.radius * scale) : shape.points.map(px);
    if (shape.hollow) canvas.stroke([...points, points[0]!], 2 * scale, colour);
    else canvas.fill([points], colour);
  }
}

/** Channel by channel: `shade` of SHADES parts of the upper colour. */
function mixed(under: number, over: number, shade: number): number {
  const mix = (shift: number): number =>
    ((((under >> shift) & 255) * (SHADES - shade) + ((over >> shift) & 255) * shade + SHADES / 2) / SHADES) << shift;
  return (mix(16) & 0xff0000) | (mix(8) & 0xff00) | (mix(0) & 0xff);
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

function png({ width, height, pixels, palette }: Canvas): Uint8Array {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1); // no filter
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8); // 8 bits, a palette
  const colours = Buffer.alloc(palette.length * 3);
  for (const [i, colour] of palette.entries()) colours.writeUIntBE(colour, i * 3, 3);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
