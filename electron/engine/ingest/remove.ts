/** Takes a file out of the case again: its events or facts, its names, its bytes. Its hash and the reason stay. */
import { dropEvidence, evidencePath } from '../case/evidence';
import type { AddressFacts } from '../enrich/address';
import type { OpenCase } from '../session';
import { removeContext } from '../store/context';
import { dictionaryMarks, forgetUnused } from '../store/dictionaries';
import type { EventBatch } from '../store/event-row';
import { EventWriter } from '../store/event-writer';
import {
  emptiedArchives,
  type FileRow,
  fileById,
  fileByName,
  importSettings,
  isStoredElsewhere,
  markRemoved,
} from '../store/files';
import { placesToReadAgain, recountFiles, removeEvents } from '../store/removal';
import { parsedMapping } from './mapping/chosen';
import { MAPPED, mappedSource } from './mapping/source';
import { readAgain } from './read-again';
import { sources } from './registry';
import type { Source } from './source';

/**
 * Events that other files hold too stay, at their place there; where the other file tells them in another shape they are
 * read again from it. Gives how many events the case has lost; null where no present file has the name.
 */
export async function removeFile(
  opened: OpenCase,
  name: string,
  why: string,
  addressFacts: (ip: string) => AddressFacts,
): Promise<{ file: string; events: number; context: number } | null> {
  const db = opened.db.write;
  const row = fileByName(db, name);
  if (!row) return null;
  // Read before anything is changed: a place that cannot be read must stop the removal, not lose the event.
  const again = await placesOf(opened, row.id);
  const archives = emptiedArchives(db, row);
  // Freed pages are overwritten: what was removed must not be found in the file.
  db.pragma('secure_delete = ON');
  let context = 0;
  const events = db
    .transaction(() => {
      const count = db.prepare('SELECT count(*) FROM event').pluck();
      const before = count.get() as number;
      removeEvents(db, row.id);
      context = removeContext(db, row.id);
      const writer = new EventWriter(db, { addressFacts });
      for (const { fileId, batches } of again) {
        writer.begin(fileId, dictionaryMarks(db));
        for (const batch of batches) {
          writer.startLists(); // each batch comes from an encoder of its own
          writer.write(batch);
        }
        writer.finish();
      }
      markRemoved(db, row.id, why);
      for (const archive of archives) markRemoved(db, archive.id, why);
      recountFiles(db);
      forgetUnused(db);
      const gone = before - (count.get() as number);
      opened.custody.append('remove', { file: name, sha256: row.sha256, why, events: gone, context });
      for (const archive of archives)
        opened.custody.append('remove', { file: archive.name, sha256: archive.sha256, why, events: 0 });
      return gone;
    })
    .immediate();
  db.pragma('secure_delete = OFF');
  if (!row.referenced && !isStoredElsewhere(db, row)) dropEvidence(opened.folder, row.stored);
  for (const archive of archives)
    if (!archive.referenced && !isStoredElsewhere(db, archive)) dropEvidence(opened.folder, archive.stored);
  return { file: name, events, context };
}

/** A mapped file is read again by the mapping that was kept with its import. */
export function sourcesOf(db: OpenCase['db']['read'], file: FileRow): readonly Source[] {
  if (file.source !== MAPPED) return sources.all();
  return [mappedSource(parsedMapping(importSettings(db, file).mapping!.text))];
}

async function placesOf(opened: OpenCase, fileId: number): Promise<{ fileId: number; batches: EventBatch[] }[]> {
  const db = opened.db.read;
  const byFile = Map.groupBy(placesToReadAgain(db, fileId), (place) => place.fileId);
  const out = [];
  for (const [other, places] of byFile) {
    const file = fileById(db, other)!;
    const at = { path: evidencePath(opened.folder, file), packing: file.packing, member: file.member };
    const { year = null } = importSettings(db, file);
    const batches = await readAgain(opened.folder, at, file, places, sourcesOf(db, file), false, year);
    out.push({ fileId: other, batches });
  }
  return out;
}
