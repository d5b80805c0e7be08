/** Tiles of the person's own under everything else: what the owner loads, never an address. */
import L from 'leaflet';
import type { Colours } from '../canvas-chart';
import { beginWork } from '../idle';
import { ASKED, drawVectorTile } from './draw-vector';
import { readVectorTile, type VectorLayer } from './vector-tile';

export interface MapTiles {
  /** Changes when another file is shown. */
  key: string;
  /** Mapbox vector tiles, drawn here; otherwise pictures. */
  isVector: boolean;
  minZoom: number;
  maxZoom: number;
  bounds: { south: number; west: number; north: number; east: number };
  /** Null where the file has no such tile. */
  load(z: number, x: number, y: number): Promise<Blob | null>;
}

type Maker = (at: L.Coords, done: L.DoneCallback) => HTMLElement;
const Layer = L.GridLayer.extend({}) as new (options: L.GridLayerOptions) => L.GridLayer;

export function tileLayer(tiles: MapTiles, colours: Colours): L.GridLayer {
  const { south, west, north, east } = tiles.bounds;
  const layer = new Layer({
    pane: 'tilePane',
    minNativeZoom: tiles.minZoom,
    // A vector tile is drawn as sharp as it is looked at, also closer than the file goes.
    ...(!tiles.isVector && { maxNativeZoom: tiles.maxZoom }),
    bounds: [
      [south, west],
      [north, east],
    ],
    noWrap: true,
    updateWhenZooming: false,
    keepBuffer: 2,
  });
  (layer as unknown as { createTile: Maker }).createTile = tiles.isVector
    ? vectors(tiles, layer, colours)
    : pictures(tiles);
  return layer;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

function pictures(tiles: MapTiles): Maker {
  return (at, done) => {
    const image = document.createElement('img');
    image.alt = '';
    image.decoding = 'async';
    const end = beginWork();
    tiles
      .load(at.z, at.x, at.y)
      .then((blob) => {
        if (!blob) {
          done(undefined, image);
          return;
        }
        const address = URL.createObjectURL(blob);
        const settle = (error?: Error) => () => {
          URL.revokeObjectURL(address);
          done(error, image);
        };
        image.onload = settle();
        // A picture that cannot be decoded leaves its square empty.
        image.onerror = settle(new Error('the tile is no picture'));
        image.src = address;
      })
      .catch((thrown: unknown) => done(asError(thrown), image))
      .finally(end);
    return image;
  };
}

/** Read tiles that are kept for the squares beside them, closer than the file goes. */
const KEPT = 24;

function vectors(tiles: MapTiles, layer: L.GridLayer, colours: Colours): Maker {
  const held = new Map<string, Promise<VectorLayer[] | null>>();
  const read = (z: number, x: number, y: number): Promise<VectorLayer[] | null> => {
    const key = `${z}/${x}/${y}`;
    const found =
      held.get(key) ??
      tiles.load(z, x, y).then(async (blob) => blob && readVectorTile(new Uint8Array(await blob.arrayBuffer()), ASKED));
    held.delete(key);
    held.set(key, found);
    for (const old of [...held.keys()].slice(0, -KEPT)) held.delete(old);
    return found;
  };
  return (at, done) => {
    const canvas = document.createElement('canvas');
    const side = layer.getTileSize().x;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(side * ratio);
    canvas.height = Math.round(side * ratio);
    const closer = Math.max(0, at.z - tiles.maxZoom);
    const times = 2 ** closer;
    const [x, y] = [Math.floor(at.x / times), Math.floor(at.y / times)];
    const end = beginWork();
    read(at.z - closer, x, y)
      .then((layers) => {
        const pen = canvas.getContext('2d');
        if (layers && pen) {
          pen.scale(ratio, ratio);
          const place = { zoom: at.z, size: side, times, column: at.x - x * times, row: at.y - y * times };
          drawVectorTile(pen, layers, place, colours);
        }
        done(undefined, canvas);
      })
      // A tile that cannot be read leaves its square empty.
      .catch((thrown: unknown) => done(asError(thrown), canvas))
      .finally(end);
    return canvas;
  };
}
