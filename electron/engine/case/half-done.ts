/**
 * What a crash, a power cut or a full disk left of an import: rows, files that were being copied in, and evidence that was
 * already in its place but belongs to no completed import.
 */
import fs from 'node:fs';
import path from 'node:path';
import { runningSince, storedFiles } from '../store/case-checks';
import { deleteMeta, readMeta, writeMeta } from '../store/case-reads';
import { areIndexesDown } from '../store/event-indexes';
import { sweep } from '../store/files';
import { type CaseDb, durable, type ReadDb, type WriteDb } from '../store/open';
import { dropEvidence, sweepIncoming } from './evidence';
import { EVIDENCE } from './layout';

/** `meta` key: an archive that is about to lie in the evidence folder before any file of it has a row. */
const ARRIVING = 'arriving';

/** Remembered, on the disk itself, before the archive is moved to its place (relative to the case folder): a cut leaves a name, not a riddle. */
export const noteArriving = (db: WriteDb, stored: string): void => durable(db, () => writeMeta(db, ARRIVING, stored));
export const noteArrived = (db: WriteDb): void => deleteMeta(db, ARRIVING);
export const arriving = (db: ReadDb): string | null => readMeta(db, ARRIVING);

/** Did an import end without being able to tidy up? Asked before the next one. */
export const isHalfDone = (db: ReadDb): boolean =>
  runningSince(db) !== null || arriving(db) !== null || areIndexesDown(db);

/**
 * Takes it out; call it with the case locked, while nothing is being imported. Gives the names of the files whose import
 * it was, and how many copies went.
 */
export function sweepHalfDone(where: string, db: CaseDb): { imports: string[]; copies: number } {
  const since = runningSince(db.read);
  const named = new Set<string>();
  const archive = arriving(db.read);
  if (archive !== null) named.add(path.normalize(archive));
  const imports = sweep(db.write, (stored) => named.add(path.normalize(stored)));
  let copies = sweepIncoming(where);
  if (since !== null || archive !== null) {
    const known = new Set(storedFiles(db.read).map((file) => path.normalize(file.stored)));
    for (const entry of fs.readdirSync(path.join(where, EVIDENCE), { withFileTypes: true, recursive: true })) {
      const file = path.join(entry.parentPath, entry.name);
      const stored = path.relative(where, file);
      if (!entry.isFile() || known.has(stored)) continue;
      // Besides what has a name only what came since that import began: a file that someone put there earlier is not ours.
      if (!named.has(stored) && (since === null || fs.statSync(file).ctimeMs < since)) continue;
      dropEvidence(where, stored);
      copies += 1;
    }
  }
  if (archive !== null) noteArrived(db.write);
  return { imports, copies };
}
