/** A TrueType file of a few glyphs, as PDF embeds it (no `cmap`: glyphs are called by number). OpenType 1.9, chapter "Font tables". */
import type { GlyphPoint } from 'fontkit';

interface Outline {
  advanceWidth: number;
  contours: GlyphPoint[][];
}
interface Measures {
  unitsPerEm: number;
  ascent: number;
  descent: number;
}

class Bytes {
  readonly #parts: number[] = [];
  u16 = (...values: number[]): this => {
    for (const value of values) this.#parts.push((value >> 8) & 0xff, value & 0xff);
    return this;
  };
  u32 = (...values: number[]): this => {
    for (const value of values) this.u16((value >>> 16) & 0xffff, value & 0xffff);
    return this;
  };
  u8 = (...values: number[]): this => {
    this.#parts.push(...values);
    return this;
  };
  end = (): Buffer => Buffer.from(this.#parts);
}

interface Box {
  xMin: number;
  yMin: number;
  xMax: number;
  yMax: number;
}
const EMPTY: Box = { xMin: 0, yMin: 0, xMax: 0, yMax: 0 };

function boxOf(points: readonly GlyphPoint[]): Box {
  if (points.length === 0) return EMPTY;
  const xs = points.map(({ x }) => Math.round(x));
  const ys = points.map(({ y }) => Math.round(y));
  return { xMin: Math.min(...xs), yMin: Math.min(...ys), xMax: Math.max(...xs), yMax: Math.max(...ys) };
}

const ON_CURVE = 1;

function glyf({ contours }: Outline): { bytes: Buffer; box: Box; points: number } {
  const points = contours.flat();
  const box = boxOf(points);
  if (points.length === 0) return { bytes: Buffer.alloc(0), box, points: 0 };
  const out = new Bytes().u16(contours.length, box.xMin, box.yMin, box.xMax, box.yMax);
  let last = -1;
  for (const contour of contours) {
    last += contour.length;
    out.u16(last);
  }
  out.u16(0); // no instructions
  for (const { onCurve } of points) out.u8(onCurve ? ON_CURVE : 0);
  for (const axis of ['x', 'y'] as const) {
    let before = 0;
    for (const point of points) {
      const value = Math.round(point[axis]);
      out.u16(value - before);
      before = value;
    }
  }
  const bytes = out.end();
  return { bytes: Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]), box, points: points.length };
}

function checksum(table: Buffer): number {
  let sum = 0;
  for (let i = 0; i < table.length; i += 4) sum = (sum + table.readUInt32BE(i)) >>> 0;
  return sum;
}

const padded = (table: Buffer): Buffer => Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);

export function trueType(glyphs: readonly Outline[], { unitsPerEm, ascent, descent }: Measures): Uint8Array {
  const made = glyphs.map(glyf);
  const boxes = made.filter(({ points }) => points > 0).map(({ box }) => box);
  const all: Box = {
    xMin: Math.min(0, ...boxes.map(({ xMin }) => xMin)),
    yMin: Math.min(0, ...boxes.map(({ yMin }) => yMin)),
    xMax: Math.max(0, ...boxes.map(({ xMax }) => xMax)),
    yMax: Math.max(0, ...boxes.map(({ yMax }) => yMax)),
  };
  const loca = new Bytes().u32(0);
  let at = 0;
  for (const { bytes } of made) {
    at += bytes.length;
    loca.u32(at);
  }
  const widest = Math.max(...glyphs.map(({ advanceWidth }) => Math.round(advanceWidth)));
  const hmtx = new Bytes();
  for (const [i, { advanceWidth }] of glyphs.entries()) hmtx.u16(Math.round(advanceWidth), made[i]!.box.xMin);
  const tables: [string, Buffer][] = [
    ['glyf', Buffer.concat(made.map(({ bytes }) => bytes))],
    ['head', new Bytes().u32(0x10000, 0x10000, 0, 0x5f0f3cf5).u16(0b1011, unitsPerEm).u32(0, 0, 0, 0).u16(all.xMin, all.yMin, all.xMax, all.yMax, 0, 8, 2, 1, 0).end()], // biome-ignore format: one table
    ['hhea', new Bytes().u32(0x10000).u16(ascent, descent, 0, widest, all.xMin, 0, all.xMax, 1, 0, 0, 0, 0, 0, 0, 0, glyphs.length).end()], // biome-ignore format: one table
    ['hmtx', hmtx.end()],
    ['loca', loca.end()],
    ['maxp', new Bytes().u32(0x10000).u16(glyphs.length, Math.max(0, ...made.map(({ points }) => points)), Math.max(0, ...glyphs.map(({ contours }) => contours.length)), 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0).end()], // biome-ignore format: one table
  ];
  const directory = new Bytes().u32(0x10000).u16(tables.length, 64, 2, tables.length * 16 - 64);
  let offset = 12 + 16 * tables.length;
  const bodies: Buffer[] = [];
  for (const [tag, table] of tables) {
    const body = padded(table);
    directory.u8(...Buffer.from(tag)).u32(checksum(body), offset, table.length);
    bodies.push(body);
    offset += body.length;
  }
  const file = Buffer.concat([directory.end(), ...bodies]);
  const head = 12 + 16 * tables.length + padded(tables[0]![1]).length;
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, head + 8);
  return file;
}
