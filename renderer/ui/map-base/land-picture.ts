/** The bundled land as a drawing that leaves the program: what lies in sight, with no more points than a pixel can tell apart. */
import type { Colours, Pen } from '../canvas-chart';
import type { Projection } from './MapBase';
import { boxOf, loadWorld } from './world';

export type Rings = readonly (readonly (readonly [number, number])[])[];

const CLOSE = 5.5; // zoom from which the finer land is taken, as on the screen
const APART = 0.6; // px

/** Outlines of what lies in sight, in pixels of the projection; one list of rings for each country. */
export async function landIn(projection: Projection): Promise<Rings[]> {
  const world = await loadWorld(projection.zoom >= CLOSE ? 'close' : 'world');
  const { width, height } = projection.size;
  return world.features.flatMap((country) => {
    const [west, south, east, north] = boxOf(country);
    const a = projection.point(Math.min(north, 85), west);
    const b = projection.point(Math.max(south, -85), east);
    if (b.x < 0 || a.x > width || b.y < 0 || a.y > height) return [];
    const { geometry } = country;
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return [
      polygons.flatMap((rings) => rings.map((ring) => thinned(ring, projection)).filter((ring) => ring.length > 3)),
    ];
  });
}

function thinned(ring: readonly number[][], projection: Projection): [number, number][] {
  const out: [number, number][] = [];
  for (const [lon = 0, lat = 0] of ring) {
    const { x, y } = projection.point(Math.min(85, Math.max(-85, lat)), lon);
    const last = out.at(-1);
    if (!last || Math.abs(x - last[0]) + Math.abs(y - last[1]) >= APART)
      out.push([Math.round(x * 10) / 10, Math.round(y * 10) / 10]);
  }
  return out;
}

export function drawLand(pen: Pen, countries: readonly Rings[], colours: Colours): void {
  pen.lineWidth = 0.8;
  pen.fillStyle = colours('--map-land') || colours('--sunken');
  pen.strokeStyle = colours('--line-strong');
  for (const rings of countries) {
    pen.beginPath();
    for (const ring of rings) {
      for (const [i, [x, y]] of ring.entries()) {
        if (i === 0) pen.moveTo(x, y);
        else pen.lineTo(x, y);
      }
      pen.closePath();
    }
    pen.fill();
    pen.stroke();
  }
}
