/** Small tile files for tests: the formats written out by hand, as their specifications have them. */
import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { zxyToTileId } from 'pmtiles';

/** A PNG of one grey pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

export interface Made {
  /** Zoom, column, row from the north, bytes. */
  tiles: [number, number, number, Buffer][];
  name?: string;
  attribution?: string;
  vector?: boolean;
}

export function makeMbtiles(path: string, { tiles, name, attribution, vector }: Made): void {
  const db = new Database(path);
  db.exec(`CREATE TABLE metadata (name TEXT, value TEXT);
    CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
    CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);`);
  const about = { name, attribution, format: vector ? 'pbf' : 'png', bounds: '-180,-85,180,85' };
  for (const [key, value] of Object.entries(about))
    if (value !== undefined) db.prepare('INSERT INTO metadata VALUES (?, ?)').run(key, value);
  for (const [z, x, y, data] of tiles)
    db.prepare('INSERT INTO tiles VALUES (?, ?, ?, ?)').run(z, x, 2 ** z - 1 - y, data);
  db.close();
}

export function makePmtiles(path: string, { tiles, name, attribution, vector }: Made): void {
  const entries = tiles.map(([z, x, y, data]) => ({ id: zxyToTileId(z, x, y), data })).sort((a, b) => a.id - b.id);
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
  let at = 0;
  const offsets = entries.map(({ data }) => {
    const here = at;
    at += data.length;
    return here;
  });
  const root = Buffer.from([
    ...varint(entries.length),
    ...entries.flatMap(({ id }, i) => varint(id - (entries[i - 1]?.id ?? 0))),
    ...entries.flatMap(() => varint(1)),
    ...entries.flatMap(({ data }) => varint(data.length)),
    ...offsets.flatMap((offset) => varint(offset + 1)),
  ]);
  const about = Buffer.from(JSON.stringify({ name, attribution }));
  const header = Buffer.alloc(127);
  header.write('PMTiles', 0);
  header[7] = 3;
  const long = (value: number, where: number): void => void header.writeBigUInt64LE(BigInt(value), where);
  long(127, 8);
  long(root.length, 16);
  long(127 + root.length, 24);
  long(about.length, 32);
  long(127 + root.length + about.length, 40);
  long(0, 48);
  long(127 + root.length + about.length, 56);
  long(at, 64);
  for (const where of [72, 80, 88]) long(entries.length, where);
  header[96] = 1;
  header[97] = 1; // directories are not compressed
  header[98] = 1; // nor are tiles
  header[99] = vector ? 1 : 2;
  header[100] = Math.min(...tiles.map(([z]) => z));
  header[101] = Math.max(...tiles.map(([z]) => z));
  for (const [i, degrees] of [-180, -85, 180, 85].entries()) header.writeInt32LE(degrees * 1e7, 102 + i * 4);
  writeFileSync(path, Buffer.concat([header, root, about, ...entries.map(({ data }) => data)]));
}
