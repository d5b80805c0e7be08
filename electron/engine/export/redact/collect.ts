/** Gathers the values of the chosen kinds from everything that a case tells of people, places and things. */

import { linksOf } from '../../../../shared/model/episode';
import type { Event } from '../../../../shared/model/event';
import type { RedactField } from '../../../../shared/model/redaction';
import type { CaseView } from '../case-view';
import { type WriteContext, walk } from '../format';
import { Dictionary, SHORTEST } from './dictionary';
import type { Pseudonyms } from './pseudonym';
import { isToken, TokenSet } from './token-set';

export interface Collected {
  dictionary: Dictionary;
  /** Ids of sessions, tokens and records. */
  sessions: TokenSet;
  counts: Partial<Record<RedactField, number>>;
}

/** Words that are parts of names and of everything else. */
const COMMON: ReadonlySet<string> = new Set(
  'admin administrator user users guest service services account accounts test system support info mail noreply root backup security office team group the and for with from account sync agent application client server default internal external'.split(
    ' ',
  ),
);
/** Mail domains that say nothing of an organisation. */
const PUBLIC = new Set([
  'gmail.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'googlemail.com',
  'proton.me',
  'live.com',
  'gmx.de',
  'web.de',
]);
const PART = 3;
/** Ids of sessions and tokens of events that are held as words, some kilobytes each; those that steps of plans name are held beside them. */
const ODD_IDS = 10_000;

export async function collectValues(
  view: CaseView,
  names: Pseudonyms,
  asked: { fields: ReadonlySet<RedactField>; keep: ReadonlySet<string>; also: readonly string[] },
  context: Pick<WriteContext, 'signal' | 'progress'>,
): Promise<Collected> {
  const dictionary = new Dictionary();
  const sessions = new TokenSet();
  const counts: Partial<Record<RedactField, number>> = {};
  for (const value of asked.keep) dictionary.keep(value);
  const part = (field: RedactField, value: string): void => {
    if (
      value.length >= PART &&
      !COMMON.has(value.toLowerCase()) &&
      !asked.keep.has(value.toLowerCase()) &&
      !/^\d+$/.test(value)
    )
      dictionary.add(value, names.of(field, value), 'part');
  };
  const add = (field: RedactField, value: string | null | undefined): void => {
    if (!value || value.trim() === '' || !asked.fields.has(field) || asked.keep.has(value.toLowerCase())) return;
    const before = dictionary.size;
    dictionary.add(value, names.of(field, value));
    if (dictionary.size > before) counts[field] = (counts[field] ?? 0) + 1;
  };
  /** A name with its pieces: the part before the `@`, the domain after it, the words of a display name. */
  const person = (value: string | null | undefined, isHuman = true): void => {
    if (!value || !asked.fields.has('people')) return;
    add('people', value);
    const bare = value.slice(value.lastIndexOf('\\') + 1);
    if (bare !== value && bare.length >= SHORTEST) add('people', bare);
    const at = bare.lastIndexOf('@');
    if (at > 0) {
      const domain = bare.slice(at + 1).toLowerCase();
      if (isHuman) part('people', bare.slice(0, at));
      if (isHuman) for (const word of bare.slice(0, at).split(/[._+-]+/)) part('people', word);
      if (domain.includes('.') && !PUBLIC.has(domain)) add('people', domain);
    } else if (isHuman && /\s/.test(bare)) for (const word of bare.split(/[\s,.]+/)) part('people', word);
  };

  const session = (id: string | null | undefined): void => {
    if (id && asked.fields.has('sessions') && sessions.add(id)) counts.sessions = (counts.sessions ?? 0) + 1;
  };
  /** One that texts name: those that `TOKEN` does not find there need the room of a word. */
  const named = (id: string | null | undefined): void => {
    session(id);
    if (id && id.length >= SHORTEST && asked.fields.has('sessions') && !isToken(id))
      dictionary.add(id, names.of('sessions', id));
  };
  let words = 0;

  const events = view.info.events;
  await walk(view.events(''), context, (event, n) => {
    if (n % 1_000 === 0) context.progress({ phase: 'reading values', done: n, total: events, unit: 'events' });
    ofEvent(event, add, person);
    for (const id of [event.correlation, event.recordId]) session(id);
    for (const id of [event.session, event.token]) {
      const before = dictionary.size;
      if (words < ODD_IDS) named(id);
      else session(id);
      words += dictionary.size - before;
    }
    return undefined;
  });
  await walk(view.identities(), context, (identity) => {
    const isHuman = identity.kind === 'human' || identity.kind === 'unknown';
    person(identity.name, isHuman);
    person(identity.display, isHuman);
    person(identity.owner);
    for (const { name, actor, tenant, onBehalfOf } of identity.spellings) {
      person(name, isHuman);
      add('people', actor);
      add('people', tenant);
      person(onBehalfOf);
    }
    for (const { value, key } of identity.joins) if (key !== 'merged') person(value, isHuman);
    const about = identity.about;
    if (about) {
      person(about.owner?.email);
      for (const other of about.owner?.others ?? []) person(other);
      person(about.manager);
      add('people', about.department);
      add('people', about.title);
    }
    return undefined;
  });
  await walk(view.episodes(''), context, (episode) => {
    person(episode.identity.owner);
    // What the steps of a plan name; ids of credentials stand in no other part of a case.
    for (const { type, value } of episode.plan?.objects ?? []) {
      if (type === 'device') add('devices', value);
      else if (type !== 'session' && type !== 'token') add('people', value);
      else named(value);
    }
    for (const link of linksOf(episode)) person(link.identity);
    return undefined;
  });
  for (const { facts, extra } of view.context?.() ?? []) {
    for (const [column, value] of Object.entries(facts as Record<string, unknown>))
      ofRegister(column, value, add, person);
    for (const value of Object.values(extra)) if (/@/.test(value)) person(value);
  }
  for (const file of view.files()) {
    for (const name of [file.file, file.member, file.stored]) ofFile(name, add);
  }
  for (const { file } of view.refused()) ofFile(file, add);
  for (const event of view.manualEventHistory?.() ?? []) {
    person(event.saidBy);
    add('investigators', event.by);
  }
  for (const { by } of view.annotations()) add('investigators', by);
  for (const { by } of view.decisions()) add('investigators', by);
  for (const { by } of view.linkReviews()) add('investigators', by);
  for (const { by } of view.notebook()) add('investigators', by);
  for (const { by } of view.suppressions?.() ?? []) add('investigators', by);
  for (const { by } of view.regroupings?.() ?? []) add('investigators', by);
  for (const { set } of view.thresholdSets?.() ?? []) add('investigators', set.by);
  for (const line of view.custody()) add('investigators', (JSON.parse(line) as { actor: string }).actor);
  add('investigators', view.info.actor.name);
  add('case', view.info.name);
  for (const value of asked.also) dictionary.add(value, names.of('case', value));
  return { dictionary, sessions, counts };
}

type Add = (field: RedactField, value: string | null | undefined) => void;
type Person = (value: string | null | undefined, isHuman?: boolean) => void;

function ofEvent(event: Event, add: Add, person: Person): void {
  const { identity, device, geo, secondPlace } = event;
  person(identity?.name, identity?.kind === 'human' || identity?.kind === 'unknown');
  add('people', event.actor);
  person(event.target);
  add('addresses', event.ip);
  add('addresses', secondPlace?.ip);
  add('devices', device?.id);
  add('devices', device?.name);
  add('apps', event.app);
  add('apps', event.resource);
  add('agents', event.userAgent);
  for (const place of [geo, secondPlace?.geo]) {
    add('places', place?.city);
    add('places', place?.region);
  }
  ofFile(event.file, add);
}

const PEOPLE = /^(?:identity|displayName|owner|ownerEmail|manager|actor|approver|requester|aliases)$/;
function ofRegister(column: string, value: unknown, add: Add, person: Person): void {
  const texts = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
  for (const text of texts) {
    if (PEOPLE.test(column)) person(text);
    else if (column === 'department' || column === 'title') add('people', text);
    else if (column === 'device' || column === 'name') add('devices', text);
    else if (column === 'app' || column === 'resource') add('apps', text);
    else if (column === 'city') add('places', text);
    else if (column === 'cidr') add('addresses', text.slice(0, text.indexOf('/')));
  }
}

/** The whole name, its folders' last part, and that without its endings. */
function ofFile(name: string | null, add: Add): void {
  if (name === null) return;
  add('files', name);
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  if (base.length >= 2 * SHORTEST) add('files', base);
}
