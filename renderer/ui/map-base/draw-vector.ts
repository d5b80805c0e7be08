/**
 * Vector tiles in the page's own colours. What a layer is, is told by its name, in the three common schemas (OpenMapTiles,
 * Protomaps, Shortbread); what no name fits is drawn as thin lines. Quiet on purpose: the marks on top are what is looked at.
 */
import type { Colours } from '../canvas-chart';
import type { VectorFeature, VectorLayer } from './vector-tile';

type Ground = 'land' | 'green' | 'water' | 'building' | 'road' | 'border' | 'place' | 'other';
/** Nothing of these: names of houses, points of interest, labels of what is drawn as a shape already. */
const LEFT_OUT = /label|poi|housenum|address|mountain|aerodrome|name|transit|point/i;
const PLACES = /^(places?|place_labels|city|cities|settlements?)$/i;
const GROUNDS: [Ground, RegExp][] = [
  ['water', /water|ocean|^sea$|lake|river/i],
  ['building', /building/i],
  ['road', /road|street|transport|highway|rail/i],
  ['border', /bound|admin|border/i],
  ['green', /landcover|landuse|park|wood|forest|grass|^sites$/i],
  ['land', /^(earth|land|countries|country|coastline)$/i],
];
const ORDER: Ground[] = ['land', 'green', 'water', 'building', 'road', 'border', 'other', 'place'];

/** Words of shapes that drawing asks for. */
export const ASKED = new Set(['class', 'kind', 'kind_detail', 'admin_level', 'name', 'name:en', 'name:latin', 'name_en', 'rank', 'population_rank']); // biome-ignore format: one list

export function groundOf(layer: string): Ground | null {
  if (PLACES.test(layer)) return 'place';
  if (LEFT_OUT.test(layer)) return null;
  return GROUNDS.find(([, names]) => names.test(layer))?.[0] ?? 'other';
}

/** Wide roads first seen from afar: pixels at a zoom, 0 where it is not yet worth a line. */
export function roadWidth({ words }: VectorFeature, zoom: number): number {
  const of = `${words.class ?? ''} ${words.kind ?? ''} ${words.kind_detail ?? ''}`;
  const first = /motorway|highway/.test(of) ? 4 : /trunk|primary|major/.test(of) ? 7 : /secondary|tertiary|medium/.test(of) ? 10 : 12; // biome-ignore format: one ladder
  return zoom < first ? 0 : Math.min(5, 0.6 + (zoom - first) * 0.35);
}

export interface TilePlace {
  /** Zoom that is looked at. */
  zoom: number;
  /** Pixels of a side of the square that is drawn. */
  size: number;
  /** The square as a part of the tile: 1 and 0, 0 for the whole of it, 2 and 1, 0 for its upper right quarter. */
  times: number;
  column: number;
  row: number;
}

/** Draws the whole square, ground first. */
export function drawVectorTile(
  pen: CanvasRenderingContext2D,
  layers: readonly VectorLayer[],
  place: TilePlace,
  colours: Colours,
): void {
  const land = colours('--map-land') || colours('--sunken');
  // Where a file draws its land, what is left is sea; where it draws its water, what is left is land.
  const hasLand = layers.some(({ name }) => groundOf(name) === 'land');
  pen.fillStyle = hasLand ? colours('--surface') : land;
  pen.fillRect(0, 0, place.size, place.size);
  pen.lineJoin = 'round';
  for (const ground of ORDER)
    for (const layer of layers) {
      if (groundOf(layer.name) !== ground) continue;
      const scale = (place.size * place.times) / layer.extent;
      pen.save();
      // A label is not cut in two: its square has it whole or not at all.
      pen.translate(-place.column * place.size, -place.row * place.size);
      if (ground === 'place') names(pen, layer, scale, place, colours);
      else shapes(pen, layer, ground, scale, place.zoom, colours, land);
      pen.restore();
    }
}

function shapes(
  pen: CanvasRenderingContext2D,
  layer: VectorLayer,
  ground: Ground,
  scale: number,
  zoom: number,
  colours: Colours,
  land: string,
): void {
  if (ground === 'building' && zoom < 13) return;
  pen.strokeStyle = colours(ground === 'road' || ground === 'border' ? '--line-strong' : '--line');
  pen.fillStyle = ground === 'land' ? land : ground === 'water' ? colours('--surface') : colours('--line');
  pen.globalAlpha = ground === 'green' ? 0.25 : ground === 'building' ? 0.6 : 1;
  pen.setLineDash(ground === 'border' ? [4, 3] : []);
  for (const feature of layer.features) {
    if (feature.type === 'point') continue;
    if (ground === 'border' && Number(feature.words.admin_level ?? 2) > (zoom < 6 ? 2 : 4)) continue;
    const width = ground === 'road' ? roadWidth(feature, zoom) : 0.8;
    if (width === 0) continue;
    pen.beginPath();
    for (const part of feature.parts) {
      for (let i = 0; i + 1 < part.length; i += 2) {
        const [x, y] = [part[i]! * scale, part[i + 1]! * scale];
        if (i === 0) pen.moveTo(x, y);
        else pen.lineTo(x, y);
      }
      if (feature.type === 'polygon') pen.closePath();
    }
    pen.lineWidth = width;
    // Polygons that nobody named may lie over everything: their outline is enough.
    if (feature.type === 'polygon' && ground !== 'other' && ground !== 'border') pen.fill('evenodd');
    else pen.stroke();
  }
}

const LABEL = 11; // pixels

function names(
  pen: CanvasRenderingContext2D,
  layer: VectorLayer,
  scale: number,
  place: TilePlace,
  colours: Colours,
): void {
  const left = place.column * place.size;
  const top = place.row * place.size;
  const taken: { x: number; y: number; wide: number }[] = [];
  const rank = ({ words }: VectorFeature): number => Number(words.rank ?? 20 - Number(words.population_rank ?? 0));
  pen.font = `${LABEL}px ${colours('--font') || 'sans-serif'}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.lineWidth = 3;
  pen.strokeStyle = colours('--map-land') || colours('--sunken');
  pen.fillStyle = colours('--muted');
  for (const feature of [...layer.features].sort((a, b) => rank(a) - rank(b))) {
    const { words, parts, type } = feature;
    const text = String(words['name:en'] ?? words.name_en ?? words['name:latin'] ?? words.name ?? '').slice(0, 40);
    const [x, y] = [(parts[0]?.[0] ?? 0) * scale, (parts[0]?.[1] ?? 0) * scale];
    if (text === '' || type !== 'point') continue;
    const wide = pen.measureText(text).width / 2 + 3;
    const isIn = x - wide > left && x + wide < left + place.size && y - LABEL > top && y + LABEL < top + place.size;
    const isFree = taken.every((one) => Math.abs(one.x - x) > one.wide + wide || Math.abs(one.y - y) > LABEL + 4);
    if (!isIn || !isFree) continue;
    taken.push({ x, y, wide });
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  }
}
