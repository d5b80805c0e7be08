/** Stars, tags and words: what the investigator's notes say, by the present id of what they stand on. */
import { ellipsis } from '../../../shared/base/text';
import type { Annotation, NoteBrief } from '../../../shared/model/case';
import { refKind } from '../../../shared/model/ids';
import { STAR_TAG, STAR_TEXT } from '../../../shared/model/note-templates';
import { QueryError } from '../../../shared/model/query';
import { annotations, presentId } from './annotations';
import { fits, isSaid, type Marks } from './marks';
import type { ReadDb } from './open';
import { untilWritten } from './writes';

/** Notes that stand, each with the present id of what it is on; on nothing of this case: left out. */
const standing = untilWritten((db): Annotation[] =>
  annotations(db).flatMap((note) => {
    const on = presentId(db, note.on);
    return on === null ? [] : [{ ...note, on }];
  }),
);

/** Notes with a star, in order of time. */
export const stars = (db: ReadDb): Annotation[] => standing(db).filter(({ tags }) => tags.includes(STAR_TAG));

/** Ids of one kind with a star on them. */
export const starredIds = (db: ReadDb, kind: 'event' | 'episode' | 'identity'): Set<string> =>
  new Set(stars(db).flatMap(({ on }) => (refKind(on) === kind ? [on] : [])));

const hasWords = ({ text, tags }: Annotation): boolean => !(text === STAR_TEXT && tags.includes(STAR_TAG));

const marks = untilWritten((db): ReadonlyMap<string, Marks> => {
  const found = new Map<string, { tags: string[]; labels: string[]; words: Annotation[] }>();
  for (const note of standing(db)) {
    const held = found.get(note.on) ?? { tags: [], labels: [], words: [] };
    found.set(note.on, held);
    held.labels.push(...note.tags);
    held.tags.push(...note.tags.map((tag) => tag.toLowerCase()));
    if (hasWords(note)) held.words.push(note);
  }
  return found;
});

const NONE: Marks = { tags: [], labels: [], words: [] };

/** What notes say of the thing with this present id. */
export const marksOf = (db: ReadDb, id: string): Marks => marks(db).get(id) ?? NONE;

const BRIEF = 600; // characters of all notes on one thing that its row tells

/** What a row tells of the notes on the thing with this present id; null where there is nothing but a star, or nothing. */
export function briefOf(db: ReadDb, id: string): NoteBrief | null {
  const found = marks(db).get(id);
  if (!found) return null;
  const tags = [...new Map(found.labels.map((tag) => [tag.toLowerCase(), tag])).values()].filter(
    (tag) => tag !== STAR_TAG,
  );
  if (tags.length === 0 && found.words.length === 0) return null;
  const text = found.words
    .map((note) => note.text)
    .reverse()
    .join('\n\n');
  return { on: id, tags, text: ellipsis(text, BRIEF), notes: found.words.length };
}

/** Ids of events with a note in words or with a tag that is no star. */
export const notedEvents = untilWritten((db): ReadonlySet<string> => {
  const ids = new Set<string>();
  for (const [on, { tags, words }] of marks(db))
    if (refKind(on) === 'event' && (words.length > 0 || tags.some((tag) => tag !== STAR_TAG))) ids.add(on);
  return ids;
});

/** Tags of events, each as often as events have it. */
export const tagsOfEvents = (db: ReadDb): string[] =>
  [...marks(db)].flatMap(([on, { tags }]) => (refKind(on) === 'event' ? [...new Set(tags)] : []));

const PATIENCE_MS = 2_000;

/** Ids of events with a tag that is what is asked for; `*` in it is the wildcard. */
export const eventsTagged = (db: ReadDb, asked: string | RegExp): string[] =>
  eventsWith(db, ({ tags }) => tags.some((tag) => fits(tag, asked, false)));

/** Ids of events with a note that says what is asked for; `*` alone: with any note in words. */
export const eventsNoted = (db: ReadDb, asked: string | RegExp): string[] =>
  eventsWith(db, (found) => isSaid(found, asked));

function eventsWith(db: ReadDb, isIt: (found: Marks) => boolean): string[] {
  const ids: string[] = [];
  const begun = performance.now();
  for (const [on, found] of marks(db)) {
    if (performance.now() - begun > PATIENCE_MS)
      throw new QueryError('this takes too long on the notes of this case', 0);
    if (refKind(on) === 'event' && isIt(found)) ids.push(on);
  }
  return ids;
}
