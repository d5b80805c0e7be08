import { describe, expect, it } from 'vitest';
import type { Journey, PlaceRow } from '../../../shared/contract/events';
import { recordingPen } from '../../ui/canvas-chart/draw-log';
import type { Projection } from '../../ui/map-base';
import { drawMap } from './draw';
import { boundsOf, countryName, type Layers, mapHit, mapPicture, speedText } from './picture';
import { advance, nextStop, REPLAY_MS, replayStep, whereAt } from './replay';

const projection: Projection = {
  point: (lat, lon) => ({ x: 400 + lon * 2, y: 200 - lat * 2 }),
  pixels: (km) => km / 10,
  zoom: 3,
  size: { width: 800, height: 400 },
};
const place = (city: string, lat: number, lon: number, success: number, denied: number): PlaceRow => ({
  key: city,
  country: 'ES',
  city,
  lat,
  lon,
  from: 'log',
  radiusKm: 300,
  success,
  denied,
  other: 0,
  identities: 1,
  ips: [],
});
const end = (event: string, time: number, lat: number, lon: number) => ({ event, time, lat, lon, name: event });
const journey: Journey = {
  identity: { id: 'i1', name: 'ana' },
  legs: [
    {
      from: end('e1', 0, 40, 0),
      to: end('e2', 100, 44, 60),
      km: 2_400,
      speedKmh: 1_790,
      impossible: true,
      denied: true,
    },
    {
      from: end('e2', 100, 44, 60),
      to: end('e3', 900, 40, 0),
      km: 2_400,
      speedKmh: 300,
      impossible: false,
      denied: false,
    },
  ],
};
const all: Layers = {
  success: true,
  denied: true,
  travel: true,
  cities: true,
  doubt: true,
  countries: true,
  networks: true,
};
const measure = (text: string): number => text.length * 6;
const places = [place('Madrid', 40, 0, 100, 4), place('Bucharest', 44, 60, 1, 9)];
const picture = (layers = all, until: number | null = null) =>
  mapPicture(
    places,
    journey,
    layers,
    projection,
    { cities: [{ name: 'Paris', country: 'FR', lat: 48, lon: 2, rank: 1 }], countries: [], towns: [] },
    until,
    measure,
  );

describe('the map’s picture', () => {
  it('halves stand for accesses above and denials below, areas for counts', () => {
    const [madrid, bucharest] = picture().marks;
    expect(madrid).toMatchObject({ name: 'Madrid', up: 26 });
    expect(madrid!.down).toBeCloseTo(26 * Math.sqrt(4 / 100));
    expect(bucharest!.down).toBeGreaterThan(bucharest!.up);
    expect(madrid!.doubt).toBe(30);
  });
  it('layers take their half away', () => {
    expect(picture({ ...all, success: false }).marks.every((mark) => mark.up === 0)).toBe(true);
    expect(picture({ ...all, travel: false }).legs).toEqual([]);
    expect(picture({ ...all, cities: false }).labels.some((label) => label.look === 'city')).toBe(false);
  });
  it('only an impossible leg is labelled, with its speed', () => {
    expect(
      picture()
        .labels.filter((label) => label.look === 'speed')
        .map((label) => label.text),
    ).toEqual(['1,790 km/h']);
  });
  it('travel stops at the instant of the replay', () => {
    expect(picture(all, 50).legs).toHaveLength(0);
    expect(picture(all, 100).legs).toHaveLength(1);
    expect(picture(all, 900).legs).toHaveLength(2);
  });
  it('a leg over the date line is drawn on both sides', () => {
    const over: Journey = {
      ...journey,
      legs: [{ ...journey.legs[0]!, from: end('a', 0, 35, 139), to: end('b', 9, 34, -118) }],
    };
    const made = mapPicture([], over, all, projection, { cities: [], countries: [], towns: [] }, null, measure).legs;
    expect(made).toHaveLength(2);
    expect(made[0]!.curve.x2).toBeGreaterThan(made[0]!.curve.x1);
    expect(made[1]!.curve.x1 - made[0]!.curve.x1).toBe(-720);
  });
  it('is hit: circle before way', () => {
    const made = picture();
    expect(mapHit(made, 400, 120)).toMatchObject({ kind: 'place', mark: { key: 'Madrid' } });
    const middle = made.legs[0]!.curve;
    expect(
      mapHit(made, (middle.x1 + 2 * middle.cx + middle.x2) / 4, (middle.y1 + 2 * middle.cy + middle.y2) / 4)?.kind,
    ).toBe('leg');
    expect(mapHit(made, 10, 10)).toBeNull();
  });
  it('bounds hold every place with some air', () => {
    expect(boundsOf(places)).toEqual({ south: 38.5, west: -1.5, north: 45.5, east: 61.5 });
    expect(boundsOf([])).toBeNull();
  });
  it('speeds are whole numbers with their unit, and no more digits than they are worth', () => {
    expect([1_790.4, 1_348_199, null].map(speedText)).toEqual(['1,790 km/h', '> 10,000 km/h', 'same instant']);
  });
  it('names countries', () => {
    expect(countryName('ro')).toBe('Romania');
    expect(countryName('not-a-code')).toBe('not-a-code');
  });
});

it('draws impossible travel dashed and the halves apart', () => {
  const { pen, log } = recordingPen();
  drawMap(pen, picture(), (name) => name, null, null, null);
  expect(log).toContain('setLineDash [6,4]');
  expect(log.filter((line) => /^arc 400 120 26 3\.1 6\.3/.test(line))).toHaveLength(1);
  expect(log.filter((line) => /^fillText 1,790 km\/h/.test(line))).toHaveLength(1);
});

describe('replay', () => {
  const span = { from: 0, to: 1_200 };
  it('takes twelve seconds for any span and ends', () => {
    expect(advance(0, REPLAY_MS / 2, span)).toBe(600);
    expect(advance(1_199, REPLAY_MS, span)).toBeNull();
  });
  it('knows where the person is', () => {
    expect(whereAt(journey, -5, projection)).toMatchObject({ x: 400, y: 120 });
    expect(whereAt(journey, 100, projection)).toMatchObject({ x: 520, y: 112 });
    expect(whereAt(journey, 5_000, projection)).toMatchObject({ x: 400, y: 120 });
    const halfway = whereAt(journey, 50, projection)!;
    expect(halfway.x).toBeGreaterThan(400);
    expect(halfway.x).toBeLessThan(520);
    expect(whereAt({ ...journey, legs: [] }, 0, projection)).toBeNull();
  });
  it('steps from arrival to arrival', () => {
    expect(nextStop(journey, 0, 1, span)).toBe(100);
    expect(nextStop(journey, 100, 1, span)).toBe(900);
    expect(nextStop(journey, 900, 1, span)).toBe(1_200);
    expect(nextStop(journey, 900, -1, span)).toBe(100);
    expect(nextStop(null, 5, -1, span)).toBe(0);
  });
});

describe('what the networks are', () => {
  it('stands as letters beside a mark, only where somebody tells', () => {
    const told = [
      {
        ...places[0]!,
        networks: [
          { kind: 'hosting', because: 'AS1', events: 3 },
          { kind: 'tor', because: 'list', events: 1 },
        ],
      },
      { ...places[1]!, shared: { ip: '192.0.2.1', identities: 40 } },
    ];
    const none = { cities: [], countries: [], towns: [] };
    const marks = (layers: Layers) => mapPicture(told, null, layers, projection, none, null, measure).marks;
    expect(marks(all).map(({ badge }) => badge)).toEqual(['TH', 'S']);
    expect(marks({ ...all, networks: false }).map(({ badge }) => badge)).toEqual(['', '']);
    expect(picture().marks.map(({ badge }) => badge)).toEqual(['', '']);
  });
});

describe('names of countries and towns', () => {
  const countries = [
    { name: 'France', lat: 46, lon: 2, width: 60 },
    { name: 'Liechtenstein', lat: 47, lon: 9, width: 1 },
  ];
  it('a country is named where its name fits into it; towns only close up', () => {
    const towns = [{ name: 'Vichy', lat: 46, lon: -60, people: 25 }];
    const at = (zoom: number) =>
      mapPicture([], null, all, { ...projection, zoom }, { cities: [], countries, towns }, null, measure).labels;
    expect(at(3).map(({ text, look }) => [text, look])).toEqual([['France', 'country']]);
    expect(at(6).map(({ text }) => text)).toEqual(['France', 'Vichy']);
  });
});

describe('the replay', () => {
  it('counts places once a step, its end included', () => {
    const span = { from: 0, to: 6_000 };
    const steps = new Set(Array.from({ length: 600 }, (_, i) => replayStep(i * 10, span)));
    expect(steps.size).toBeLessThanOrEqual(61);
    expect(replayStep(6_000, span)).toBe(6_000);
    expect(replayStep(-5, span)).toBe(1);
  });
});
