/**
 * What the analysis reads of a case. Declared here, by the room that needs it; functions of the store fit by shape and
 * the mover (`run.ts`) hands them over. Numbers stand for words: positions in the lists of `shared/model/words.ts`.
 */
import { AttemptRole } from '../../../shared/model/event';
import type { LogDelay } from '../../../shared/model/ledger';
import { EventClass, Factor, IdentityKind, Outcome } from '../../../shared/model/words';

/** Columns of a row of the sweep, in this order. */
export const SWEEP_COLUMNS = [
  'eid',
  'time',
  'mark',
  'rk',
  'content',
  'source',
  'class',
  'outcome',
  'factor',
  'flags',
  'role',
  'akey',
  'action',
  'actor',
  'target',
  'app',
  'ip',
  'place',
  'ip2',
  'place2',
  'asn',
  'device',
  'ua',
  'interactive',
  'code',
  'resource',
  'session',
] as const;

type Cell = number | null;
/** One event of the sweep; ids of terms, addresses … are row ids of their tables. Times in milliseconds UTC. */
export type SweepRow = [
  eid: number,
  time: number,
  mark: number,
  rk: number,
  content: number,
  source: number,
  eventClass: number,
  outcome: number,
  factor: Cell,
  flags: number,
  role: number,
  akey: Cell,
  action: number,
  actor: Cell,
  target: Cell,
  app: Cell,
  ip: Cell,
  place: Cell,
  secondIp: Cell,
  secondPlace: Cell,
  asn: Cell,
  device: Cell,
  ua: Cell,
  interactive: Cell,
  code: Cell,
  resource: Cell,
  session: string | null,
];
export const EID = 0;
export const TIME = 1;
export const MARK = 2;
export const RK = 3;
export const CONTENT = 4;
export const SOURCE = 5;
export const CLASS = 6;
export const OUTCOME = 7;
export const FACTOR = 8;
export const FLAGS = 9;
export const ROLE = 10;
export const AKEY = 11;
export const ACTION = 12;
export const ACTOR = 13;
export const TARGET = 14;
export const APP = 15;
export const IP = 16;
export const PLACE = 17;
export const IP2 = 18;
export const PLACE2 = 19;
export const ASN = 20;
export const DEVICE = 21;
export const UA = 22;
export const INTERACTIVE = 23;
export const CODE = 24;
export const RESOURCE = 25;
export const SESSION = 26;

/** Values of the column `mark`. */
export const SUCCEEDED = 1;
export const DENIED = 2;
export const CHANGED = 3;
export const REQUESTED = 4;

const positions = <T extends string>(words: readonly T[]): Record<T, number> =>
  Object.fromEntries(words.map((word, i) => [word, i])) as Record<T, number>;
export const OUTCOMES = positions(Outcome.options);
export const CLASSES = positions(EventClass.options);
export const FACTORS = positions(Factor.options);
export const ROLES = positions(AttemptRole.options);
export const KINDS = positions(IdentityKind.options);

/** One access or refusal of an actor. */
export interface Use {
  time: number;
  succeeded: boolean;
  factor: Factor | null;
  interactive: boolean | null;
  client: string | null; // user agent
}

export interface ActorRow {
  id: number;
  source: string;
  native: string | null;
  name: string | null;
  display: string | null;
  kind: IdentityKind;
  external: boolean;
  homeTenant?: string | null;
  onBehalfOf: string | null;
  /** Pairs of `ActorKeyType` and value as written. */
  keys: [string, string][];
}

export interface AddressRow {
  id: number;
  text: string;
  /** `public`, `private` …: an address that is not public tells no place. */
  scope: string;
  country: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
  radius: number | null; // kilometres
  asn: number | null;
  org: string | null;
  network: string | null; // hosting, vpn, proxy, tor, residential, mobile
}

export interface PlaceRow {
  id: number;
  country: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
  radius: number | null; // kilometres
  /** The log names the coordinates; else they are the gazetteer's. */
  fromLog: boolean;
}

export interface DeviceRow {
  id: number;
  native: string | null;
  name: string | null;
  os: string | null;
  browser: string | null;
  managed: boolean | null;
  compliant: boolean | null;
}

/** A record that may tell who answers for something. */
export interface OwnerRecord {
  event: string; // public id
  time: number;
  source: string;
  action: string;
  actor: number | null;
  target: number | null;
  /** Directory or account of whoever acted. */
  tenant: string | null;
  resource: string | null;
  detail: Record<string, string> | null;
}

/** What the files of one source cover. */
export interface SourceSpan {
  source: string;
  first: number;
  last: number;
  events: number;
}

export interface AnalysisRead {
  actors(): ActorRow[];
  /** First and last event of an actor, as whoever acted or was acted upon; null where there is none. */
  actorSpan(actor: number): { first: number; last: number } | null;
  /** Changes of these actions that took place, in order of time. */
  changesCalled(actions: readonly string[]): OwnerRecord[];
  /** The first accesses and refusals of an actor, at most `limit`. */
  usesOf(actor: number, limit: number): Use[];
  /** Actors with at least so many events. */
  busyActors(least: number): ReadonlySet<number>;
  addresses(): Iterable<AddressRow>;
  places(): Iterable<PlaceRow>;
  /** Read one after the other: there may be as many as events. */
  devices(): Iterable<DeviceRow>;
  device(id: number): DeviceRow | undefined;
  term(id: number): string;
  /** Record keys that have more than one content, or whose content was updated. */
  repeatedRecords(): ReadonlySet<number>;
  /** Copies of records of another source: row id of the copy → record key of the original. */
  mirrors(pairs: readonly (readonly [copies: string, originals: string])[]): Map<number, number>;
  spans(): SourceSpan[];
  /** Files present, as far as their ledgers tell what they lack. */
  files(): { file: string; source: string; records: number; warnings: string[]; delay: LogDelay | null }[];
  /** Highest row id of an event; 0 for an empty case. */
  lastEid(): number;
  /** Events of a moment or later in order of time, at most `limit` (ties beyond it are cut: ask again with more). */
  sweep(from: number, limit: number): SweepRow[];
  /** One event that is there. */
  row(eid: number): SweepRow;
  /** Further facts of one event, as its source kept them. */
  detail(eid: number): Record<string, string> | null;
  /** One of them; undefined where its source kept none of that name. */
  detailOf(eid: number, name: string): string | undefined;
  /** Further ids of one event, by which its systems know what it opened. */
  handles(eid: number): { token: string | null; appId: string | null };
  /** Events of a session, of a token, or of one identity's actors at one address, from a moment on; time order. */
  ofSession(session: string, from: number, limit: number): SweepRow[];
  ofActorsAt(actors: readonly number[], ip: string, from: number, to: number, limit: number): SweepRow[];
  /** Public id of an event. */
  eventId(rk: number, content: number): string;
}
