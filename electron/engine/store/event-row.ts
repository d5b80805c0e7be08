/**
 * From a mapped event to columns. Pure (no database), so that it runs beside the parser in another thread: texts that
 * repeat become positions in growing lists, the rest becomes numbers; a batch of rows travels as one array of doubles.
 */
import { hash } from 'node:crypto';
import { Recent } from '../../../shared/base/recent';
import type { ActorDraft, DeviceDraft, EventDraft, PlaceDraft } from '../../../shared/model/event';
import { flagBits } from '../../../shared/model/event';
import { type Factor, isDenial, SUCCESS } from '../../../shared/model/words';
import { codes } from './codes';
import { type PackedTexts, TextPacker } from './packed-texts';

/** Columns of `event_all` that travel as doubles (NaN = NULL), in this order. */
export const NUMBERS = [
  'rk',
  'content',
  'time',
  'at',
  'length',
  'class',
  'outcome',
  'factor',
  'mark',
  'flags',
  'role',
  'akey',
  'asn',
  'interactive',
  'fkey',
  'shape',
  'source', // from here on: positions in the batch's lists
  'action',
  'code',
  'reason',
  'app',
  'app_id',
  'resource',
  'as_org',
  'ua',
  'protocol',
  'risk',
  'actor',
  'target',
  'ip',
  'ip2',
  'place',
  'place2',
  'device',
] as const;
export const COLUMN = Object.fromEntries(NUMBERS.map((name, i) => [name, i])) as Record<
  (typeof NUMBERS)[number],
  number
>;
/** Which list a column's position counts in. */
export const LISTS = { terms: [16, 27], actors: [27, 29], addresses: [29, 31], places: [31, 33], devices: [33, 34] };
/** Columns that travel as text: rarely repeated, so a list would not pay. */
export const TEXTS = ['record_id', 'session', 'correlation', 'token', 'detail', 'warnings'] as const;

export interface ActorEntry {
  key: string;
  source: string;
  native: string | null;
  name: string | null;
  display: string | null;
  kind: number;
  external: number;
  homeTenant: string | null;
  onBehalfOf: string | null;
  keys: string; // JSON [[type, value]…]
}
export interface PlaceEntry {
  key: string;
  country: string | null;
  region: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
}
export interface DeviceEntry {
  key: string;
  native: string | null;
  name: string | null;
  os: string | null;
  browser: string | null;
  managed: number | null;
  compliant: number | null;
  trust: string | null;
}

export interface EventBatch {
  count: number;
  /** count × NUMBERS.length doubles. */
  numbers: Float64Array<ArrayBuffer>;
  /** count × TEXTS.length texts. */
  texts: PackedTexts;
  /** What the lists have gained since the batch before: position of an entry = entries before it. */
  terms: string[];
  actors: ActorEntry[];
  addresses: string[];
  places: PlaceEntry[];
  devices: DeviceEntry[];
}

/** Longest text kept in a row; the record itself keeps the rest. Hostile logs carry megabytes in one field. */
export const TEXT_LIMIT = 8_192;

/** How fully a shape carries a record, and which shape it was, in one small number: only compared, never decoded back. */
export const shapeCode = (shape: string, fidelity: number): number =>
  (textHash(shape, 0x5157) & 0x7fff) * 8 + Math.min(7, Math.max(0, fidelity));
export const fidelityOf = (shape: number): number => shape % 8;
/** The shape of records that were cut, below every whole one. */
const poorest = (shape: number): number => shape - fidelityOf(shape);

export interface RecordPlace {
  /** Bytes, in the unpacked file. */
  at: number;
  length: number;
  source: string;
  /** Of `shapeCode`; 0 where the shape plays no part. */
  shape?: number;
}

const NULL = Number.NaN;
/** Shared drafts whose positions are remembered: more would keep those that whoever shares them has forgotten. */
const REMEMBERED = 32_768;
const REMEMBERED_DETAILS = 16_384;
/** Of what is written of them; UTF-16 units. */
const LONGEST_REMEMBERED = 512;

/** Keys of attempts looked for before it shows whether they come again. */
const TRIAL = 1_024;

/** Encodes the events of one file; the lists start empty with every file. */
export class EventEncoder {
  readonly #terms = new List();
  readonly #addresses = new List();
  readonly #actors: Catalogue<{ actor: ActorDraft; source: string }>;
  readonly #places: Catalogue<PlaceDraft>;
  readonly #devices: Catalogue<DeviceDraft>;
  /** Positions of drafts that records share. */
  readonly #same = new Recent<object, { source: string; position: number }>(REMEMBERED);
  /** What is written of details that records share. */
  readonly #details = new Recent<object, string>(REMEMBERED_DETAILS);
  /** Records of one attempt lie together; hashing the key once per attempt is enough. */
  readonly #attempts = new Map<string, number>();
  #attemptsSought = 0;
  #attemptsMissed = 0;
  #lastAttempt = { source: '', key: '', hash: 0 };
  #gained: Pick<EventBatch, 'actors' | 'places' | 'devices'> = { actors: [], places: [], devices: [] };
  #numbers: Float64Array<ArrayBuffer>;
  readonly #texts = new TextPacker();
  #count = 0;

  constructor(readonly capacity = 1_024) {
    this.#numbers = new Float64Array(capacity * NUMBERS.length);
    this.#actors = new Catalogue(actorHint, sameActor, actorKey, (entry, key) =>
      this.#gained.actors.push(actorEntry(entry.actor, entry.source, key)),
    );
    this.#places = new Catalogue(placeHint, samePlace, placeKey, (place, key) =>
      this.#gained.places.push(placeEntry(place, key)),
    );
    this.#devices = new Catalogue(deviceHint, sameDevice, deviceKey, (device, key) =>
      this.#gained.devices.push(deviceEntry(device, key)),
    );
  }

  get count(): number {
    return this.#count;
  }

  /** Adds a row; with `capacity` rows in it the batch must be taken first. Throws on a time that is no integer. */
  add(draft: EventDraft, where: RecordPlace): void {
    if (!Number.isSafeInteger(draft.time)) throw new Error('an event needs a time in whole milliseconds');
    const n = this.#numbers;
    const base = this.#count * NUMBERS.length;
    const kind = draft.actor?.kind ?? 'unknown';
    const flags = flagBits(draft.flags) & ~1; // `update` is found out by the writer
    n[base + COLUMN.time] = draft.time;
    n[base + COLUMN.at] = where.at;
    n[base + COLUMN.length] = where.length;
    n[base + COLUMN.class] = codes.class.code(draft.class);
    n[base + COLUMN.outcome] = codes.outcome.code(draft.outcome);
    n[base + COLUMN.factor] = draft.factor == null ? NULL : codes.factor.code(draft.factor);
    n[base + COLUMN.mark] = markOf(draft, kind, (flags & 2) !== 0);
    n[base + COLUMN.flags] = flags;
    n[base + COLUMN.role] = codes.role.code(draft.attempt?.role ?? 'outcome');
    n[base + COLUMN.akey] =
      draft.attempt?.key == null ? NULL : this.#attemptKey(draft.attempt.scope ?? where.source, draft.attempt.key);
    n[base + COLUMN.asn] = draft.asn ?? NULL;
    n[base + COLUMN.interactive] = draft.interactive == null ? NULL : draft.interactive ? 1 : 0;
    n[base + COLUMN.shape] = draft.isCut ? poorest(where.shape ?? 0) : (where.shape ?? 0);
    n[base + COLUMN.source] = this.#terms.of(where.source, COLUMN.source);
    n[base + COLUMN.action] = this.#terms.of(draft.action, COLUMN.action);
    n[base + COLUMN.code] = this.#terms.maybe(draft.code, COLUMN.code);
    n[base + COLUMN.reason] = this.#terms.maybe(draft.reason, COLUMN.reason);
    n[base + COLUMN.app] = this.#terms.maybe(draft.app, COLUMN.app);
    n[base + COLUMN.app_id] = this.#terms.maybe(draft.appId, COLUMN.app_id);
    n[base + COLUMN.resource] = this.#terms.maybe(draft.resource, COLUMN.resource);
    n[base + COLUMN.as_org] = this.#terms.maybe(draft.asOrg, COLUMN.as_org);
    n[base + COLUMN.ua] = this.#terms.maybe(draft.userAgent, COLUMN.ua);
    n[base + COLUMN.protocol] = this.#terms.maybe(draft.protocol, COLUMN.protocol);
    n[base + COLUMN.risk] = this.#terms.maybe(draft.risk, COLUMN.risk);
    n[base + COLUMN.actor] = this.#actor(draft.actor, where.source);
    n[base + COLUMN.target] = this.#actor(draft.target, where.source);
    n[base + COLUMN.ip] = this.#addresses.maybe(draft.ip, COLUMN.ip);
    n[base + COLUMN.ip2] = this.#addresses.maybe(draft.second?.ip, COLUMN.ip2);
    n[base + COLUMN.place] = this.#place(draft.place);
    n[base + COLUMN.place2] = this.#place(draft.second?.place);
    n[base + COLUMN.device] = this.#device(draft.device);
    const recordId = clean(draft.recordId);
    // What is none throws here, before anything is added.
    const session = clean(draft.session);
    const correlation = clean(draft.correlation);
    const token = clean(draft.token);
    const detail = this.#detail(draft.detail);
    const warnings = draft.warnings && draft.warnings.length > 0 ? json(draft.warnings) : null;
    n[base + COLUMN.content] = 0; // of later contents of a record the writer makes a number
    const fkey = draft.foldKey == null ? null : recordKey(`${where.source}\nfold\n${draft.foldKey}`);
    n[base + COLUMN.fkey] = fkey ?? NULL;
    if (recordId === null && fkey !== null) n[base + COLUMN.rk] = looseKey(fkey, draft.outcome, draft.factor ?? null);
    else {
      // Without an id a record is known by its content; the writer tells repeated ones apart.
      const part = draft.recordPart == null ? '' : `\n${draft.recordPart}`;
      const known = recordId === null ? `\n${sortedJson(draft)}` : `${recordId}${part}`;
      n[base + COLUMN.rk] = recordKey(`${where.source}\n${known}`);
    }
    // In order of `TEXTS`.
    this.#texts.add(recordId);
    this.#texts.add(session);
    this.#texts.add(correlation);
    this.#texts.add(token);
    this.#texts.add(detail);
    this.#texts.add(warnings);
    this.#count++;
  }

  /** The rows added since the last call. The batch owns its arrays: they may be transferred. */
  take(): EventBatch {
    const batch: EventBatch = {
      count: this.#count,
      numbers: this.#numbers.slice(0, this.#count * NUMBERS.length),
      texts: this.#texts.take(),
      terms: this.#terms.gained(),
      addresses: this.#addresses.gained(),
      ...this.#gained,
    };
    this.#gained = { actors: [], places: [], devices: [] };
    this.#count = 0;
    return batch;
  }

  #attemptKey(source: string, key: string): number {
    const last = this.#lastAttempt;
    if (last.key === key && last.source === source) return last.hash;
    const text = `${source}\n${key}`;
    const found = this.#areAttemptsRare ? attemptHash(text) : this.#seenAttempt(text);
    this.#lastAttempt = { source, key, hash: found };
    return found;
  }

  #seenAttempt(text: string): number {
    this.#attemptsSought++;
    let found = this.#attempts.get(text);
    if (found === undefined) {
      this.#attemptsMissed++;
      found = attemptHash(text);
      if (this.#attempts.size >= 4_096) this.#attempts.clear();
      this.#attempts.set(owned(text), found);
    }
    return found;
  }

  /** Of so many keys that were looked for half must have come before: those of one record only are not worth keeping. */
  get #areAttemptsRare(): boolean {
    return this.#attemptsMissed > TRIAL && this.#attemptsMissed * 2 > this.#attemptsSought;
  }

  #actor(actor: ActorDraft | null | undefined, source: string): number {
    if (actor == null) return NULL;
    const same = this.#same.get(actor);
    if (same !== undefined && same.source === source) return same.position;
    const position = this.#actors.of({ actor, source });
    this.#remember(actor, source, position);
    return position;
  }

  /** What is frozen is the same wherever it comes again. */
  #remember(draft: object, source: string, position: number): void {
    if (!Object.isFrozen(draft)) return;
    this.#same.set(draft, { source, position });
  }

  #detail(detail: EventDraft['detail']): string | null {
    if (detail == null || isEmpty(detail)) return null;
    const known = this.#details.get(detail);
    if (known !== undefined) return known;
    const text = json(detail);
    if (Object.isFrozen(detail) && text.length <= LONGEST_REMEMBERED) {
      this.#details.set(detail, text);
    }
    return text;
  }

  #place(place: PlaceDraft | null | undefined): number {
    if (place == null) return NULL;
    const { country, region, city, lat, lon } = place;
    if (country == null && region == null && city == null && (lat == null || lon == null)) return NULL;
    const same = this.#same.get(place);
    if (same !== undefined) return same.position;
    const position = this.#places.of(place);
    this.#remember(place, '', position);
    return position;
  }

  #device(device: DeviceDraft | null | undefined): number {
    if (device == null || isNothing(device)) return NULL;
    const same = this.#same.get(device);
    if (same !== undefined) return same.position;
    const position = this.#devices.of(device);
    this.#remember(device, '', position);
    return position;
  }
}

/** Texts in order of first appearance. */
class List {
  readonly #positions = new Map<string, number>();
  #new: string[] = [];

  /** The text that a column had last, and its position: logs repeat themselves, and comparing costs less than looking up. */
  readonly #last = NUMBERS.map(() => ({ text: '', position: -1 }));

  of(text: string, column: number): number {
    const last = this.#last[column]!;
    if (text === last.text && last.position >= 0) return last.position;
    last.text = text;
    last.position = this.#positions.get(text) ?? this.#add(text);
    return last.position;
  }

  #add(text: string): number {
    const kept = clean(owned(text))!;
    this.#new.push(kept);
    return remember(this.#positions, owned(text));
  }

  maybe(text: string | null | undefined, column: number): number {
    return text == null || text === '' ? NULL : this.of(text, column);
  }

  gained(): string[] {
    const out = this.#new;
    this.#new = [];
    return out;
  }
}

const HINTED = 8; // drafts compared per hint: more would let hostile data make every lookup a search

/**
 * Descriptions in order of first appearance. Comparing with the few that share a hint (an id, a city) is cheaper than
 * writing out the whole description to look it up, which is done for those that are not found so.
 */
class Catalogue<D> {
  readonly #byHint = new Map<string, { draft: D; position: number }[]>();
  readonly #byKey = new Map<string, number>();

  constructor(
    readonly hint: (draft: D) => string,
    readonly same: (a: D, b: D) => boolean,
    readonly key: (draft: D) => string,
    readonly added: (draft: D, key: string) => void,
  ) {}

  of(draft: D): number {
    const hint = this.hint(draft);
    const near = this.#byHint.get(hint);
    if (near) for (const each of near) if (this.same(each.draft, draft)) return each.position;
    const key = entryKey(this.key(draft));
    let position = this.#byKey.get(key);
    if (position === undefined) {
      position = remember(this.#byKey, key);
      this.added(draft, key);
    }
    if (!near) this.#byHint.set(owned(hint), [kept(draft, position)]);
    else if (near.length < HINTED) near.push(kept(draft, position));
    return position;
  }
}

/** A copy that holds on to nothing of the record it came from. */
const kept = <D>(draft: D, position: number): { draft: D; position: number } => ({
  draft: JSON.parse(JSON.stringify(draft)) as D,
  position,
});

type SourcedActor = { actor: ActorDraft; source: string };
const actorHint = ({ actor }: SourcedActor): string => actor.id ?? actor.name ?? '';
function sameActor(a: SourcedActor, b: SourcedActor): boolean {
  const x = a.actor;
  const y = b.actor;
  if (x.id !== y.id || x.name !== y.name || x.kind !== y.kind || a.source !== b.source) return false;
  if ((x.display ?? null) !== (y.display ?? null) || (x.external ?? false) !== (y.external ?? false)) return false;
  if ((x.homeTenant ?? null) !== (y.homeTenant ?? null)) return false;
  if ((x.onBehalfOf ?? null) !== (y.onBehalfOf ?? null) || x.keys.length !== y.keys.length) return false;
  for (let i = 0; i < x.keys.length; i++) {
    if (x.keys[i]!.value !== y.keys[i]!.value || x.keys[i]!.type !== y.keys[i]!.type) return false;
  }
  return true;
}
function actorKey({ actor, source }: SourcedActor): string {
  let key = `${source}|${part(actor.id)}${part(actor.name)}${part(actor.display)}${actor.kind}${actor.external ? '!' : '|'}${part(actor.homeTenant)}${part(actor.onBehalfOf)}`;
  for (const each of actor.keys) key += `${each.type}${part(each.value)}`;
  return key;
}
const actorEntry = (actor: ActorDraft, source: string, key: string): ActorEntry => ({
  key,
  source,
  native: clean(actor.id),
  name: clean(actor.name),
  display: clean(actor.display),
  kind: codes.kind.code(actor.kind),
  external: actor.external ? 1 : 0,
  homeTenant: clean(actor.homeTenant),
  onBehalfOf: clean(actor.onBehalfOf),
  keys: json(actor.keys.map(({ type, value }) => [type, value])),
});

const placeHint = (place: PlaceDraft): string => place.city ?? place.country ?? '';
const samePlace = (a: PlaceDraft, b: PlaceDraft): boolean =>
  (a.city ?? null) === (b.city ?? null) &&
  (a.country ?? null) === (b.country ?? null) &&
  (a.region ?? null) === (b.region ?? null) &&
  (a.lat ?? null) === (b.lat ?? null) &&
  (a.lon ?? null) === (b.lon ?? null);
const placeKey = ({ country, region, city, lat, lon }: PlaceDraft): string =>
  `${part(country)}${part(region)}${part(city)}${lat ?? null},${lon ?? null}`;
const placeEntry = (place: PlaceDraft, key: string): PlaceEntry => ({
  key,
  country: clean(place.country),
  region: clean(place.region),
  city: clean(place.city),
  lat: place.lat ?? null,
  lon: place.lon ?? null,
});

const deviceHint = (device: DeviceDraft): string => device.id ?? device.name ?? device.os ?? '';
const sameDevice = (a: DeviceDraft, b: DeviceDraft): boolean =>
  (a.id ?? null) === (b.id ?? null) &&
  (a.name ?? null) === (b.name ?? null) &&
  (a.os ?? null) === (b.os ?? null) &&
  (a.browser ?? null) === (b.browser ?? null) &&
  (a.managed ?? null) === (b.managed ?? null) &&
  (a.compliant ?? null) === (b.compliant ?? null) &&
  (a.trust ?? null) === (b.trust ?? null);
const deviceKey = ({ id, name, os, browser, managed, compliant, trust }: DeviceDraft): string =>
  `${part(id)}${part(name)}${part(os)}${part(browser)}${bit(managed)},${bit(compliant)},${part(trust)}`;
const isNothing = ({ id, name, os, browser, managed, compliant, trust }: DeviceDraft): boolean =>
  id == null && name == null && os == null && browser == null && managed == null && compliant == null && trust == null;
const deviceEntry = (device: DeviceDraft, key: string): DeviceEntry => ({
  key,
  native: clean(device.id),
  name: clean(device.name),
  os: clean(device.os),
  browser: clean(device.browser),
  managed: bit(device.managed),
  compliant: bit(device.compliant),
  trust: clean(device.trust),
});

/** The same text in memory of its own: a piece of a record keeps the whole record from being freed. */
const owned = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

function remember(positions: Map<string, number>, key: string): number {
  const position = positions.size;
  positions.set(key, position);
  return position;
}

function markOf(draft: EventDraft, kind: ActorDraft['kind'], secondFactorFailed: boolean): number {
  if (isDenial({ class: draft.class, outcome: draft.outcome, kind, secondFactorFailed })) return 2;
  switch (draft.class) {
    case 'change':
      return 3;
    case 'request':
      return 4;
    case 'other':
      return 0;
    default:
      return SUCCESS.has(draft.outcome) ? 1 : 0;
  }
}

/** Length before text: parts of a key cannot run into each other, whatever they contain. */
const part = (text: string | null | undefined): string => (text == null ? '-' : `${text.length}:${text}`);
const bit = (value: boolean | null | undefined): number | null => (value == null ? null : value ? 1 : 0);

/** SQLite keeps UTF-8, which has no lone surrogates; they become U+FFFD as they would on the way there. */
function clean(text: string | null | undefined): string | null {
  if (text == null || text === '') return null;
  const cut = text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT - 1)}…` : text;
  return cut.isWellFormed() ? cut : cut.toWellFormed();
}

function json(value: unknown): string {
  const text = JSON.stringify(value); // well formed by definition: lone surrogates come out as escapes
  if (text.length <= TEXT_LIMIT) return text;
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' && inner.length > TEXT_LIMIT ? `${inner.slice(0, TEXT_LIMIT - 1)}…` : inner,
  );
}

/** The key under which the store knows an entry: the whole description, or its hash where that is long. */
function entryKey(key: string): string {
  const text = key.toWellFormed();
  return text.length <= 1_000 ? text : hash('sha256', text, 'hex');
}

function isEmpty(record: Record<string, string>): boolean {
  for (const _ in record) return false;
  return true;
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const FAMILIES: Readonly<Partial<Record<Factor, string>>> = {
  push: 'push',
  push_number_match: 'push',
  totp: 'passcode',
  sms: 'passcode',
  hardware_otp: 'passcode',
  fido2: 'key',
  passkey_platform: 'key',
};
/** Factors that one shape may call by one name ("Passcode") and another by their own; null where none is told. */
export const factorFamily = (factor: Factor | null): string | null =>
  factor === null ? null : (FAMILIES[factor] ?? factor);

/**
 * The key of the first record without id that has this fold key, outcome and kind of factor; further ones of a file are
 * numbered from it (`repeatKey`). So it is the same in every shape without id.
 */
export const looseKey = (fkey: number, outcome: string, factor: Factor | null): number =>
  recordKey(`loose\n${fkey}\n${outcome}\n${factorFamily(factor) ?? ''}`);
/** The key of the n-th record (n ≥ 1) of a file that has only this key. */
export const repeatKey = (first: number, n: number): number => (n === 1 ? first : recordKey(`${first}\n${n}`));

/** 53 bits of SHA-256: the largest integer that a double carries exactly. */
export function recordKey(text: string): number {
  const digest = hash('sha256', text, 'binary'); // one letter a byte: the cheapest form to get at
  return bytes(digest, 0, 4) * 2_097_152 + (bytes(digest, 4, 3) >>> 3);
}

function attemptHash(text: string): number {
  const digest = hash('sha256', `attempt\n${text}`, 'binary');
  return bytes(digest, 0, 4) * 65_536 + bytes(digest, 4, 2); // 48 bits
}

/** An unsigned integer of up to four bytes, big endian. */
function bytes(digest: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) value = (value << 8) | digest.charCodeAt(i);
  return value >>> 0;
}

const mix = (h: number, x: number): number => {
  const m = Math.imul(h ^ x, 0x9e3779b1);
  return m ^ (m >>> 15);
};

/** FNV-1a over UTF-16 units with a final mix: to tell contents apart, not to resist forgery. */
function textHash(text: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, text.length);
}
