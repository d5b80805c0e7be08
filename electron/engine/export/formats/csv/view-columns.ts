/** The columns of a view of events: as on the screen, in its order, with its times. */
import { offsetAt } from '../../../../../shared/base/zone';
import type { Annotation } from '../../../../../shared/model/case';
import type { Event } from '../../../../../shared/model/event';
import { EVENT_COLUMN_TITLES, type EventColumnId } from '../../../../../shared/model/event-columns';
import type { ManualEvent } from '../../../../../shared/model/manual-event';
import { FACTOR_NAMES, KIND_NAMES, OUTCOME_NAMES } from '../../../../../shared/model/names';
import { STAR_TAG, STAR_TEXT } from '../../../../../shared/model/note-templates';
import type { CaseView } from '../../case-view';
import { MANUAL, manualText } from '../../manual';
import { notesOn } from '../../scope';
import type { Cell } from './columns';

export interface ViewColumns {
  head: string[];
  cells(event: Event): Cell[];
  manual(event: ManualEvent): Cell[];
}

/** The id stands last where it is not among them: every row leads back to its record. */
export function viewColumns(
  view: CaseView,
  { ids, zone }: { ids: readonly EventColumnId[]; zone: string },
): ViewColumns {
  const asked: EventColumnId[] = ids.includes('id') ? [...ids] : [...ids, 'id'];
  const notes = new Map<string, Annotation[]>();
  if (asked.includes('note') || asked.includes('star'))
    for (const note of notesOn(view, null)) notes.set(note.on, [...(notes.get(note.on) ?? []), note]);
  const of = (event: Event): Annotation[] =>
    notes.size === 0 ? [] : [event.id, ...(event.aliases ?? [])].flatMap((id) => notes.get(id) ?? []);
  return {
    head: asked.map((id) => (id === 'time' ? `Time (${zone})` : EVENT_COLUMN_TITLES[id])),
    cells: (event) => asked.map((id) => CELLS[id](event, { zone, notes: of(event) })),
    manual: (event) => {
      const said: Partial<Record<EventColumnId, Cell>> = {
        time: timeIn(event.time, zone),
        source: MANUAL,
        class: MANUAL,
        reason: manualText(event),
        identity: event.identity,
        id: event.id,
      };
      return asked.map((id) => said[id]);
    },
  };
}

interface Around {
  zone: string;
  notes: readonly Annotation[];
}

const CELLS: Record<EventColumnId, (event: Event, around: Around) => Cell> = {
  time: (e, { zone }) => timeIn(e.time, zone),
  star: (_e, { notes }) => (notes.some(({ tags }) => tags.includes(STAR_TAG)) ? STAR_TEXT : null),
  note: (_e, { notes }) => noteText(notes),
  source: (e) => e.source,
  outcome: (e) => OUTCOME_NAMES[e.outcome],
  identity: (e) => e.identity?.name ?? e.actor,
  factor: (e) => e.factor && FACTOR_NAMES[e.factor],
  app: (e) => e.app,
  ip: (e) => e.ip,
  place: (e) => listed([e.geo?.city, e.geo?.country], ', '),
  action: (e) => e.action,
  class: (e) => e.class,
  kind: (e) => e.identity && KIND_NAMES[e.identity.kind],
  network: (e) => listed([e.asn !== null ? `AS${e.asn}` : null, e.asOrg], ' '),
  device: (e) => listed([e.device?.name, e.device?.os, e.device?.browser], ' · '),
  resource: (e) => e.resource,
  target: (e) => e.target,
  reason: (e) => listed([e.code, e.reason], ' · '),
  session: (e) => e.session,
  correlation: (e) => e.correlation,
  risk: (e) => e.risk,
  ua: (e) => e.userAgent,
  file: (e) => e.file,
  id: (e) => e.id,
};

const listed = (parts: readonly (string | null | undefined)[], by: string): string | null =>
  parts.filter(Boolean).join(by) || null;

/** Tags and words of every note, the newest first; a bare star is the other column's. */
function noteText(notes: readonly Annotation[]): string | null {
  const tags = [...new Set(notes.flatMap((note) => note.tags))].filter((tag) => tag !== STAR_TAG);
  const words = notes.filter(({ text }) => text !== STAR_TEXT).map(({ text, by, at }) => `${text} (${by}, ${at})`);
  return listed([tags.map((tag) => `#${tag}`).join(' '), ...words.reverse()], '\n');
}

/** RFC 3339 on the zone's clock, its offset with it. */
function timeIn(time: string, zone: string): string {
  const at = Date.parse(time);
  const minutes = Math.round(offsetAt(at, zone) / 60_000);
  if (minutes === 0) return time;
  const wall = new Date(at + minutes * 60_000).toISOString().slice(0, 23);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${wall}${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
