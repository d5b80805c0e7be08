/**
 * Mapbox Vector Tile 2.1, as far as a ground map needs it: layers, shapes, and the few words that say what a shape is. The
 * bytes are a stranger's: no length is believed, and what cannot be read throws one line.
 */

export interface VectorFeature {
  type: 'point' | 'line' | 'polygon';
  /** What the tile says of it, as far as asked for. */
  words: Readonly<Record<string, string | number>>;
  /** x and y by turns, in units of the layer's extent; rings of a polygon, lines, or single points. */
  parts: readonly (readonly number[])[];
}

export interface VectorLayer {
  name: string;
  /** Units along a side of the tile. */
  extent: number;
  features: readonly VectorFeature[];
}

/** Points of one tile; more is no map. */
const MOST_POINTS = 400_000;
const TYPES = ['', 'point', 'line', 'polygon'] as const;

class Reader {
  at: number;
  constructor(
    readonly bytes: Uint8Array,
    from = 0,
    readonly end = bytes.length,
  ) {
    this.at = from;
  }
  varint(): number {
    let value = 0;
    for (let by = 1, i = 0; i < 10; i++, by *= 128) {
      if (this.at >= this.end) throw new Error('the tile ends in the middle of a number');
      const byte = this.bytes[this.at++]!;
      value += (byte & 127) * by;
      if (byte < 128) return value;
    }
    throw new Error('the tile has a number without an end');
  }
  /** The part of so many bytes as its number says. */
  part(): Reader {
    const length = this.varint();
    if (length > this.end - this.at) throw new Error('the tile names bytes that it does not have');
    const part = new Reader(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }
  text(): string {
    const part = this.part();
    return new TextDecoder().decode(part.bytes.subarray(part.at, part.end));
  }
  /** Each field of a message; `use` reads it, or leaves it by answering false. */
  fields(use: (field: number, wire: number) => boolean): void {
    while (this.at < this.end) {
      const tag = this.varint();
      const [field, wire] = [Math.floor(tag / 8), tag % 8];
      if (use(field, wire)) continue;
      if (wire === 0) this.varint();
      else if (wire === 1) this.skip(8);
      else if (wire === 2) this.part();
      else if (wire === 5) this.skip(4);
      else throw new Error('the tile is no vector tile');
    }
  }
  skip(bytes: number): void {
    this.at += bytes;
    if (this.at > this.end) throw new Error('the tile names bytes that it does not have');
  }
  numbers(): number[] {
    const part = this.part();
    const list: number[] = [];
    while (part.at < part.end) list.push(part.varint());
    return list;
  }
}

/** Layers of a tile that is no longer compressed; `asked` names the words of a shape that are wanted. Throws one line. */
export function readVectorTile(bytes: Uint8Array, asked: ReadonlySet<string>): VectorLayer[] {
  const layers: VectorLayer[] = [];
  const budget = { points: MOST_POINTS };
  const tile = new Reader(bytes);
  tile.fields((field, wire) => {
    if (field !== 3 || wire !== 2) return false;
    layers.push(layerOf(tile.part(), asked, budget));
    return true;
  });
  return layers;
}

function layerOf(layer: Reader, asked: ReadonlySet<string>, budget: { points: number }): VectorLayer {
  let name = '';
  let extent = 4_096;
  const keys: string[] = [];
  const values: (string | number | null)[] = [];
  const raw: Reader[] = [];
  layer.fields((field, wire) => {
    if (field === 1 && wire === 2) name = layer.text();
    else if (field === 2 && wire === 2) raw.push(layer.part());
    else if (field === 3 && wire === 2) keys.push(layer.text());
    else if (field === 4 && wire === 2) values.push(wordOf(layer.part()));
    else if (field === 5 && wire === 0) extent = layer.varint();
    else return false;
    return true;
  });
  if (!(extent >= 1 && extent <= 65_536)) throw new Error('the tile has a layer of no size');
  const features = raw.flatMap((feature): VectorFeature[] => {
    let type = 0;
    let tags: number[] = [];
    let shape: Reader | null = null;
    feature.fields((field, wire) => {
      if (field === 2 && wire === 2) tags = feature.numbers();
      else if (field === 3 && wire === 0) type = feature.varint();
      else if (field === 4 && wire === 2) shape = feature.part();
      else return false;
      return true;
    });
    const kind = TYPES[type];
    if (!kind || !shape) return [];
    const words: Record<string, string | number> = {};
    for (let i = 0; i + 1 < tags.length; i += 2) {
      const key = keys[tags[i]!];
      const value = values[tags[i + 1]!];
      if (key !== undefined && asked.has(key) && value !== undefined && value !== null) words[key] = value;
    }
    return [{ type: kind, words, parts: partsOf(shape, kind, budget) }];
  });
  return { name, extent, features };
}

/** Texts and numbers; null for what is neither. */
function wordOf(value: Reader): string | number | null {
  let found: string | number | null = null;
  value.fields((field, wire) => {
    if (field === 1 && wire === 2) found = value.text();
    else if ((field === 4 || field === 5) && wire === 0) found = value.varint();
    else if (field === 6 && wire === 0) found = unzigzag(value.varint());
    else if (field === 3 && wire === 1 && value.at + 8 <= value.end) {
      found = new DataView(value.bytes.buffer, value.bytes.byteOffset + value.at).getFloat64(0, true);
      value.skip(8);
    } else return false;
    return true;
  });
  return found;
}

const unzigzag = (number: number): number => (number % 2 === 0 ? number / 2 : -(number + 1) / 2);

/** MoveTo 1, LineTo 2, ClosePath 7, each with its count and as many steps from the point before. */
function partsOf(shape: Reader, type: VectorFeature['type'], budget: { points: number }): number[][] {
  const parts: number[][] = [];
  let [x, y] = [0, 0];
  while (shape.at < shape.end) {
    const command = shape.varint();
    const [what, count] = [command % 8, Math.floor(command / 8)];
    if (what === 7) continue;
    if (what !== 1 && what !== 2) throw new Error('the tile has a shape that cannot be drawn');
    for (let i = 0; i < count; i++) {
      if (--budget.points < 0) throw new Error(`the tile has more than ${MOST_POINTS} points`);
      x += unzigzag(shape.varint());
      y += unzigzag(shape.varint());
      if (what === 1 || type === 'point') parts.push([x, y]);
      else {
        const part = parts.at(-1);
        if (!part) throw new Error('the tile has a line that begins nowhere');
        part.push(x, y);
      }
    }
  }
  return parts;
}
