/** Holds packed columns against the database that they were made from, by making them again. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { ReadDb } from '../open';
import { buildColumns } from './build';
import { openColumnsFile } from './open';
import { columnsState } from './state';

class Unlike extends Error {}

/** What is wrong with the file; null where it says what the database says, or is old (it is then never read). */
export function columnsFault(db: ReadDb, path: string): string | null {
  const columns = openColumnsFile(path);
  if (!columns) return 'no packed columns of this version; delete the file: it is made again when the case is opened';
  columns.close();
  if (columns.head.state !== columnsState(db)) return null;
  const file = openSync(path, 'r');
  try {
    buildColumns(db, {
      write(bytes, at) {
        const there = Buffer.alloc(bytes.length);
        const got = readSync(file, there, 0, there.length, at);
        if (got !== bytes.length || !there.equals(bytes)) throw new Unlike();
      },
    });
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Unlike)) throw thrown;
    return 'the packed columns differ from the database; delete the file: it is made again when the case is opened';
  } finally {
    closeSync(file);
  }
}
