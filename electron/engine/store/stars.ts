/** Stars and tags: what the investigator's notes mark, by the present id of what they stand on. */
import type { Annotation } from '../../../shared/model/case';
import { refKind } from '../../../shared/model/ids';
import { STAR_TAG } from '../../../shared/model/note-templates';
import { annotations, resolveTarget } from './annotations';
import type { ReadDb } from './open';
import { untilWritten } from './writes';

/** Notes that stand and carry a tag, each with the present id of what it is on; on nothing of this case: left out. */
const tagged = untilWritten((db): Annotation[] =>
  annotations(db)
    .filter(({ tags }) => tags.length > 0)
    .flatMap((note) => {
      const target = resolveTarget(db, note.on);
      return target ? [{ ...note, on: target.id }] : [];
    }),
);

/** Notes with a star, in order of time. */
export const stars = (db: ReadDb): Annotation[] => tagged(db).filter(({ tags }) => tags.includes(STAR_TAG));

/** Ids of one kind with a star on them. */
export const starredIds = (db: ReadDb, kind: 'event' | 'episode' | 'identity'): Set<string> =>
  new Set(stars(db).flatMap(({ on }) => (refKind(on) === kind ? [on] : [])));

/** Tags by the id of what they are on, in small letters. */
export const tagsById = untilWritten((db): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { on, tags } of tagged(db))
    found.set(on, [...(found.get(on) ?? []), ...tags.map((tag) => tag.toLowerCase())]);
  return found;
});

/** Ids of events with a tag; `*` in it is the wildcard. */
export function eventsTagged(db: ReadDb, tag: string): string[] {
  const pattern = new RegExp(
    `^${tag
      .toLowerCase()
      .split(/\*+/)
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
  return [...tagsById(db)].flatMap(([on, tags]) =>
    refKind(on) === 'event' && tags.some((one) => pattern.test(one)) ? [on] : [],
  );
}
