import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from './time';
import { journey, loggedRadius } from './travel';

const at = (lat: number, lon: number, radius = 0) => ({ lat, lon, radius });
const LONDON = at(51.5074, -0.1278);
const NEW_YORK = at(40.7128, -74.006);

describe('great circles', () => {
  it.each([
    ['London–New York', LONDON, NEW_YORK, 5570.2],
    ['Amsterdam–Tokyo', at(52.3676, 4.9041), at(35.6762, 139.6503), 9288],
    ['over the date line', at(-18.1248, 178.4501), at(-13.8507, -171.7514), 1150],
    ['to the other side', at(0, 0), at(0, 180), 20015.1],
    ['nowhere', LONDON, LONDON, 0],
  ])('%s', (_, from, to, km) => {
    expect(Math.abs(journey(from, to, HOUR).km - km)).toBeLessThan(4);
  });
});

describe('travel', () => {
  it.each([
    ['eight hours over the Atlantic', LONDON, NEW_YORK, 8 * HOUR, false],
    ['three', LONDON, NEW_YORK, 3 * HOUR, true],
    ['at once', LONDON, NEW_YORK, 0, true],
    ['back in time: clocks', LONDON, NEW_YORK, -MINUTE, true],
    ['at once within one town', LONDON, at(51.6, -0.1), 0, false],
    ['a town 150 km off in 2 min', at(51.5, 0, 20), at(53.2, 0, 20), 2 * MINUTE, true],
    ['the same, known to the country only', at(51.5, 0, 20), at(53.2, 0, 400), 2 * MINUTE, false],
    ['700 km off in an hour, less both radii', at(0, 0, 250), at(0, 6.3, 250), HOUR, false],
    ['countries at the ends of the world', at(0, 0, 900), at(0, 90, 900), HOUR, true],
  ])('%s', (_, from, to, ms, impossible) => {
    expect(journey(from, to, ms).impossible).toBe(impossible);
  });

  it('is as slow as both radii allow', () => {
    const { km, least, kmh } = journey({ ...LONDON, radius: 100 }, { ...NEW_YORK, radius: 470 }, 5 * HOUR);
    expect(least).toBeCloseTo(km - 570, 6);
    expect(kmh).toBeCloseTo((km - 570) / 5, 6);
    expect(journey(LONDON, NEW_YORK, 0).kmh).toBeNull();
    expect(journey({ ...LONDON, radius: 9_000 }, NEW_YORK, HOUR)).toMatchObject({
      least: 0,
      kmh: 0,
      impossible: false,
    });
  });
});

it('takes a town’s radius, or the country’s', () => {
  expect([loggedRadius('Leeds', 400), loggedRadius(null, 400), loggedRadius(null, null)]).toEqual([25, 400, 500]);
});
