import { describe, expect, it } from 'vitest';
import type { Episode } from '../../../shared/model/episode';
import { timeScale } from '../../ui/time-scale';
import { arcs, distanceTo } from './arcs';
import { clusters, densityHeights, lowerBound, type Mark, walk } from './marks';

const single = (list: [number, Mark][]) => ({
  ids: list.map((_, i) => `e${i}`),
  times: list.map(([time]) => time),
  marks: list.map(([, mark]) => mark),
});
const scale = timeScale({ from: 0, to: 1_000 }, 1_000);

describe('clusters', () => {
  it('join close marks of one kind, whatever lies between them', () => {
    const found = clusters(
      single([
        [10, 'denied'],
        [12, 'success'],
        [14, 'denied'],
        [40, 'denied'],
      ]),
      scale,
    );
    expect(found.map(({ mark, n, x, x2 }) => [mark, n, x, x2])).toEqual([
      ['denied', 2, 10, 14],
      ['success', 1, 12, 12],
      ['denied', 1, 40, 40],
    ]);
  });
  it('leave out what is off the screen', () => {
    expect(
      clusters(
        single([
          [-500, 'denied'],
          [500, 'denied'],
          [1_500, 'denied'],
        ]),
        scale,
      ),
    ).toHaveLength(1);
  });
  it('lose no event', () => {
    const list = Array.from({ length: 300 }, (_, i): [number, Mark] => [i * 3, i % 3 ? 'success' : 'denied']);
    expect(clusters(single(list), scale).reduce((sum, { n }) => sum + n, 0)).toBe(300);
  });
});

describe('walking', () => {
  const lane = single([
    [10, 'denied'],
    [20, 'success'],
    [30, 'change'],
  ]);
  it.each([
    ['e0', 1, 0, 1],
    ['e2', 1, 0, null],
    ['e1', -1, 0, 0],
    [null, 1, 15, 1],
    [null, -1, 15, 0],
    [null, 1, 99, null],
    ['elsewhere', -1, 25, 1],
  ] as const)('from %s by %i near %i', (current, by, around, next) => {
    expect(walk(lane, current, by, around)).toBe(next);
  });
  it('finds bounds', () => {
    expect([0, 10, 11, 31].map((value) => lowerBound(lane.times, value))).toEqual([0, 0, 1, 3]);
  });
  it('a lane without events leads nowhere', () => {
    expect(walk(single([]), null, 1, 0)).toBeNull();
  });
});

it('a single denial among thousands is still seen', () => {
  expect(densityHeights([0, 1, 10_000], 0, 3, 10_000, 16)).toEqual([0, 2, 16]);
});

describe('arcs', () => {
  const link = (time: number, identity: string, review: 'confirmed' | 'rejected' | null = null) =>
    ({
      event: `e${time}`,
      time: new Date(time).toISOString(),
      identity,
      source: 'okta',
      review,
    }) as Episode['followedBy'][0];
  const episode = (followedBy: Episode['followedBy']) =>
    ({
      id: 'p1',
      identity: { id: 'i1', name: 'ana' },
      end: new Date(100).toISOString(),
      followedBy,
      rejected: [link(500, 'ana', 'rejected')],
    }) as unknown as Episode;
  const laneY = ({ id, name }: { id?: string; name?: string }) =>
    id === 'i1' || name === 'ana' ? 50 : name === 'bo' ? 150 : null;

  it('go to every linked access that is not rejected and has a lane', () => {
    const made = arcs([episode([link(300, 'ana'), link(400, 'bo'), link(600, 'nobody')])], scale, laneY);
    expect(made.map((arc) => [arc.x1, arc.y1, arc.x2, arc.y2])).toEqual([
      [100, 50, 300, 50],
      [100, 50, 400, 150],
    ]);
    expect(made[0]!.cy).toBeLessThan(50);
  });
  it('are hit along their curve only', () => {
    const [arc] = arcs([episode([link(300, 'ana')])], scale, laneY);
    expect(distanceTo(arc!, 100, 50)).toBeLessThan(1);
    expect(distanceTo(arc!, 200, 50)).toBeGreaterThan(8);
    expect(distanceTo(arc!, 200, (50 + arc!.cy) / 2)).toBeLessThan(1);
  });
  it('far from the window are not drawn', () => {
    const far = timeScale({ from: 10_000, to: 11_000 }, 1_000);
    expect(arcs([episode([link(300, 'ana')])], far, laneY)).toEqual([]);
  });
});
