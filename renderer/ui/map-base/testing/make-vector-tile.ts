/** Vector tiles for tests, written out by hand as the format has them. */
export interface MadeFeature {
  type: 1 | 2 | 3;
  words?: Record<string, string | number>;
  /** Points of each part, x and y by turns. */
  parts: number[][];
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const bytes = (field: number, of: readonly number[]): number[] => [field * 8 + 2, ...varint(of.length), ...of];
const text = (field: number, of: string): number[] => bytes(field, [...new TextEncoder().encode(of)]);

export function makeVectorTile(layers: { name: string; extent?: number; features: MadeFeature[] }[]): Uint8Array {
  return Uint8Array.from(layers.flatMap((layer) => bytes(3, layerBytes(layer))));
}

function layerBytes({ name, extent = 4_096, features }: Parameters<typeof makeVectorTile>[0][number]): number[] {
  const keys: string[] = [];
  const values: (string | number)[] = [];
  const placeOf = <T>(list: T[], item: T): number => (list.includes(item) ? list.indexOf(item) : list.push(item) - 1);
  const drawn = features.flatMap(({ type, words = {}, parts }) => {
    const tags = Object.entries(words).flatMap(([key, value]) => [placeOf(keys, key), placeOf(values, value)]);
    let [x, y] = [0, 0];
    const step = (part: number[], i: number): number[] => {
      const [toX, toY] = [part[2 * i]!, part[2 * i + 1]!];
      const by = [...varint(zigzag(toX - x)), ...varint(zigzag(toY - y))];
      [x, y] = [toX, toY];
      return by;
    };
    const shape = parts.flatMap((part) => {
      const more = part.length / 2 - 1;
      const first = [...varint(8 + 1), ...step(part, 0)];
      const rest =
        more > 0 ? [...varint(8 * more + 2), ...Array.from({ length: more }, (_, i) => step(part, i + 1)).flat()] : [];
      return [...first, ...rest, ...(type === 3 ? varint(8 + 7) : [])];
    });
    return bytes(2, [...bytes(2, tags.flatMap(varint)), 24, type, ...bytes(4, shape)]);
  });
  return [
    ...[120, 2], // version 2
    ...text(1, name),
    ...drawn,
    ...keys.flatMap((key) => text(3, key)),
    ...values.flatMap((value) => bytes(4, typeof value === 'string' ? text(1, value) : [40, ...varint(value)])),
    ...[40, ...varint(extent)],
  ];
}
