/** Answers about map tiles of the person's own: files that the host granted, opened once, no part of any case. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { HandlersOf } from '../../../shared/contract/index';
import type { tiles } from '../../../shared/contract/tiles';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { Session } from '../session';
import { isSqlite, openMbtiles } from './mbtiles';
import { isPmtiles, openPmtiles } from './pmtiles';
import { TileFileError, type TileSource } from './tile-source';

/** Files held open; the one used longest ago makes room. */
const OPEN = 3;

export function tileHandlers(session: Session): HandlersOf<typeof tiles> & { close(): void } {
  const held = new Map<string, Promise<TileSource>>();
  const letGo = (path: string): void => {
    const source = held.get(path);
    held.delete(path);
    void source?.then(
      (one) => one.close(),
      () => undefined,
    );
  };
  const source = (ref: string): Promise<TileSource> => {
    const path = session.path(ref, 'read');
    const known = held.get(path);
    held.delete(path);
    const opening = known ?? openTiles(path);
    held.set(path, opening);
    // A file that could not be opened is tried anew the next time: it may have been mended.
    opening.catch(() => held.delete(path));
    for (const other of [...held.keys()].slice(0, -OPEN)) letGo(other);
    return opening;
  };
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof TileFileError) throw new SidedoorError('unreadable', thrown.message, { fix: thrown.fix });
      throw thrown;
    }
  };
  return {
    'tiles.open': ({ ref }) => told(async () => (await source(ref)).info),
    'tiles.get': ({ ref, z, x, y }) =>
      told(async () => {
        if (x >= 2 ** z || y >= 2 ** z) return { base64: null };
        const bytes = await (await source(ref)).tile(z, x, y);
        return { base64: bytes && Buffer.from(bytes).toString('base64') };
      }),
    close() {
      for (const path of [...held.keys()]) letGo(path);
    },
  };
}

/** Opens a file by what its first bytes say that it is. */
export async function openTiles(path: string): Promise<TileSource> {
  const name = basename(path);
  const head = new Uint8Array(16);
  try {
    const file = await open(path, 'r');
    try {
      await file.read(head, 0, head.length, 0);
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw new TileFileError(
      `${name} cannot be opened: ${(thrown as NodeJS.ErrnoException).code ?? String(thrown)}`,
      'choose the file again',
    );
  }
  if (isPmtiles(head)) return openPmtiles(path, name);
  if (isSqlite(head)) return openMbtiles(path, name);
  throw new TileFileError(`${name} is neither PMTiles nor MBTiles`, 'choose a .pmtiles or .mbtiles file');
}
