/** What the investigator wrote, as notes on the objects that it stands on. */
import type { Annotation } from '../../../../../shared/model/case';
import { refKind } from '../../../../../shared/model/ids';
import { type Author, domain, domainId, type Stix } from './objects';

/** Ids of STIX objects that a reference of ours may stand for. */
function standsFor(author: Author, on: string): string[] {
  const kind = refKind(on);
  if (kind === 'event') return [domainId(author, 'observed-data', on)];
  if (kind === 'episode') return [domainId(author, 'grouping', on)];
  if (kind === 'identity') return [domainId(author, 'identity', on)];
  return [];
}

/** Empty where nothing that the note stands on is in the bundle. */
export function* noteObjects(author: Author, note: Annotation, isThere: (id: string) => boolean): Generator<Stix> {
  const refs = standsFor(author, note.on).filter(isThere);
  if (refs.length === 0) return;
  yield domain({ ...author, created: note.at, modified: note.at }, 'note', note.id, {
    content: note.text,
    authors: [note.by],
    labels: note.tags,
    object_refs: refs,
  });
}
