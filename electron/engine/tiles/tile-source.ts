/** What every kind of tile file gives, and the limits that keep a hostile one from taking the machine. */
import { gunzipSync, inflateSync } from 'node:zlib';
import type { TileFile } from '../../../shared/contract/tiles';

export interface TileSource {
  info: TileFile;
  /** Bytes of a picture or an unpacked vector tile; null where the file has none. Throws one line for a damaged file. */
  tile(z: number, x: number, y: number): Promise<Uint8Array | null> | Uint8Array | null;
  close(): void;
}

/** The file is no tile file, is damaged, or holds what is not drawn: `message` says which, `fix` what to do. */
export class TileFileError extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
    this.name = 'TileFileError';
  }
}

/** Bytes of one tile; pictures of 512 pixels and usual vector tiles have a tenth of it. */
export const LARGEST_TILE = 4 * 1024 * 1024;
/** Pixels a side. */
const LARGEST_SIDE = 2_048;

/** Mapbox vector tiles: the page draws them in its own colours. */
export const VECTOR = 'application/vnd.mapbox-vector-tile';

type Media = TileFile['media'];

/** What the first bytes say that a picture is; null for anything that is not drawn. */
export function mediaOf(bytes: Uint8Array): Media | null {
  const ascii = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes.length > 24 && ascii(1, 4) === 'PNG' && bytes[0] === 0x89) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  if (ascii(4, 8) === 'ftyp' && ascii(8, 11) === 'avi') return 'image/avif';
  return null;
}

/** A picture that may go to the page; null for one that may not: another kind, too many bytes, or a PNG of too many pixels. */
export function checked(bytes: Uint8Array): Uint8Array | null {
  const media = mediaOf(bytes);
  if (media === null || bytes.length > LARGEST_TILE) return null;
  if (media === 'image/png') {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (view.getUint32(16) > LARGEST_SIDE || view.getUint32(20) > LARGEST_SIDE) return null;
  }
  return bytes;
}

/** A vector tile as it may go to the page, unpacked; null for one that is damaged or too large. */
export function unpacked(bytes: Uint8Array): Uint8Array | null {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isZlib = bytes[0] === 0x78 && bytes.length > 1 && (bytes[0] * 256 + bytes[1]!) % 31 === 0;
  try {
    if (isGzip) return gunzipSync(bytes, { maxOutputLength: LARGEST_TILE });
    if (isZlib) return inflateSync(bytes, { maxOutputLength: LARGEST_TILE });
  } catch {
    return null;
  }
  return bytes.length > LARGEST_TILE ? null : bytes;
}

const LONGEST = 300;
/** Words of the file about itself: markup taken away, short. */
export const plainWords = (text: unknown): string =>
  typeof text === 'string'
    ? text
        .replace(/<[^<>]*>/g, '')
        .replace(/&copy;/g, '©')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, LONGEST)
    : '';

/** Bounds as the file says them, kept on the map. */
export function boundsOf(west: number, south: number, east: number, north: number): TileFile['bounds'] {
  const fits = [west, south, east, north].every(Number.isFinite) && west < east && south < north;
  if (!fits) return { west: -180, south: -85, east: 180, north: 85 };
  return {
    west: Math.max(-180, west),
    south: Math.max(-85.06, south),
    east: Math.min(180, east),
    north: Math.min(85.06, north),
  };
}
