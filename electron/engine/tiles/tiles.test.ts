import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { openTiles } from './handlers';
import { makeMbtiles, makePmtiles, PIXEL } from './testing/make-tiles';

const folder = mkdtempSync(join(tmpdir(), 'sidedoor-tiles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

describe.each([
  ['pmtiles', makePmtiles],
  ['mbtiles', makeMbtiles],
] as const)('%s', (kind, make) => {
  it('with pictures is told and gives them, rows from the north', async () => {
    const path = at(`ok.${kind}`);
    make(path, { tiles: [[0, 0, 0, PIXEL], [1, 1, 0, PIXEL]], name: 'World <b>one</b>', attribution: '<a href="x">© Somebody</a>' }); // biome-ignore format: one line
    const source = await openTiles(path);
    expect(source.info).toMatchObject({
      ...{ media: 'image/png', minZoom: 0, maxZoom: 1 },
      ...{ title: 'World one', attribution: '© Somebody' },
    });
    expect(Buffer.from((await source.tile(0, 0, 0))!).equals(PIXEL)).toBe(true);
    expect(await source.tile(1, 1, 0)).not.toBeNull();
    expect(await source.tile(1, 0, 1)).toBeNull();
    source.close();
  });
  it('with vector tiles gives them unpacked, and none that unpacks to more than a tile may have', async () => {
    const path = at(`vector.${kind}`);
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
    const cut = gzipSync('water').subarray(0, 12);
    make(path, { tiles: [[0, 0, 0, gzipSync('water')], [1, 0, 0, bomb], [1, 1, 1, cut]], vector: true }); // biome-ignore format: one line
    const source = await openTiles(path);
    expect(source.info.media).toBe('application/vnd.mapbox-vector-tile');
    expect(Buffer.from((await source.tile(0, 0, 0))!).toString()).toBe('water');
    expect(await source.tile(1, 0, 0)).toBeNull();
    expect(await source.tile(1, 1, 1)).toBeNull();
    source.close();
  });
  it('cut short, or with a picture of too many pixels, harms nobody', async () => {
    const path = at(`bomb.${kind}`);
    const bomb = Buffer.from(PIXEL);
    bomb.writeUInt32BE(60_000, 16);
    make(path, { tiles: [[0, 0, 0, PIXEL], [1, 0, 0, bomb]] }); // biome-ignore format: one line
    const source = await openTiles(path);
    expect(await source.tile(1, 0, 0)).toBeNull();
    source.close();
    const cut = at(`cut.${kind}`);
    writeFileSync(cut, Buffer.from(kind === 'pmtiles' ? 'PMTiles\u0003' : 'SQLite format 3\0').subarray(0, 40));
    await expect(openTiles(cut)).rejects.toThrow(/cannot be read/);
  });
});

describe('mbtiles of a stranger', () => {
  const view = (sql: string): string => {
    const path = at(`view-${Math.random().toString(36).slice(2)}.mbtiles`);
    const db = new Database(path);
    db.exec(`CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id TEXT, UNIQUE (zoom_level, tile_column, tile_row));
      CREATE TABLE images (tile_data BLOB, tile_id TEXT UNIQUE);
      CREATE TABLE metadata (name TEXT, value TEXT); ${sql}`);
    db.prepare('INSERT INTO map VALUES (0, 0, 0, ?)').run('a');
    db.prepare('INSERT INTO images VALUES (?, ?)').run(PIXEL, 'a');
    db.close();
    return path;
  };
  it('is read by the view that tools write', async () => {
    const source = await openTiles(
      view(`CREATE VIEW tiles AS SELECT map.zoom_level AS zoom_level, map.tile_column AS tile_column, map.tile_row AS tile_row,
        images.tile_data AS tile_data FROM map JOIN images ON images.tile_id = map.tile_id;`),
    );
    expect(await source.tile(0, 0, 0)).not.toBeNull();
    source.close();
  });
  it('is not asked where its own query would run', async () => {
    const endless = `CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
      SELECT 0 AS zoom_level, i AS tile_column, 0 AS tile_row, zeroblob(9) AS tile_data FROM n;`;
    await expect(openTiles(view(endless))).rejects.toThrow(/by a query of its own/);
  });
  it('is told when it lacks its index, its tiles, or is no such file at all', async () => {
    const bare = at('bare.mbtiles');
    const db = new Database(bare);
    db.exec('CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)');
    db.close();
    await expect(openTiles(bare)).rejects.toThrow(/no index/);
    writeFileSync(at('text.mbtiles'), 'hello');
    await expect(openTiles(at('text.mbtiles'))).rejects.toThrow('text.mbtiles is neither PMTiles nor MBTiles');
    await expect(openTiles(at('none.pmtiles'))).rejects.toThrow(/cannot be opened/);
  });
});
