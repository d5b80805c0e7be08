import { describe, expect, it } from 'vitest';
import type { Event } from '../../../shared/model/event';
import { LOGGED_TOWN_KM } from '../../../shared/model/travel';
import { arrival, crop, freeCorner, miniPlaces } from './mini-map';
import { arcPath, LABEL_WIDTH, miniTimeline } from './mini-timeline';

const T = Date.parse('2026-01-14T02:00:00.000Z');
const H = 3_600_000;
const MADRID = { country: 'ES', region: null, city: 'Madrid', lat: 40.4, lon: -3.7, from: 'log' as const };
const BUCHAREST = { country: 'RO', region: null, city: 'Bucharest', lat: 44.4, lon: 26.1, from: 'database' as const };

function event(id: string, hours: number, more: Partial<Event> = {}): Event {
  return {
    id,
    time: new Date(T + hours * H).toISOString(),
    source: 'entra',
    class: 'authentication',
    outcome: 'success_mfa',
    denial: false,
    geo: MADRID,
    ...more,
  } as Event;
}
const denied = (id: string, hours: number, more: Partial<Event> = {}): Event =>
  event(id, hours, { outcome: 'denied_by_user', denial: true, geo: BUCHAREST, ...more });

const around = [
  event('e1', -6),
  denied('e2', 0),
  denied('e3', 0.05, { source: 'okta' }),
  event('e4', 0.2, { geo: BUCHAREST }),
  event('e5', 2, { source: 'duo' }),
];

describe('miniTimeline', () => {
  const layout = miniTimeline(
    {
      around,
      range: { from: T - 12 * H, to: T + 12 * H },
      episode: { start: around[1]!.time, end: around[2]!.time, events: ['e2', 'e3'] },
      links: [{ event: 'e4' }, { event: 'gone', review: null }],
      zone: 'UTC',
    },
    420,
    110,
  );
  it('has a row a source, those with denials first, all inside the box', () => {
    expect(layout.rows.map(({ source, denied: n }) => [source, n])).toEqual([
      ['entra', 1],
      ['okta', 1],
      ['duo', 0],
    ]);
    for (const { y } of layout.rows) expect(y).toBeLessThan(110 - 18);
  });
  it('draws marks in order of time, the key ones in front', () => {
    const x = new Map(layout.marks.map((mark) => [mark.id, mark.x]));
    expect([...x.keys()].at(-1)).toBe('e4');
    expect(x.get('e1')!).toBeLessThan(x.get('e2')!);
    for (const value of x.values()) expect(value).toBeGreaterThanOrEqual(LABEL_WIDTH);
  });
  it('ties the last denial before it to each linked access that is on the page', () => {
    expect(layout.arcs).toHaveLength(1);
    const okta = layout.marks.find(({ id }) => id === 'e3')!;
    expect(layout.arcs[0]).toMatchObject({ event: 'e4', from: [okta.x, okta.y], review: null });
    expect(arcPath([0, 20], [40, 20])).toMatch(/^M0 15C/);
  });
  it('folds many sources into a last row', () => {
    const many = miniTimeline(
      {
        around: Array.from({ length: 9 }, (_, i) => event(`e${i}`, i / 10, { source: `s${i}` })),
        range: { from: T - H, to: T + H },
        episode: { start: around[1]!.time, end: around[1]!.time, events: [] },
        links: [],
        zone: 'UTC',
      },
      300,
      90,
    );
    expect(many.rows.map(({ label }) => label)).toEqual(
      ['S0', 'S1', 'S2', 'S3', '5 more'].map((label) => label.replace(/^S(\d)$/, 'S$1')),
    );
    expect(many.marks).toHaveLength(9);
  });
});

describe('miniPlaces', () => {
  it('counts by place, the ones that matter first, and leaves out what has none', () => {
    const places = miniPlaces([...around, event('e9', 1, { geo: null })], new Set(['e2']));
    expect(places.map(({ name, denied: n, success }) => [name, n, success])).toEqual([
      ['Bucharest', 2, 1],
      ['Madrid', 0, 2],
    ]);
  });
});

describe('crop', () => {
  it('holds every place with air, north above south', () => {
    const places = miniPlaces(around, new Set());
    const view = crop(places, 230, 100);
    for (const { lat, lon } of places) {
      expect(view.x(lon)).toBeGreaterThan(15);
      expect(view.x(lon)).toBeLessThan(215);
      expect(view.y(lat)).toBeGreaterThan(10);
      expect(view.y(lat)).toBeLessThan(90);
    }
    expect(view.y(60)).toBeLessThan(view.y(40));
  });
  it('shows a single place in its surroundings', () => {
    const view = crop([{ lat: 0, lon: 0 }], 200, 100);
    expect(view.east - view.west).toBeCloseTo(24);
  });
});

describe('arrival', () => {
  it('measures the way from the last access before to the first denial', () => {
    const leg = arrival(around, miniPlaces(around, new Set(['e2'])), T)!;
    expect(leg).toMatchObject({ from: { name: 'Madrid' }, to: { name: 'Bucharest' }, impossible: false });
    expect(leg.km).toBeGreaterThan(2_300);
    // What the radii of the two towns leave of it, as the reasons on the card say it.
    expect(Math.abs(leg.kmh! - (leg.km - 2 * LOGGED_TOWN_KM) / 6)).toBeLessThan(1);
  });
  it('calls it impossible when no airliner is that fast', () => {
    const quick = [event('e1', -0.5), ...around.slice(1)];
    expect(arrival(quick, miniPlaces(quick, new Set()), T)).toMatchObject({ impossible: true });
  });
  it('knows no journey where place or past is missing', () => {
    expect(arrival(around.slice(1), miniPlaces(around, new Set()), T)).toBeNull();
    const home = [event('e1', -6), denied('e2', 0, { geo: MADRID })];
    expect(arrival(home, miniPlaces(home, new Set()), T)).toBeNull();
  });
});

it('a button of the map stands where no place does', () => {
  const size = { width: 200, height: 100 };
  expect(freeCorner([{ x: 100, y: 50 }], size)).toBe('right bottom');
  expect(freeCorner([{ x: 170, y: 80 }], size)).toBe('left bottom');
  expect(freeCorner([{ x: 170, y: 80 }, { x: 10, y: 90 }], size)).toBe('right top'); // biome-ignore format: one line
});
