/** What of a case an export holds: all of it, what a query fits, or one episode. Streamed; nothing is held per event. */
import { plural } from '../../../shared/base/text';
import type { Annotation } from '../../../shared/model/case';
import { type Episode, linksOf, type Path } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import type { CaseView } from './case-view';
import { ExportError, type WriteContext } from './format';

type Asked = Pick<WriteContext, 'query' | 'episode' | 'signal'>;

export const isWhole = ({ query, episode }: Pick<Asked, 'query' | 'episode'>): boolean =>
  query === '' && episode === null;

/** The episode of that id or alias; throws an `ExportError` where there is none. */
function oneEpisode(view: CaseView, id: string): Episode {
  const found = view.episode(id);
  if (found) return found;
  throw new ExportError(`there is no episode ${id.slice(0, 40)}`, { fix: 'take an id from `episodes`' });
}

/** Ids of all events that an episode tells of: its denials, what followed, the hops of its paths, what is cited. */
export function eventsOfEpisode(view: CaseView, episode: Episode): Set<string> {
  const ids = new Set(episode.events);
  for (const link of linksOf(episode)) for (const id of [link.event, ...link.path]) ids.add(id);
  for (const path of view.pathsOf(episode.id)) for (const hop of path.hops) ids.add(hop.event);
  for (const { events } of [...episode.for, ...episode.against]) for (const id of events) ids.add(id);
  for (const { event } of episode.recent ?? []) if (event !== null) ids.add(event);
  if (episode.nextOwn) ids.add(episode.nextOwn.event);
  return ids;
}

/** Events in scope, in order of time. */
export function* eventsIn(view: CaseView, asked: Asked): Generator<Event> {
  if (asked.episode === null) {
    yield* view.events(asked.query);
    return;
  }
  const found: Event[] = [];
  for (const id of eventsOfEpisode(view, oneEpisode(view, asked.episode))) {
    const event = view.event(id);
    if (event) found.push(event);
  }
  found.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1));
  const seen = new Set<string>(); // one record may be cited by an id that it had before
  for (const event of found) {
    if (!seen.has(event.id)) yield event;
    seen.add(event.id);
  }
}

/** Episodes in scope, in order of time: with a query those that have an event which it fits. */
export function* episodesIn(view: CaseView, asked: Asked): Generator<Episode> {
  if (asked.episode !== null) {
    yield oneEpisode(view, asked.episode);
    return;
  }
  if (asked.query === '') {
    yield* view.episodes('');
    return;
  }
  const hit = new Set<string>();
  const told = new Set<string>();
  for (const { events } of view.episodes('')) for (const id of events) told.add(id);
  let n = 0;
  for (const event of view.events(asked.query)) {
    if (++n % 1_000 === 0) asked.signal.throwIfAborted();
    for (const id of [event.id, ...(event.aliases ?? [])]) if (told.has(id)) hit.add(id);
  }
  for (const episode of view.episodes('')) if (episode.events.some((id) => hit.has(id))) yield episode;
}

/** Paths of an episode, best first. */
export const pathsIn = (view: CaseView, episode: Episode): Path[] => view.pathsOf(episode.id);

/** Notes that stand on any of the given ids; all that stand where `ids` is null. */
export function* notesOn(view: CaseView, ids: ReadonlySet<string> | null): Generator<Annotation> {
  for (const { withdrawn, ...note } of view.annotations())
    if (withdrawn === null && (ids === null || ids.has(note.on))) yield note;
}

/** Says what a narrowed export leaves out; `written` = events that it holds. */
export function sayScope(view: CaseView, context: WriteContext, written: number): void {
  if (isWhole(context)) return;
  const rest = plural(view.info.events - written, 'event');
  if (context.episode !== null) context.leftOut(`${rest} that episode ${context.episode} does not tell of`);
  else context.leftOut(`${rest} that do not match the query "${context.query}"`);
}

/** Events that are known to come, for the progress: 0 = not known before. */
export const expected = (view: CaseView, asked: Asked): number => (isWhole(asked) ? view.info.events : 0);
