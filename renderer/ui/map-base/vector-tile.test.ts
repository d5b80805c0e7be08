import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASKED, drawVectorTile, groundOf, roadWidth } from './draw-vector';
import { makeVectorTile } from './testing/make-vector-tile';
import { readVectorTile, type VectorLayer } from './vector-tile';

const SQUARE = [0, 0, 4_096, 0, 4_096, 2_048, 0, 2_048];
const TILE = makeVectorTile([
  { name: 'water', features: [{ type: 3, words: { class: 'ocean', name: 'Sea' }, parts: [SQUARE] }] },
  { name: 'transportation', features: [{ type: 2, words: { class: 'motorway', lanes: 300 }, parts: [[0, 100, 4_096, 100]] }] },
  { name: 'place', features: [{ type: 1, words: { name: 'Zürich', rank: 4 }, parts: [[2_048, 2_048]] }] },
]); // biome-ignore format: a table

describe('a vector tile', () => {
  it('is read with the words that are asked for, and no others', () => {
    expect(readVectorTile(TILE, ASKED)).toEqual([
      {
        name: 'water',
        extent: 4_096,
        features: [{ type: 'polygon', words: { class: 'ocean', name: 'Sea' }, parts: [SQUARE] }],
      },
      {
        name: 'transportation',
        extent: 4_096,
        features: [{ type: 'line', words: { class: 'motorway' }, parts: [[0, 100, 4_096, 100]] }],
      },
      {
        name: 'place',
        extent: 4_096,
        features: [{ type: 'point', words: { name: 'Zürich', rank: 4 }, parts: [[2_048, 2_048]] }],
      },
    ]);
  });
  it('of a stranger is read to its end or refused by an error, and never for long', () => {
    for (let cut = 0; cut < TILE.length; cut++) {
      try {
        readVectorTile(TILE.subarray(0, cut), ASKED);
      } catch (thrown) {
        expect((thrown as Error).message).toMatch(/^the tile /);
      }
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readVectorTile(bytes, ASKED);
        } catch (thrown) {
          expect((thrown as Error).message).toMatch(/^the tile /);
        }
      }),
      { numRuns: 500 },
    );
  });
  it('with more points than a map has is refused', () => {
    // Half a million steps of nothing: two bytes each.
    const part = new Array<number>(1_000_000).fill(0);
    const long = makeVectorTileOf(part.length / 2);
    expect(() => readVectorTile(long, ASKED)).toThrow('the tile has more than 400000 points');
  });
});

/** One line of so many points at one place, without building it point by point. */
function makeVectorTileOf(points: number): Uint8Array {
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
  const wrap = (field: number, body: Uint8Array): Uint8Array =>
    Uint8Array.from([...[field * 8 + 2, ...varint(body.length)], ...body]);
  const join = (...parts: (Uint8Array | number[])[]): Uint8Array =>
    Buffer.concat(parts.map((part) => Buffer.from(part)));
  const shape = join([9, 0, 0], varint(8 * points + 2), new Uint8Array(points * 2));
  return wrap(3, join(wrap(1, new TextEncoder().encode('x')), wrap(2, join([24, 2], wrap(4, shape)))));
}

describe('what a layer is', () => {
  it.each([
    ['water', 'water'],
    ['waterway', 'water'],
    ['ocean', 'water'],
    ['water_name', null],
    ['earth', 'land'],
    ['landuse', 'green'],
    ['roads', 'road'],
    ['transportation', 'road'],
    ['transportation_name', null],
    ['streets', 'road'],
    ['boundaries', 'border'],
    ['place_labels', 'place'],
    ['places', 'place'],
    ['pois', null],
    ['plots_of_mine', 'other'],
  ])('%s is %s', (name, ground) => expect(groundOf(name)).toBe(ground));
  it('shows wide roads first', () => {
    const road = (kind: string) => ({ type: 'line' as const, words: { kind }, parts: [] });
    expect(roadWidth(road('highway'), 5)).toBeGreaterThan(0);
    expect(roadWidth(road('minor_road'), 8)).toBe(0);
    expect(roadWidth(road('minor_road'), 14)).toBeGreaterThan(0);
  });
});

describe('drawing', () => {
  const drawn = (layers: readonly VectorLayer[], place: Parameters<typeof drawVectorTile>[2]): string[] => {
    const log: string[] = [];
    const pen = new Proxy({} as Record<string, unknown>, {
      get: (held, name: string) =>
        name === 'measureText'
          ? (text: string) => ({ width: text.length * 6 })
          : (held[name] ?? ((...args: unknown[]) => void log.push(`${name} ${args.join(' ')}`.trim()))),
      set: (held, name: string, value) => {
        held[name] = value;
        if (name === 'fillStyle') log.push(`fill with ${String(value)}`);
        return true;
      },
    });
    drawVectorTile(pen as unknown as CanvasRenderingContext2D, layers, place, (name) => name);
    return log;
  };
  it('puts water over land and names on top', () => {
    const log = drawn(readVectorTile(TILE, ASKED), { zoom: 6, size: 256, times: 1, column: 0, row: 0 });
    expect(log.slice(0, 2)).toEqual(['fill with --map-land', 'fillRect 0 0 256 256']);
    expect(log.indexOf('lineTo 256 128')).toBeLessThan(log.indexOf('lineTo 256 6.25'));
    expect(log).toContain('fillText Zürich 128 128');
  });
  it('closer than the file goes draws the quarter that is looked at', () => {
    const log = drawn(readVectorTile(TILE, ASKED), { zoom: 7, size: 256, times: 2, column: 1, row: 0 });
    expect(log).toContain('translate -256 0');
    expect(log).toContain('lineTo 512 256');
    // The name stands on the corner of four squares: none has it whole.
    expect(log.some((line) => line.startsWith('fillText'))).toBe(false);
  });
  it('takes what is left for sea where the file draws its land', () => {
    const layers = readVectorTile(makeVectorTile([{ name: 'earth', features: [{ type: 3, parts: [SQUARE] }] }]), ASKED);
    expect(drawn(layers, { zoom: 2, size: 256, times: 1, column: 0, row: 0 })[0]).toBe('fill with --surface');
  });
});
