/** What the investigator wrote, as notes on the objects that it stands on. */
import type { Annotation } from '../../../../../shared/model/case';
import type { ManualEvent } from '../../../../../shared/model/manual-event';
import { MANUAL, manualText } from '../../manual';
import type { NoteTargets } from '../../note-targets';
import { type Author, domain, domainId, reportId, type Stix } from './objects';

/** Empty where nothing that the note stands on is in the bundle. Spans and places are told of on the report. */
export function* noteObjects(
  author: Author,
  note: Annotation,
  on: NoteTargets,
  isThere: (id: string) => boolean,
): Generator<Stix> {
  const episodes = on.episodes.map((id) => domainId(author, 'grouping', id));
  // A note on a link or path is about its episode first: without it the access alone would say something else.
  if (!episodes.every(isThere)) return;
  const refs = [
    ...episodes,
    ...on.events.map((id) => domainId(author, 'observed-data', id)),
    ...on.identities.map((id) => domainId(author, 'identity', id)),
  ].filter(isThere);
  if (on.isWhole) refs.push(reportId(author));
  if (refs.length === 0) return;
  yield domain({ ...author, created: note.at, modified: note.at }, 'note', note.id, {
    abstract: on.about,
    content: note.text,
    authors: [note.by],
    labels: note.tags,
    object_refs: refs,
  });
}

/** What no log tells: a note on whom it is about where the bundle has them, else on the report; never observed data. */
export function manualObject(author: Author, event: ManualEvent, isThere: (id: string) => boolean): Stix {
  const about = event.identity === null ? null : domainId(author, 'identity', event.identity);
  return domain({ ...author, created: event.at, modified: event.at }, 'note', event.id, {
    abstract: `Manual event at ${event.time}: in no log`,
    content: manualText(event),
    authors: [event.by],
    labels: [MANUAL],
    object_refs: [about !== null && isThere(about) ? about : reportId(author)],
  });
}
