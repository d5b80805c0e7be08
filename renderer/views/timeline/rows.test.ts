import { describe, expect, it } from 'vitest';
import type { QueueRow } from '../../../shared/contract/episodes';
import type { Lane } from '../../../shared/contract/events';
import { LANE, laneLayout, PART } from './layout';
import { laneYOf, rowsOnScreen } from './rows';
import { shortSpan } from './TimelineBar';

const lane = (id: string, part: string | null = null): Lane => ({
  identity: { id, name: `name of ${id}`, kind: 'human' },
  part,
  events: 1,
  denials: 0,
  single: { ids: ['e1'], times: [0], marks: ['denied'] },
  density: null,
});
const lanes = ['i1', 'i2', 'i3'].map((id) => lane(id));
const episode = {
  id: 'p1',
  identity: { id: 'i2' },
  start: '2026-01-14T02:00:00.000Z',
  end: '2026-01-14T02:05:00.000Z',
  verdict: 'friction',
  decision: { verdict: 'likely_compromise' },
} as unknown as QueueRow;
const rows = (open: string[], hidden: [number, number][] = []) =>
  rowsOnScreen({
    order: { count: 3, pinned: 1, lane: (index) => lanes[index] },
    layout: laneLayout(
      3,
      new Map([...hidden, ...open.map((id): [number, number] => [Number(id[1]) - 1, LANE + 2 * PART])]),
    ),
    first: 0,
    last: 2,
    scrollTop: 10,
    open,
    parts: Object.fromEntries(open.map((id) => [id, 2])),
    loaded: {
      lane: (id) => lanes.find((one) => one.identity.id === id) ?? null,
      parts: (id) => [lane(id, 'okta'), lane(id, 'entra'), lane(id, 'late')],
    },
    episodes: [episode],
    selected: { identity: 'i3', episode: 'p1' },
    coverage: new Map([['okta', { from: 0, to: 9 }]]),
    tracks: { of: () => null },
  });

describe('rows on screen', () => {
  it('stand where the layout puts them, each with its name', () => {
    const { drawn, labels, names } = rows([]);
    expect(drawn.map((row) => row.top)).toEqual([-10, 34, 78]);
    expect(labels.map((row) => [row.lane?.identity.id, row.pinned, row.active])).toEqual([
      ['i1', true, false],
      ['i2', false, false],
      ['i3', false, true],
    ]);
    expect(names.get('i2')).toBe('name of i2');
  });
  it('an open lane shows the parts that the layout has room for', () => {
    const { drawn } = rows(['i1']);
    expect(drawn.map((row) => [row.lane?.part ?? null, row.top, row.height])).toEqual([
      [null, -10, LANE],
      ['okta', 34, PART],
      ['entra', 64, PART],
      [null, 94, LANE],
      [null, 138, LANE],
    ]);
    expect(drawn[1]!.covered).toEqual({ from: 0, to: 9 });
    expect(drawn[2]!.covered).toBeNull();
  });
  it('a lane shown further up is not drawn twice', () => {
    expect(rows([], [[1, 0]]).drawn.map((row) => row.key)).toEqual(['0', '2']);
  });
  it('a bracket has the colour of the decision, where one was made', () => {
    expect(rows([]).drawn[1]!.brackets).toMatchObject([{ colour: '--compromise', selected: true }]);
  });
});

describe('ends of arcs', () => {
  const { drawn } = rows(['i1']);
  it('lie in the open source lane, else in the identity’s own', () => {
    expect(laneYOf(drawn, true)({ id: 'i1' }, 'entra')).toBe(64 + PART / 2 - 4);
    expect(laneYOf(drawn, true)({ id: 'i1' }, 'duo')).toBe(-10 + LANE / 2 - 6);
    expect(laneYOf(drawn, false)({ name: 'name of i2' }, 'okta')).toBe(94 + LANE / 2 - 6);
    expect(laneYOf(drawn, true)({ id: 'i2' }, null)).toBe(94 + LANE / 2 + 7);
  });
  it('of somebody off the screen are nowhere', () => {
    expect(laneYOf(drawn, true)({ id: 'i9' }, null)).toBeNull();
  });
});

it.each([
  [172_800_000, '2 d'],
  [27_000_000, '7.5 h'],
  [90_000, '1.5 min'],
  [250, '0.25 s'],
])('a window of %i ms is %s long', (ms, text) => {
  expect(shortSpan(ms)).toBe(text);
});
