/** A copy of the case database for a bundle: one moment of it, without what was deleted, the same bytes each time. */
import fs from 'node:fs';
import path from 'node:path';
import { openCaseDb } from '../store/open';
import { DATABASE } from './layout';

/**
 * Copies the database of the case in `folder` to the new file `to`. Pages of removed material are not in it. Counters that
 * SQLite raises with every copy are set to one value, so that a copy of a copy is the same file. Blocks while it works.
 */
export function snapshot(folder: string, to: string): void {
  const db = openCaseDb(path.join(folder, DATABASE), { readOnly: true });
  try {
    db.read.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
  const file = fs.openSync(to, 'r+');
  try {
    // File format of SQLite, §1.3: change counter, schema cookie, and for which change counter the next field holds.
    for (const at of [24, 40, 92]) fs.writeSync(file, Buffer.from([0, 0, 0, 1]), 0, 4, at);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}
