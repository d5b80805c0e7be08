/** Changes, requests and sign-ins before and around an episode as rows of one list: what explains it, newest first. Pure. */
import { visible } from '../../../shared/base/text';
import type { Episode } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import { FACTOR_WORDS, type Look, MARKS, markOf, OUTCOME_WORDS, sourceWord } from '../../state/words';

export interface RecentRow {
  ref: string; // record or register row
  time: number | null; // ms UTC; null where the row tells no time
  text: string;
  /** The whole of it, for a tip. */
  full: string;
  look: Look;
}

const REGISTER: Look = { shape: 'square', color: 'var(--muted)', word: 'register' };

/**
 * What the analysis names first (it says where in the life of a request the denial stands), then what else the logs and
 * registers have; each record once.
 */
export function changeRows(
  { recent = [], facts = [] }: Pick<Episode, 'recent' | 'facts'>,
  events: readonly Event[],
): RecentRow[] {
  const rows = new Map<string, RecentRow>();
  const add = (row: RecentRow): void => {
    if (!rows.has(row.ref)) rows.set(row.ref, row);
  };
  for (const { kind, time, text, phase, event, row } of recent) {
    const ref = event ?? row;
    if (!ref) continue;
    const said = visible(phase ? `${text}: denied ${phase}` : text);
    add({ ref, time: Date.parse(time), text: said, full: said, look: event ? MARKS[kind] : REGISTER });
  }
  for (const event of events)
    add({
      ref: event.id,
      time: Date.parse(event.time),
      text: visible([event.action, event.resource ?? event.target].filter(Boolean).join(' · ')),
      full: visible([sourceWord(event.source), event.action, event.target, event.resource].filter(Boolean).join(' · ')),
      look: MARKS[markOf(event)],
    });
  for (const { row, time, text, kind } of facts)
    add({
      ref: row,
      time: time === null ? null : Date.parse(time),
      text: visible(text),
      full: `${visible(text)} · register of ${kind}`,
      look: REGISTER,
    });
  return [...rows.values()].sort((a, b) => (b.time ?? -Infinity) - (a.time ?? -Infinity) || (a.ref < b.ref ? -1 : 1));
}

/** Sign-ins before the episode: where to, from where, with what. */
export function signInRows(events: readonly Event[]): RecentRow[] {
  return events.map((event) => {
    const place = [event.geo?.city, event.geo?.country].filter(Boolean).join(', ');
    const device = event.device?.name ?? event.device?.os ?? null;
    const words = [event.app ?? sourceWord(event.source), place || event.ip, device];
    const factor = event.factor ? FACTOR_WORDS[event.factor] : null;
    return {
      ref: event.id,
      time: Date.parse(event.time),
      text: visible(words.filter(Boolean).join(' · ')),
      full: visible(
        [sourceWord(event.source), event.app, OUTCOME_WORDS[event.outcome], factor, event.ip, place, device]
          .filter(Boolean)
          .join(' · '),
      ),
      look: MARKS[markOf(event)],
    };
  });
}
