/** Tiles of the person's own under everything else: pictures that the owner loads, never an address. */
import L from 'leaflet';
import { beginWork } from '../idle';

export interface MapTiles {
  /** Changes when another file is shown. */
  key: string;
  minZoom: number;
  maxZoom: number;
  bounds: { south: number; west: number; north: number; east: number };
  /** Null where the file has no such tile. */
  load(z: number, x: number, y: number): Promise<Blob | null>;
}

const Layer = L.GridLayer.extend({}) as new (options: L.GridLayerOptions) => L.GridLayer;

export function tileLayer(tiles: MapTiles): L.GridLayer {
  const { south, west, north, east } = tiles.bounds;
  const layer = new Layer({
    pane: 'tilePane',
    minNativeZoom: tiles.minZoom,
    maxNativeZoom: tiles.maxZoom,
    bounds: [
      [south, west],
      [north, east],
    ],
    noWrap: true,
    updateWhenZooming: false,
    keepBuffer: 2,
  });
  (layer as unknown as { createTile(at: L.Coords, done: L.DoneCallback): HTMLElement }).createTile = (at, done) => {
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
      .catch((thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown)), image))
      .finally(end);
    return image;
  };
  return layer;
}
