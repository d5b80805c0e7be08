/**
 * MBTiles 1.3: an SQLite database of a stranger, opened for reading only. Its own SQL (views, triggers) runs in this process
 * when it is asked: only a table, or the one view that tools write, is asked, and only by an index.
 */
import Database from 'better-sqlite3';
import {
  boundsOf,
  checked,
  LARGEST_TILE,
  mediaOf,
  plainWords,
  TileFileError,
  type TileSource,
  unpacked,
  VECTOR,
} from './tile-source';

export const isSqlite = (head: Uint8Array): boolean =>
  String.fromCharCode(...head.subarray(0, 15)) === 'SQLite format 3';

/** The view over `map` and `images` by which tools keep equal tiles once: nothing else may stand in it. */
const KNOWN_VIEW =
  /^create view "?tiles"? as select (?:map\.)?zoom_level(?: as zoom_level)?, ?(?:map\.)?tile_column(?: as tile_column)?, ?(?:map\.)?tile_row(?: as tile_row)?, ?(?:images\.)?tile_data(?: as tile_data)? from (?:map (?:left |inner )?join images on (?:images\.tile_id ?= ?map\.tile_id|map\.tile_id ?= ?images\.tile_id)|images join map on images\.tile_id ?= ?map\.tile_id);?$/;

export function openMbtiles(path: string, name: string): TileSource {
  let db: Database.Database;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: 1_000 });
  } catch (thrown) {
    throw damaged(name, thrown);
  }
  try {
    db.pragma('trusted_schema = OFF');
    db.pragma('query_only = ON');
    return opened(db, name);
  } catch (thrown) {
    db.close();
    throw thrown instanceof TileFileError ? thrown : damaged(name, thrown);
  }
}

const damaged = (name: string, thrown: unknown): TileFileError =>
  new TileFileError(
    `${name} cannot be read as MBTiles: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    'make or copy the file again',
  );

function opened(db: Database.Database, name: string): TileSource {
  const schema = new Map(
    (
      db.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name IN ('tiles', 'metadata')").all() as {
        type: string;
        name: string;
        sql: string;
      }[]
    ).map((row) => [row.name, row]),
  );
  const tiles = schema.get('tiles');
  if (!tiles) throw new TileFileError(`${name} has no tiles: it is another kind of database`, 'choose an MBTiles file');
  const sql = tiles.sql.toLowerCase().replace(/\s+/g, ' ').trim();
  if (tiles.type !== 'table' && !KNOWN_VIEW.test(sql)) {
    throw new TileFileError(
      `${name} makes its tiles by a query of its own, which Sidedoor does not run`,
      'save it again as a plain MBTiles file: a table "tiles", or the usual view over "map" and "images"',
    );
  }
  const about = new Map<string, unknown>();
  if (schema.get('metadata')?.type === 'table')
    for (const row of db.prepare('SELECT name, value FROM metadata LIMIT 200').all() as {
      name: string;
      value: unknown;
    }[])
      about.set(row.name, row.value);
  const get = db
    .prepare<[number, number, number, number], Buffer>(
      'SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? AND length(tile_data) <= ?',
    )
    .pluck();
  const plan = db
    .prepare('EXPLAIN QUERY PLAN SELECT tile_data FROM tiles WHERE zoom_level = 1 AND tile_column = 1 AND tile_row = 1')
    .all() as { detail: string }[];
  if (plan.some(({ detail }) => /^SCAN/.test(detail))) {
    throw new TileFileError(
      `${name} has no index over zoom_level, tile_column and tile_row: every tile would read the whole file`,
      'add the index that the format asks for',
    );
  }
  const { low, high } = db.prepare('SELECT min(zoom_level) AS low, max(zoom_level) AS high FROM tiles').get() as {
    low: number | null;
    high: number | null;
  };
  const first = low === null ? null : (db.prepare('SELECT tile_data FROM tiles LIMIT 1').pluck().get() as unknown);
  if (low === null || high === null || !Buffer.isBuffer(first)) {
    throw new TileFileError(`${name} is empty: there is no tile in it`, 'choose another file');
  }
  // Vector tiles also say nothing of themselves: gzip, or a protocol buffer's first field.
  const isVector = about.get('format') === 'pbf' || (first[0] === 0x1f && first[1] === 0x8b) || first[0] === 0x1a;
  const media = mediaOf(first) ?? (isVector ? VECTOR : null);
  if (media === null) {
    throw new TileFileError(
      `${name} holds tiles that are neither pictures nor vector tiles`,
      'choose a file with PNG, JPEG, WebP or MVT tiles',
    );
  }
  const [west, south, east, north] = String(about.get('bounds') ?? '')
    .split(',')
    .map(Number);
  return {
    info: {
      media,
      minZoom: Math.max(0, Math.min(24, low)),
      maxZoom: Math.max(0, Math.min(24, high)),
      bounds: boundsOf(west ?? Number.NaN, south ?? Number.NaN, east ?? Number.NaN, north ?? Number.NaN),
      title: plainWords(about.get('name')) || name,
      attribution: plainWords(about.get('attribution')),
    },
    // Rows are counted from the south (TMS).
    tile(z, x, y) {
      try {
        const found: unknown = get.get(z, x, 2 ** z - 1 - y, LARGEST_TILE);
        if (!Buffer.isBuffer(found)) return null;
        return media === VECTOR ? unpacked(found) : checked(found);
      } catch (thrown) {
        throw damaged(name, thrown);
      }
    },
    close: () => void db.close(),
  };
}
