/** What a note stands on, told in things that a data format has objects for. */
import { refKind } from '../../../shared/model/ids';
import { parseNoteRef } from '../../../shared/model/note-refs';
import type { CaseView } from './case-view';

export interface NoteTargets {
  /** Present ids, also where the note was written under a former one. */
  events: string[];
  episodes: string[];
  identities: string[];
  /** A span of time or a place: nothing in particular, so the case as a whole. */
  isWhole: boolean;
  /** What the reference says beyond these objects, in words; null where they say it all. */
  about: string | null;
}

/** Finds targets of notes; reads the lists of identities and paths at most once, and only where a note asks for them. */
export function noteTargets(view: CaseView): (on: string) => NoteTargets {
  const event = (id: string): string => view.event(id)?.id ?? id;
  const episode = (id: string): string => view.episode(id)?.id ?? id;
  let identities: Map<string, string> | null = null;
  const identity = (id: string): string => {
    if (!identities) {
      identities = new Map();
      for (const one of view.identities()) for (const former of one.aliases) identities.set(former, one.id);
    }
    return identities.get(id) ?? id;
  };
  let paths: Map<string, string> | null = null;
  const episodeOfPath = (id: string): string | undefined => {
    paths ??= new Map([...view.paths()].map((path) => [path.id, path.episode]));
    return paths.get(id);
  };
  return (on) => {
    const none: NoteTargets = { events: [], episodes: [], identities: [], isWhole: false, about: null };
    const named = parseNoteRef(on);
    if (named?.kind === 'link')
      return {
        ...none,
        events: [event(named.event)],
        episodes: [episode(named.episode)],
        about: `On the link ${on.slice(5)}`,
      };
    if (named?.kind === 'range') return { ...none, isWhole: true, about: `On the span ${named.id.slice(6)}` };
    if (named?.kind === 'place') return { ...none, isWhole: true, about: `On the place ${named.id.slice(6)}` };
    const kind = refKind(on);
    if (kind === 'event') return { ...none, events: [event(on)] };
    if (kind === 'episode') return { ...none, episodes: [episode(on)] };
    if (kind === 'identity') return { ...none, identities: [identity(on)] };
    const of = kind === 'path' ? episodeOfPath(on) : undefined;
    return of === undefined ? none : { ...none, episodes: [episode(of)], about: `On the path ${on}` };
  };
}
