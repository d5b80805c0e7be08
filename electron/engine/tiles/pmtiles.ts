/** PMTiles 3: one file, read in ranges by the format's own library; every length that it names is bounded here. */
import { type FileHandle, open } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Compression, type Header, PMTiles, type RangeResponse, type Source, TileType } from 'pmtiles';
import {
  boundsOf,
  checked,
  LARGEST_TILE,
  plainWords,
  TileFileError,
  type TileSource,
  unpacked,
  VECTOR,
} from './tile-source';

const LARGEST_READ = 16 * 1024 * 1024; // a directory, or the metadata
const LARGEST_UNPACKED = 64 * 1024 * 1024;

class FileRange implements Source {
  constructor(
    private readonly file: FileHandle,
    private readonly bytes: number,
    private readonly key: string,
  ) {}
  getKey(): string {
    return this.key;
  }
  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    if (!(offset >= 0 && length >= 0 && offset <= this.bytes && length <= LARGEST_READ))
      throw new Error('it names bytes that it does not have');
    const buffer = new Uint8Array(Math.min(length, this.bytes - offset));
    const { bytesRead } = await this.file.read(buffer, 0, buffer.length, offset);
    return { data: buffer.buffer.slice(0, bytesRead) as ArrayBuffer };
  }
}

const MEDIA = {
  [TileType.Png]: 'image/png',
  [TileType.Jpeg]: 'image/jpeg',
  [TileType.Webp]: 'image/webp',
  [TileType.Avif]: 'image/avif',
  [TileType.Mvt]: VECTOR,
} as const;

async function unpack(data: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
  if (compression === Compression.None || compression === Compression.Unknown) return data;
  if (compression !== Compression.Gzip) throw new Error('it is compressed in a way that Sidedoor does not read');
  const out = gunzipSync(new Uint8Array(data), { maxOutputLength: LARGEST_UNPACKED });
  return out.buffer.slice(out.byteOffset, out.byteOffset + out.byteLength) as ArrayBuffer;
}

/** Whether the file begins as PMTiles do, in any version. */
export const isPmtiles = (head: Uint8Array): boolean => String.fromCharCode(...head.subarray(0, 7)) === 'PMTiles';

export async function openPmtiles(path: string, name: string): Promise<TileSource> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const archive = new PMTiles(new FileRange(file, size, path), undefined, unpack);
    const damaged = (thrown: unknown): TileFileError =>
      new TileFileError(
        `${name} cannot be read as PMTiles: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        'make or copy the file again; version 3 of the format is read',
      );
    let header: Header;
    let about: Record<string, unknown>;
    try {
      header = await archive.getHeader();
      about = ((await archive.getMetadata()) ?? {}) as Record<string, unknown>;
    } catch (thrown) {
      throw damaged(thrown);
    }
    const media = MEDIA[header.tileType as keyof typeof MEDIA];
    if (!media) {
      throw new TileFileError(
        `${name} does not say what its tiles are (tile type ${header.tileType})`,
        'choose a file with picture tiles (PNG, JPEG, WebP) or vector tiles (MVT)',
      );
    }
    return {
      info: {
        media,
        minZoom: header.minZoom,
        maxZoom: header.maxZoom,
        bounds: boundsOf(header.minLon, header.minLat, header.maxLon, header.maxLat),
        title: plainWords(about.name) || name,
        attribution: plainWords(about.attribution),
      },
      async tile(z, x, y) {
        try {
          const found = await archive.getZxy(z, x, y);
          if (!found || found.data.byteLength > LARGEST_TILE) return null;
          const bytes = new Uint8Array(found.data);
          return media === VECTOR ? unpacked(bytes) : checked(bytes);
        } catch (thrown) {
          throw damaged(thrown);
        }
      },
      close: () => void file.close(),
    };
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}
