import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../shared/contract/events';
import { recordingPen } from '../../ui/canvas-chart/draw-log';
import { timeScale } from '../../ui/time-scale';
import { coverageOf } from './coverage';
import { type DrawnLane, drawTimeline, hairText, type Picture } from './draw';
import { hitTest } from './hits';

const T0 = Date.parse('2026-01-14T02:00:00Z');
const MINUTE = 60_000;
const who = { id: 'i1', name: 'ana', kind: 'human' as const };
const lane = (part: Partial<DrawnLane>): DrawnLane => ({
  key: '0',
  top: 0,
  height: 44,
  lane: null,
  part: false,
  active: false,
  covered: null,
  brackets: [],
  bands: [],
  track: null,
  ...part,
});
const single: Lane = {
  identity: who,
  part: null,
  events: 4,
  denials: 3,
  single: {
    ids: ['e1', 'e2', 'e3', 'e4'],
    times: [T0 + 10 * MINUTE, T0 + 10 * MINUTE + 100, T0 + 10 * MINUTE + 200, T0 + 30 * MINUTE],
    marks: ['denied', 'denied', 'denied', 'success'],
  },
  density: null,
};
const dense: Lane = {
  ...single,
  single: null,
  density: { denied: [0, 4], success: [9, 0], other: [0, 0] },
};
const picture = (lanes: DrawnLane[], more: Partial<Picture> = {}): Picture => ({
  scale: timeScale({ from: T0, to: T0 + 60 * MINUTE }, 600),
  zone: 'UTC',
  from: T0,
  step: 30 * MINUTE,
  lanes,
  arcs: [],
  hoveredArc: null,
  brush: null,
  evidence: { from: T0, to: T0 + 60 * MINUTE },
  gaps: [],
  hair: null,
  anchor: null,
  selectedEvent: null,
  cursor: null,
  ...more,
});
const drawn = (made: Picture): string[] => {
  const { pen, log } = recordingPen();
  drawTimeline(pen, { width: 600, height: 200 }, made, (name) => name);
  return log;
};

describe('what is drawn', () => {
  it('a denial is a cross below the middle, an access a dot above it', () => {
    const log = drawn(picture([lane({ lane: single })]));
    expect(log).toContain('arc 300 56 4 0 6.3');
    expect(log.filter((line) => line.startsWith('moveTo 96 65'))).toHaveLength(1); // three on one pixel: one cross
    expect(log).toContain('fillText ×3 108 69.5');
  });
  it('density: accesses up, denials down, each on its own scale', () => {
    const log = drawn(picture([lane({ lane: dense })]));
    expect(log).toContain('fillRect 0 46 299.5 16');
    expect(log).toContain('fillRect 300 63 299.5 16');
  });
  it('where a source has no log the lane is hatched, and what the brush leaves out steps back', () => {
    const covered = { from: T0 + 30 * MINUTE, to: T0 + 60 * MINUTE };
    const plain = drawn(picture([lane({ lane: single })])).filter((line) => line === 'clip').length;
    const log = drawn(picture([lane({ lane: single, covered })], { brush: covered }));
    expect(log.filter((line) => line === 'clip')).toHaveLength(plain + 1);
    expect(log).toContain('rect 0 40 300 43');
    expect(log).toContain('fillRect 0 40 300 160');
  });
  it('an arc is dashed until it is confirmed', () => {
    const arc = (review: 'confirmed' | null) => ({
      episode: { id: 'p1' } as Picture['arcs'][number]['episode'],
      link: { event: 'e4', review } as Picture['arcs'][number]['link'],
      x1: 100,
      y1: 29,
      x2: 300,
      y2: 16,
      cx: 200,
      cy: 0,
    });
    expect(drawn(picture([], { arcs: [arc(null)] }))).toContain('setLineDash [4,3]');
    expect(drawn(picture([], { arcs: [arc('confirmed')] }))).not.toContain('setLineDash [4,3]');
  });
  it('lanes off the screen are not drawn', () => {
    const log = drawn(picture([lane({ top: 500, lane: single }), lane({ top: -100, lane: single })]));
    expect(log.some((line) => line.startsWith('arc'))).toBe(false);
  });
});

describe('what is hit', () => {
  const made = picture([lane({ lane: single }), lane({ key: '1', top: 44, lane: dense })]);
  it('marks that share a pixel are told together', () => {
    expect(hitTest(made, 102, 70)).toMatchObject({ kind: 'mark', mark: 'denied', n: 3 });
    expect(hitTest(made, 305, 50)).toMatchObject({ kind: 'mark', id: 'e4', n: 1 });
  });
  it('a bar tells its counts and its span', () => {
    expect(hitTest(made, 400, 40 + 44 + 30)).toMatchObject({ kind: 'bar', denied: 4, from: T0 + 30 * MINUTE });
  });
  it('a bracket is taken at its rim, also over marks', () => {
    const bracket = {
      from: T0 + 9 * MINUTE,
      to: T0 + 11 * MINUTE,
      colour: '--compromise',
      shape: 'cross' as const,
      selected: false,
    };
    const episode = { id: 'p1' } as DrawnLane['brackets'][number]['episode'];
    const with_ = picture([lane({ lane: single, brackets: [{ ...bracket, episode }] })]);
    expect(hitTest(with_, 100, 43)?.kind).toBe('bracket');
    expect(hitTest(with_, 100, 69)?.kind).toBe('mark');
    expect(hitTest(with_, 150, 43)).toBeNull();
  });
  it('the axis and empty ground are nothing', () => {
    expect(hitTest(made, 102, 20)).toBeNull();
    expect(hitTest(made, 500, 50)).toBeNull();
  });
});

it('the hair line says the exact time with its zone, and the distance from a locked one', () => {
  expect(hairText(T0 + 402, 'UTC', null)).toBe('02:00:00.402 Z');
  expect(hairText(T0, 'Europe/Berlin', null)).toBe('03:00:00.000 +01:00');
  expect(hairText(T0 + 261_000, 'UTC', T0)).toBe('02:04:21.000 Z  +4 min 21 s');
  expect(hairText(T0 - 90 * MINUTE, 'UTC', T0)).toBe('00:30:00.000 Z  −1 h 30 min');
});

it('coverage of a source is that of all its files', () => {
  const made = coverageOf([
    { source: 'okta', first: '2026-01-02T00:00:00.000Z', last: '2026-01-03T00:00:00.000Z' },
    { source: 'okta', first: '2026-01-01T00:00:00.000Z', last: '2026-01-02T00:00:00.000Z' },
    { source: null, first: '2020-01-01T00:00:00.000Z', last: '2030-01-01T00:00:00.000Z' },
    { source: 'duo', first: null, last: null },
  ]);
  expect([...made.keys()]).toEqual(['okta']);
  expect(made.get('okta')!.from).toBe(Date.parse('2026-01-01T00:00:00Z'));
  expect(made.get('okta')!.to).toBe(Date.parse('2026-01-03T00:00:00Z') + 1);
});
