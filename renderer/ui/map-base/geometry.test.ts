import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arcBetween,
  arrowOf,
  clusterSpots,
  distanceToCurve,
  nearLongitude,
  placeLabels,
  pointOn,
  radiusOf,
} from './geometry';
import { unwrapPolygon } from './unwrap';
import { boxOf, countryNames, loadWorld } from './world';

describe('clusters', () => {
  const spot = (key: string, x: number, weight: number) => ({ key, x, y: 0, weight });
  it('gather around the heaviest, and lose nobody', () => {
    const made = clusterSpots([spot('a', 0, 1), spot('b', 10, 9), spot('c', 100, 5)], 20);
    expect(made.map(({ key, x, members }) => [key, x, members.map((m) => m.key)])).toEqual([
      ['b', 10, ['b', 'a']],
      ['c', 100, ['c']],
    ]);
  });
  it('keep a distance from each other', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ x: fc.integer({ min: 0, max: 400 }), y: fc.integer({ min: 0, max: 300 }), weight: fc.nat(50) }),
          {
            maxLength: 60,
          },
        ),
        (list) => {
          const spots = list.map((one, i) => ({ ...one, key: String(i) }));
          const made = clusterSpots(spots, 24);
          expect(made.reduce((n, { members }) => n + members.length, 0)).toBe(spots.length);
          for (const a of made)
            for (const b of made) if (a !== b) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(24);
        },
      ),
    );
  });
  it('area stands for the count', () => {
    expect(radiusOf(100, 100, 30)).toBe(30);
    expect(radiusOf(25, 100, 30)).toBe(15);
    expect(radiusOf(1, 1_000_000, 30)).toBe(4);
    expect(radiusOf(0, 10, 30)).toBe(0);
  });
});

describe('arcs', () => {
  const there = arcBetween({ x: 0, y: 0 }, { x: 100, y: 0 });
  const back = arcBetween({ x: 100, y: 0 }, { x: 0, y: 0 });
  it('of there and back are apart', () => {
    expect(there.cy).toBeLessThan(0);
    expect(back.cy).toBeGreaterThan(0);
  });
  it('are hit where they are drawn', () => {
    const middle = pointOn(there, 0.5);
    expect(distanceToCurve(there, middle.x, middle.y)).toBeLessThan(2);
    expect(distanceToCurve(there, 50, 30)).toBeGreaterThan(20);
  });
  it('end in an arrow that points along them, before the circle', () => {
    const arrow = arrowOf(there, 20);
    expect(arrow.x).toBeLessThan(82);
    expect(Math.cos(arrow.angle)).toBeGreaterThan(0.8);
  });
  it.each([
    [139.7, -118.2, 241.8],
    [-118.2, 139.7, -220.3],
    [10, 20, 20],
  ])('from %f to %f take the short way over the date line', (from, to, near) => {
    expect(nearLongitude(from, to)).toBeCloseTo(near, 5);
  });
});

describe('land across the date line', () => {
  const fiji = [
    [
      [179, -17],
      [-179, -17],
      [-179, -16],
      [179, -16],
      [179, -17],
    ],
  ];
  it('is drawn on both sides, nowhere across the world', () => {
    const made = unwrapPolygon(fiji);
    expect(made).toHaveLength(2);
    for (const [ring] of made)
      for (let i = 1; i < ring!.length; i++) expect(Math.abs(ring![i]![0]! - ring![i - 1]![0]!)).toBeLessThan(180);
    expect(made.map(([ring]) => ring![0]![0])).toEqual([179, -181]);
  });
  it('leaves other land as it is', () => {
    const spain = [
      [
        [-9, 36],
        [3, 36],
        [3, 43],
        [-9, 36],
      ],
    ];
    expect(unwrapPolygon(spain)).toEqual([spain]);
  });
  it('leaves out what goes around a pole', () => {
    expect(
      unwrapPolygon([
        [
          [-170, -80],
          [-60, -80],
          [60, -80],
          [170, -80],
          [-170, -80],
        ],
      ]),
    ).toEqual([]);
  });
});

describe('labels', () => {
  const area = { width: 400, height: 300 };
  const wish = (text: string, x: number, y: number) => ({ text, width: 40, x, y, away: 8 });
  it('never touch each other, the circles or the edge', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -20, max: 420 }), fc.integer({ min: -20, max: 320 })), { maxLength: 40 }),
        (points) => {
          const taken = [{ x: 190, y: 140, width: 20, height: 20 }];
          const placed = placeLabels(
            points.map(([x, y]) => wish('Madrid', x, y)),
            taken,
            area,
          );
          const boxes = [...taken, ...placed.map(({ left, top }) => ({ x: left, y: top, width: 40, height: 14 }))];
          for (const [i, a] of boxes.entries()) {
            expect(a.x).toBeGreaterThanOrEqual(0);
            expect(a.x + a.width).toBeLessThanOrEqual(area.width);
            for (const b of boxes.slice(i + 1)) {
              const apart =
                a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
              expect(apart).toBe(true);
            }
          }
        },
      ),
    );
  });
  it('the more important one keeps its place', () => {
    const placed = placeLabels([wish('big', 100, 100), wish('small', 102, 100)], [], area);
    expect(placed[0]).toMatchObject({ text: 'big', left: 108 });
    expect(placed[1]?.left).not.toBe(110);
  });
});

describe('the bundled world', () => {
  it.each(['world', 'close'] as const)('%s: has its countries, named where their land is', async (scale) => {
    const world = await loadWorld(scale);
    const names = countryNames(world);
    expect(names.length).toBeGreaterThan(200);
    const at = (wanted: string) => names.find(({ name }) => name === wanted)!;
    expect(at('France').lat).toBeGreaterThan(43);
    expect(at('France').lat).toBeLessThan(50); // not dragged away by lands overseas
    expect(at('Russia').width).toBeGreaterThan(100);
    const japan = world.features.find(({ properties }) => properties.name === 'Japan')!;
    const [west, south, east, north] = boxOf(japan);
    expect([west > 120, south > 20, east < 155, north < 47]).toEqual([true, true, true, true]);
  });
});
