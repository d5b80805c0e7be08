/** Columns of the event table; each says which word of the query language stands for its value. */
import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { NoteBrief } from '../../../shared/model/case';
import type { Event } from '../../../shared/model/event';
import type { Outcome } from '../../../shared/model/words';
import { useStars } from '../../engine/use-star';
import { FACTOR_WORDS, KIND_WORDS, MARKS, markOf, OUTCOME_WORDS, sourceBadge, sourceWord } from '../../state/words';
import { formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { StarMark } from '../../ui/Star';
import { Tag } from '../../ui/Tag';

export interface EventColumn {
  id: string;
  title: string;
  width: number;
  mono?: boolean;
  /** Text of the cell: shown, copied, and its tip. `brief`: what notes say of the event. */
  text(event: Event, zone: string, brief?: NoteBrief): string;
  cell?(event: Event, zone: string, brief?: NoteBrief): ReactNode;
  /** Field of the query language and its value here; null where the event has none. */
  query?(event: Event): { field: string; value: string } | null;
}

const word = (field: string, value: string | null | undefined): { field: string; value: string } | null =>
  value ? { field, value } : null;

/** Outcomes in few words, for cells and facets; the long form stands in the tip. */
export function shortOutcome(outcome: Outcome): string {
  if (outcome === 'success_mfa') return 'access, 2nd factor';
  if (outcome === 'success_token') return 'access, token';
  if (outcome === 'success_single_factor') return 'access, one factor';
  return OUTCOME_WORDS[outcome];
}

/** Tags in their colours, then the newest words on one line; how many notes there are where it is more than one. */
function Noted({ brief }: { brief: NoteBrief }): ReactNode {
  const { tags, notes } = brief;
  const words = wordsOf(brief);
  const shown = words === '' ? 2 : 1; // tags: the words need the room
  return (
    <span className="row-note">
      {tags.slice(0, shown).map((tag) => (
        <Tag key={tag} tag={tag} />
      ))}
      {tags.length > shown && <span className="muted">+{tags.length - shown}</span>}
      {notes > 1 && <b className="times">×{notes}</b>}
      <bdi dir="auto">{visible(words)}</bdi>
    </span>
  );
}

/** The words on one line; a word that made a tag at their end stands beside them in its colour already. */
const wordsOf = ({ text, tags }: NoteBrief): string => {
  let line = text.replace(/\s+/g, ' ').slice(0, 200);
  for (const tag of [...tags].reverse())
    if (line.toLowerCase().endsWith(` #${tag.toLowerCase()}`)) line = line.slice(0, -tag.length - 2);
  return line;
};

/** All of it as one text: for the tip, and to be copied. */
const notedText = ({ tags, text }: NoteBrief): string =>
  [tags.map((tag) => `#${tag}`).join(' '), text].filter((part) => part !== '').join('\n');

/** A star where there is one. */
function Starred({ id }: { id: string }): ReactNode {
  return <StarMark isOn={useStars().has(id)} />;
}

export const COLUMNS: readonly EventColumn[] = [
  {
    id: 'time',
    title: 'Time',
    width: 184,
    mono: true,
    text: (event, zone) => formatTime(event.time, zone, 'full'),
    // The zone stands in the column's head; in the tip and when copied it stands with the time.
    cell: (event, zone) => formatTime(event.time, zone, 'full').slice(0, 23),
  },
  { id: 'star', title: 'Star', width: 48, text: () => '', cell: (event) => <Starred id={event.id} /> },
  {
    id: 'note',
    title: 'Note',
    width: 184,
    text: (_event, _zone, brief) => (brief ? notedText(brief) : ''),
    cell: (_event, _zone, brief) => brief && <Noted brief={brief} />,
  },
  {
    id: 'source',
    title: 'S',
    width: 44,
    text: (event) => sourceWord(event.source),
    cell: (event) => (
      <span className="source-badge" title={sourceWord(event.source)}>
        {sourceBadge(event.source)}
      </span>
    ),
    query: (event) => word('source', event.source),
  },
  {
    id: 'outcome',
    title: 'Outcome',
    width: 160,
    text: (event) => OUTCOME_WORDS[event.outcome],
    cell: (event) => {
      const look = MARKS[markOf(event)];
      const text = event.outcome === 'none' ? look.word : shortOutcome(event.outcome);
      return (
        <>
          <Shape shape={look.shape} color={look.color} size={11} /> {text}
        </>
      );
    },
    query: (event) => word('outcome', event.outcome),
  },
  {
    id: 'identity',
    title: 'Identity',
    width: 200,
    text: (event) => event.identity?.name ?? event.actor ?? '',
    query: (event) => word('identity', event.identity?.name),
  },
  {
    id: 'factor',
    title: 'Factor',
    width: 112,
    text: (event) => (event.factor ? FACTOR_WORDS[event.factor] : ''),
    query: (event) => word('factor', event.factor),
  },
  {
    id: 'app',
    title: 'Application',
    width: 160,
    text: (event) => event.app ?? '',
    query: (event) => word('app', event.app),
  },
  {
    id: 'ip',
    title: 'Address',
    width: 128,
    mono: true,
    text: (event) => event.ip ?? '',
    query: (event) => word('ip', event.ip),
  },
  {
    id: 'place',
    title: 'Place',
    width: 128,
    text: (event) => [event.geo?.city, event.geo?.country].filter(Boolean).join(', '),
    query: (event) => word('country', event.geo?.country),
  },
  {
    id: 'action',
    title: 'Action',
    width: 200,
    text: (event) => event.action,
    query: (event) => word('action', event.action),
  },
  {
    id: 'class',
    title: 'Class',
    width: 112,
    text: (event) => event.class,
    query: (event) => word('class', event.class),
  },
  {
    id: 'kind',
    title: 'Kind',
    width: 128,
    text: (event) => (event.identity ? KIND_WORDS[event.identity.kind] : ''),
    query: (event) => word('kind', event.identity?.kind),
  },
  {
    id: 'network',
    title: 'Network',
    width: 168,
    text: (event) => [event.asn !== null ? `AS${event.asn}` : null, event.asOrg].filter(Boolean).join(' '),
    query: (event) => word('asn', event.asn === null ? null : String(event.asn)),
  },
  {
    id: 'device',
    title: 'Device',
    width: 160,
    text: (event) => [event.device?.name, event.device?.os, event.device?.browser].filter(Boolean).join(' · '),
    query: (event) => word('os', event.device?.os),
  },
  {
    id: 'resource',
    title: 'Resource',
    width: 160,
    text: (event) => event.resource ?? '',
    query: (event) => word('resource', event.resource),
  },
  {
    id: 'target',
    title: 'Target',
    width: 160,
    text: (event) => event.target ?? '',
    query: (event) => word('target', event.target),
  },
  {
    id: 'reason',
    title: 'Reason',
    width: 220,
    text: (event) => [event.code, event.reason].filter(Boolean).join(' · '),
    query: (event) => word('code', event.code),
  },
  {
    id: 'session',
    title: 'Session',
    width: 168,
    mono: true,
    text: (event) => event.session ?? '',
    query: (event) => word('session', event.session),
  },
  {
    id: 'correlation',
    title: 'Correlation',
    width: 168,
    mono: true,
    text: (event) => event.correlation ?? '',
    query: (event) => word('correlation', event.correlation),
  },
  {
    id: 'risk',
    title: 'Risk',
    width: 80,
    text: (event) => event.risk ?? '',
    query: (event) => word('risk', event.risk),
  },
  { id: 'ua', title: 'User agent', width: 260, mono: true, text: (event) => event.userAgent ?? '' },
  { id: 'file', title: 'File', width: 200, text: (event) => event.file, query: (event) => word('file', event.file) },
  {
    id: 'id',
    title: 'Event',
    width: 148,
    mono: true,
    text: (event) => event.id,
    query: (event) => word('id', event.id),
  },
];

/** The columns of these ids, in their order; an id that is none is left out. */
export const inOrder = (ids: readonly string[]): EventColumn[] =>
  ids.flatMap((id) => COLUMNS.find((column) => column.id === id) ?? []);

/** These columns and one more, at its usual place: after the last one shown that usually stands before it. */
export function withColumn(shown: readonly string[], id: string): string[] {
  const usual = COLUMNS.map((column) => column.id);
  const before = new Set(usual.slice(0, usual.indexOf(id)));
  const at = shown.findLastIndex((one) => before.has(one)) + 1;
  return [...shown.slice(0, at), id, ...shown.slice(at)];
}

/** The column's cell: text is evidence, so invisible characters are shown. */
export const cellOf = (column: EventColumn, event: Event, zone: string, brief?: NoteBrief): ReactNode =>
  column.cell ? column.cell(event, zone, brief) : <bdi dir="ltr">{visible(column.text(event, zone))}</bdi>;
