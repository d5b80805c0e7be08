/** One record, two readings: which fields both name, and whether they say the same. */
import { type EventClass, SUCCESS } from '../../shared/model/words';
import type { OurEvent, OurLine } from './ours';
import { countryOf, type PeerDocument } from './peer';

export const FIELDS = ['time', 'outcome', 'user', 'address', 'country', 'agent', 'class'] as const;
export type Field = (typeof FIELDS)[number];

export interface Difference {
  file: string;
  /** From 1. */
  line: number;
  field: Field;
  peer: string;
  ours: string;
  /** Our action for the record; '' where we have no event. */
  action: string;
  /** The record as it stands in the file. */
  raw: string;
}
export interface Compared {
  /** Fields that the peer names. */
  compared: Field[];
  differences: Difference[];
  /** The peer's country is not in the record: it was looked up by address, which is no reading of the record. */
  lookedUp: boolean;
  /** The peer calls it authentication and something else besides, and ours is the class of the something else. */
  otherClass: boolean;
  /** Neither reading has a time, so there is no event to compare: our ledger's reason; null for all other records. */
  timeless: string | null;
}

const folded = (text: string): string => text.trim().toLowerCase();

/** The peer gives its whole seconds up to a second of play, and no more than a millisecond where it gives fractions. */
function sameTime(ours: number, peer: PeerDocument): boolean {
  const coarse = !/\.\d*[1-9]/.test(peer.timeText) && peer.time! % 1_000 === 0;
  return coarse ? Math.floor(ours / 1_000) * 1_000 === peer.time : Math.abs(ours - peer.time!) <= 1;
}

/**
 * Our outcomes in the peers' three words. `none` is a record that refuses nothing and signs nobody in, so a peer may call
 * it a success (it took place) or unknown (there is nothing to succeed in): both agree, a failure does not.
 */
function sameOutcome(event: OurEvent, peer: NonNullable<PeerDocument['outcome']>): boolean {
  if (event.outcome === 'none') return peer !== 'failure';
  // A record of a prompt that went out: that it went out is a success, what came of it is unknown.
  if (event.outcome === 'challenged') return peer === 'unknown' || (peer === 'success' && event.role === 'prompt');
  return peer === (SUCCESS.has(event.outcome) ? 'success' : 'failure');
}

/** One of the peer's identifiers is one of ours; a name may leave out the domain that ours carries (`ada`, `ada@example.com`). */
function sameUser(ours: readonly string[], peer: readonly string[]): boolean {
  const mine = new Set(
    ours.map(folded).flatMap((name) => [name, name.replace(/@[^@]*$/, ''), name.replace(/^.*\\/, '')]),
  );
  return peer.some((name) => mine.has(folded(name)));
}

/**
 * ECS categories in our classes. A record has one class of ours and may have several categories: where a peer names
 * authentication and another, the other is agreement too.
 */
const CATEGORY: Readonly<Record<string, EventClass>> = {
  session: 'session',
  iam: 'change',
  configuration: 'change',
  web: 'access',
};
const sameClass = (ours: EventClass, { categories, types }: PeerDocument): boolean =>
  ours === 'authentication' ||
  categories.some((name) => CATEGORY[name] === ours) ||
  // ECS has no word of its own for signing out: authentication of type `end`.
  (ours === 'session' && types.includes('end'));

type Verdict = { same: boolean; peer: string; ours: string };
const READ: Record<Field, (peer: PeerDocument, event: OurEvent) => Verdict | null> = {
  time: (peer, event) =>
    peer.time === null
      ? null
      : { same: sameTime(event.time, peer), peer: peer.timeText, ours: new Date(event.time).toISOString() },
  outcome: (peer, event) =>
    peer.outcome === null
      ? null
      : { same: sameOutcome(event, peer.outcome), peer: peer.outcome, ours: `${event.class}/${event.outcome}` },
  user: (peer, event) => {
    if (peer.users.length === 0) return null;
    // Where no person acts (an application, the system, nobody named), the record is also about the account acted upon.
    const mine = event.person ? event.actor : [...event.actor, ...event.target];
    return { same: sameUser(mine, peer.users), peer: peer.users.join(', '), ours: [...new Set(mine)].join(', ') };
  },
  address: (peer, event) =>
    peer.addresses.length === 0
      ? null
      : {
          same: event.addresses.some((mine) => peer.addresses.includes(mine)),
          peer: peer.addresses.join(', '),
          ours: event.addresses.join(', '),
        },
  country: (peer, event) =>
    peer.countries.length === 0
      ? null
      : {
          same: peer.countries.some((country) => countryOf(country) === event.country),
          peer: peer.countries.join(', '),
          ours: event.country ?? '',
        },
  agent: (peer, event) =>
    peer.agents.length === 0
      ? null
      : {
          // Where a record holds no agent but the browser that the vendor read from one, a peer may call that the agent.
          same: peer.agents.includes((event.agent ?? event.browser ?? '').trim()),
          peer: peer.agents.join(', '),
          ours: event.agent ?? event.browser ?? '',
        },
  class: (peer, event) =>
    peer.categories.includes('authentication')
      ? {
          same: sameClass(event.class, peer),
          peer: [...peer.categories, ...peer.types].join(', '),
          ours: event.class,
        }
      : null,
};

/** A country counts as read from the record only where the record writes it, as a name or as a quoted code. */
function countryWritten(raw: string, countries: readonly string[]): boolean {
  const low = raw.toLowerCase();
  return countries.some((country) =>
    country.length > 2 ? low.includes(country.toLowerCase()) : raw.includes(`"${country}"`),
  );
}

const NOTHING: OurEvent = {
  time: Number.NaN,
  class: 'other',
  outcome: 'challenged',
  role: 'outcome',
  action: '',
  actor: [],
  person: false,
  target: [],
  addresses: [],
  country: null,
  agent: null,
  browser: null,
};

/** Compares one document of the peer with whichever of our events of the same record agrees with it most. */
export function compareDocument(file: string, line: number, ours: OurLine, document: PeerDocument): Compared {
  if (
    ours.events.length === 0 &&
    document.time === null &&
    ours.instead !== null &&
    /^(skipped|rejected):.*(\b(time|date)\b|no known log)/.test(ours.instead)
  ) {
    return { compared: [], differences: [], lookedUp: false, otherClass: false, timeless: ours.instead };
  }
  const lookedUp = document.countries.length > 0 && !countryWritten(ours.text, document.countries);
  const peer = lookedUp ? { ...document, countries: [] } : document;
  const readings = ours.events.map((event) => compareEvent(peer, event));
  const best = readings.sort((a, b) => a.wrong.length - b.wrong.length)[0] ?? missing(peer, ours.instead);
  return {
    compared: best.compared,
    lookedUp,
    otherClass:
      best.compared.includes('class') &&
      best.class !== 'authentication' &&
      best.wrong.every(({ field }) => field !== 'class'),
    timeless: null,
    differences: best.wrong.map((each) => ({ file, line, ...each, action: best.action, raw: ours.text })),
  };
}

interface Reading {
  compared: Field[];
  wrong: { field: Field; peer: string; ours: string }[];
  action: string;
  class: EventClass;
}
function compareEvent(peer: PeerDocument, event: OurEvent): Reading {
  const reading: Reading = { compared: [], wrong: [], action: event.action, class: event.class };
  for (const field of FIELDS) {
    const verdict = READ[field](peer, event);
    if (!verdict) continue;
    reading.compared.push(field);
    if (!verdict.same) reading.wrong.push({ field, peer: verdict.peer, ours: verdict.ours });
  }
  return reading;
}

/** A record of which we have no event: every field that the peer names is one that we lack. */
function missing(peer: PeerDocument, instead: string | null): Reading {
  const reading: Reading = { compared: [], wrong: [], action: '', class: 'other' };
  for (const field of FIELDS) {
    const verdict = READ[field](peer, { ...NOTHING, time: 0 });
    if (!verdict) continue;
    reading.compared.push(field);
    reading.wrong.push({ field, peer: verdict.peer, ours: `no event (${instead ?? 'the record was not read'})` });
  }
  return reading;
}
