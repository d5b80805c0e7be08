import { expect, it } from 'vitest';
import { WIDTH } from './figures';
import { goneOn, mapOf, type Spot } from './map';

const spot = (name: string, lat: number, lon: number): Spot => ({ name, lat, lon, denied: 1, success: 1 });
const WORLD = [spot('Nome', 64.5, -165.4), spot('Suva', -18.1, 178.4), spot('McMurdo', -77.8, 166.7)];

/** Whether a place is land on the map of the whole world (even-odd over all outlines). */
function isLand(lon: number, lat: number): boolean {
  const figure = mapOf(WORLD, [], 'Map', 'x')!;
  const scale = WIDTH / 360;
  const x = (lon + 180) * scale;
  // The map of all longitudes is cut to the latitudes that it needs; its scale is the same both ways.
  const y = (northOf(figure.height / scale) - lat) * scale;
  let inside = false;
  for (const shape of figure.shapes) {
    if (shape.shape !== 'polygon' || shape.look !== 'land') continue;
    const { points } = shape;
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [ax, ay] = points[i]!;
      const [bx, by] = points[j]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}
const northOf = (tall: number): number => {
  const middle = (64.5 + -77.8) / 2;
  return Math.min(90 - tall / 2, Math.max(-90 + tall / 2, middle)) + tall / 2;
};

it.each([
  ['Moscow', 37.6, 55.75, true],
  ['the end of Siberia, beyond the date line', -175, 66.8, true],
  ['Siberia before it', 175, 67, true],
  ['the Barents Sea', 40, 74, false],
  ['the Arctic north of Canada', -140, 76, false],
  ['the South Pacific', -150, -40, false],
  ['the middle of Antarctica', 60, -80, true],
  ['the North Atlantic', -30, 59.5, false],
])('%s', (_, lon, lat, land) => {
  expect(isLand(lon, lat)).toBe(land);
});

it('an outline goes on over the date line, and one round the pole is closed over it', () => {
  expect(goneOn([[179, 1], [-179, 1], [-179, 0], [179, 0]])).toEqual([[179, 1], [181, 1], [181, 0], [179, 0]]); // biome-ignore format: one line
  const round = goneOn([[-180, -70], [-60, -70], [60, -70], [180, -70], [-180, -70]]); // biome-ignore format: one line
  expect(round.slice(-2)).toEqual([[180, -90], [-180, -90]]); // biome-ignore format: one line
});

it('a name stands beside the line of a journey, not on it', () => {
  const [london, falkenstein] = [spot('London, GB', 51.5, -0.1), spot('Falkenstein, DE', 50.5, 12.4)];
  const { shapes } = mapOf([london, falkenstein], [{ from: london, to: falkenstein }], 'Map', 'x')!;
  const name = shapes.find((shape) => shape.shape === 'text' && shape.text === 'London, GB');
  expect(name).toMatchObject({ anchor: 'end' });
});
