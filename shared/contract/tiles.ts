import { z } from 'zod';
import { query } from './define';

/** A file of map tiles, as far as it can be drawn. */
export const TileFile = z.object({
  /** Media type of its tiles: pictures, or Mapbox vector tiles (not compressed when they are handed out). */
  media: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/avif', 'application/vnd.mapbox-vector-tile']),
  minZoom: z.number(),
  maxZoom: z.number(),
  /** Degrees: where it has tiles, as it says itself. */
  bounds: z.object({ south: z.number(), west: z.number(), north: z.number(), east: z.number() }),
  /** What the file says of itself and of whom to credit: text of a stranger. */
  title: z.string(),
  attribution: z.string(),
});
export type TileFile = z.infer<typeof TileFile>;

/** Tiles of the person's own, from a file that the host granted. They are no part of any case. */
export const tiles = {
  /** What the file holds; an error says why it cannot be drawn. */
  'tiles.open': query({ in: z.object({ ref: z.string().max(100) }), out: TileFile }),
  /** One tile, base 64; null where the file has none. Web Mercator, rows from the north. */
  'tiles.get': query({
    in: z.object({
      ref: z.string().max(100),
      z: z.number().int().min(0).max(24),
      x: z.number().int().min(0),
      y: z.number().int().min(0),
    }),
    out: z.object({ base64: z.string().nullable() }),
  }),
};
