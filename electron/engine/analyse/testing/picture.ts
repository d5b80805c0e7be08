/**
 * Cases drawn as rows of words, so that a test reads like its picture:
 *
 *     ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
 *
 * Time is a day of the story and a clock (UTC); `what` may begin with a source (`entra sms ok`); places and devices are
 * the named ones below. Addresses are documentation ranges; what the tables would say of them is told here.
 */

import type { ContextFactsOf, ContextKindId } from '../../../../shared/model/context';
import type { Episode, Path } from '../../../../shared/model/episode';
import type { ActorDraft, DeviceDraft, EventDraft, EventFlag } from '../../../../shared/model/event';
import type { Identity } from '../../../../shared/model/identity';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../shared/model/time';
import type { Factor, IdentityKind, Outcome } from '../../../../shared/model/words';
import { type AddressFacts, addressFacts } from '../../enrich/address';
import type { Custody, OpenCase } from '../../session';
import { addContext } from '../../store/context';
import { dictionaryMarks } from '../../store/dictionaries';
import { allEpisodes, allPaths } from '../../store/episode-reads';
import { beginFile, completeFile } from '../../store/files';
import { fillCase } from '../../store/fill';
import { allIdentities } from '../../store/identity-reads';
import { openCaseDb } from '../../store/open';
import { analyse } from '../run';

export type Row = [time: string, who: string, what: string, where: string, device?: string, more?: Partial<EventDraft>];

interface Place {
  ip: string;
  country: string;
  city: string;
  lat: number;
  lon: number;
  asn: number;
  network: string | null;
}
const place = (
  ip: string,
  country: string,
  city: string,
  lat: number,
  lon: number,
  asn: number,
  network: string | null = null,
): Place => ({ ip, country, city, lat, lon, asn, network });

export const PLACES: Record<string, Place> = {
  office: place('192.0.2.10', 'GB', 'Leeds', 53.8, -1.55, 64500),
  home: place('198.51.100.20', 'GB', 'Harrogate', 53.99, -1.54, 64501),
  cafe: place('198.51.100.77', 'GB', 'York', 53.96, -1.08, 64502),
  hotel: place('203.0.113.150', 'SG', 'Singapore', 1.29, 103.85, 64503),
  carrier: place('198.51.100.201', 'GB', 'London', 51.5, -0.1, 64504, 'mobile'),
  carrier2: place('198.51.100.202', 'FR', 'Paris', 48.86, 2.35, 64504, 'mobile'),
  vpn: place('192.0.2.200', 'GB', 'Leeds', 53.8, -1.55, 64500),
  bucharest: place('203.0.113.47', 'RO', 'Bucharest', 44.43, 26.1, 64510, 'hosting'),
  hanoi: place('203.0.113.77', 'VN', 'Hanoi', 21.02, 105.84, 64511),
  moscow: place('203.0.113.99', 'RU', 'Moscow', 55.75, 37.61, 64512, 'hosting'),
  cloud: place('192.0.2.250', 'GB', 'London', 51.5, -0.1, 64520, 'hosting'),
  rented: place('203.0.113.200', 'DE', 'Falkenstein', 50.47, 12.37, 64521, 'hosting'),
};

export const DEVICES: Record<string, DeviceDraft> = {
  laptop: { os: 'Windows 11', browser: 'Chrome 120', managed: true },
  phone: { os: 'iOS 17', browser: 'Outlook' },
  stranger: { os: 'Linux', browser: 'Firefox 115' },
  stranger2: { os: 'Mac OS X', browser: 'Safari 17' },
};

interface What {
  outcome: Outcome;
  factor?: Factor;
  role?: NonNullable<EventDraft['attempt']>['role'];
  class?: EventDraft['class'];
  action?: string;
  flags?: EventFlag[];
  code?: string;
  interactive?: boolean;
  protocol?: string;
}
const WHATS: Record<string, What> = {
  prompt: { outcome: 'challenged', factor: 'push', role: 'prompt', action: 'push.sent' },
  'push denied': { outcome: 'denied_by_user', factor: 'push', flags: ['credential_right'] },
  'push ignored': { outcome: 'no_response', factor: 'push', flags: ['credential_right'] },
  'push approved': { outcome: 'success_mfa', factor: 'push' },
  'fraud reported': { outcome: 'reported_fraud', factor: 'push' },
  'suspicion reported': { outcome: 'reported_fraud', role: 'report', action: 'report.suspicious' },
  'code wrong': { outcome: 'wrong_code', factor: 'totp' },
  'code ok': { outcome: 'success_mfa', factor: 'totp' },
  'sms ok': { outcome: 'success_mfa', factor: 'sms' },
  'passkey ok': { outcome: 'success_mfa', factor: 'fido2' },
  'password only': { outcome: 'success_single_factor', factor: 'password', role: 'outcome' },
  'password wrong': { outcome: 'password_failed', factor: 'password', role: 'outcome' },
  imap: {
    outcome: 'success_single_factor',
    factor: 'password',
    role: 'outcome',
    flags: ['legacy_protocol'],
    protocol: 'IMAP4',
  },
  'device code': { outcome: 'success_token', role: 'outcome', flags: ['device_code'], protocol: 'deviceCode' },
  token: { outcome: 'success_token', role: 'outcome', interactive: false, action: 'token' },
  sso: { outcome: 'success_token', class: 'access', action: 'sso' },
  blocked: { outcome: 'blocked_by_policy', role: 'outcome' },
  locked: { outcome: 'rate_limited', role: 'outcome' },
  duplicate: { outcome: 'failed_other', factor: 'push', action: 'duplicate authentication attempt' },
  challenged: { outcome: 'challenged', role: 'interim', action: 'interrupt' },
  'secret wrong': {
    outcome: 'password_failed',
    factor: 'client_secret',
    role: 'outcome',
    code: '7000215',
    interactive: false,
  },
  'secret expired': {
    outcome: 'password_failed',
    factor: 'client_secret',
    role: 'outcome',
    code: '7000222',
    interactive: false,
  },
  'secret ok': { outcome: 'success_single_factor', factor: 'client_secret', role: 'outcome', interactive: false },
  'method registered': { outcome: 'none', class: 'change', action: 'user.mfa.factor.activate' },
  'account created': { outcome: 'none', class: 'change', action: 'user.lifecycle.create' },
  'access refused': { outcome: 'blocked_by_policy', class: 'access', role: 'outcome', action: 'GetSecretValue' },
  'access requested': { outcome: 'none', class: 'request', action: 'access.request.create' },
};

export const T0 = Date.UTC(2026, 0, 1);

/** `d30 02:11` or `d30 02:11:09`: day 1 is T0. */
export function at(text: string): number {
  const match = /^d(\d+) (\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!match) throw new Error(`no time: ${text}`);
  const [, day, hour, minute, second] = match;
  return T0 + (Number(day) - 1) * DAY + Number(hour) * HOUR + Number(minute) * MINUTE + Number(second ?? 0) * SECOND;
}

/** An ordinary month: every working day two sign-ins from a usual place with the usual device, as far as `until`. */
export function month(who: string, where = 'office', until = 28, what = 'push approved', device = 'laptop'): Row[] {
  const rows: Row[] = [];
  for (let day = 1; day <= until; day++) {
    if (new Date(T0 + (day - 1) * DAY).getUTCDay() % 6 === 0) continue;
    const d = `d${day}`;
    rows.push([`${d} 08:5${day % 10}`, who, what, where, device], [`${d} 13:0${day % 10}`, who, what, where, device]);
    rows.push([`${d} 19:1${day % 10}`, who, what, 'home', device]);
  }
  return rows;
}

/** Nothing but the log going on: another person's sign-ins, so that silence means something. */
export const later = (from: number, days = 3): Row[] =>
  Array.from({ length: days * 2 }, (_, i) => [
    `d${from + Math.floor(i / 2)} ${i % 2 ? '16' : '09'}:30`,
    'colleague',
    'push approved',
    'office',
    'laptop',
  ]);

const isMachineName = (who: string): boolean => who.startsWith('svc-') || who.startsWith('ci-');

function actorOf(who: string, source: string): ActorDraft {
  if (isMachineName(who)) {
    const kind: IdentityKind = 'service_principal';
    return { id: `sp-${who}`, name: who, kind, keys: [{ type: 'object_id', value: `sp-${who}` }] };
  }
  const upn = `${who}@corp.example`;
  const keys: ActorDraft['keys'] = [
    { type: 'upn', value: upn },
    { type: 'email', value: upn },
  ];
  if (source === 'okta') keys.push({ type: 'okta_id', value: `00u-${who}` });
  return { id: source === 'okta' ? `00u-${who}` : who, name: upn, display: who, kind: 'human', keys };
}

const SOURCES = ['okta', 'entra', 'duo'];

/** From a row of words to the event that a source would have made of it. */
export function draft(row: Row, i: number): { source: string; draft: EventDraft } {
  const [time, who, said, where, deviceName, more] = row;
  const first = said.split(' ')[0]!;
  const source = SOURCES.includes(first) ? first : isMachineName(who) ? 'entra' : 'okta';
  const word = SOURCES.includes(first) ? said.slice(first.length + 1) : said;
  const what = WHATS[word];
  if (!what) throw new Error(`no such thing: ${word}`);
  const spot = PLACES[where];
  if (!spot && where !== '-') throw new Error(`no such place: ${where}`);
  const device = deviceName === undefined || deviceName === '-' ? null : DEVICES[deviceName];
  return {
    source,
    draft: {
      recordId: `${source}-${i}-${time}-${who}-${word}`,
      time: at(time),
      class: what.class ?? 'authentication',
      action: what.action ?? `${source}.signin`,
      outcome: what.outcome,
      factor: what.factor ?? null,
      code: what.code ?? null,
      actor: actorOf(who, source),
      app: isMachineName(who) ? who : 'Portal',
      ip: spot?.ip ?? null,
      asn: spot?.asn ?? null,
      place: spot ? { country: spot.country, city: spot.city, lat: spot.lat, lon: spot.lon } : null,
      device: device ? { ...device, id: deviceName === 'laptop' ? `dt:${who}-laptop` : null } : null,
      interactive: what.interactive ?? true,
      protocol: what.protocol ?? null,
      attempt: { key: `attempt-${i}`, role: what.role ?? 'answer' },
      flags: what.flags ?? [],
      ...more,
    },
  };
}

const facts = (ip: string): AddressFacts => {
  const spot = Object.values(PLACES).find((known) => known.ip === ip);
  const base = addressFacts('invalid');
  if (!spot) return { ...base, scope: 'public' };
  const { country, city, lat, lon, asn, network } = spot;
  return { ...base, scope: 'public', country, city, lat, lon, radiusKm: 50, asn, asOrg: `Org ${asn}`, network };
};

/** A case in memory with a custody log that only counts. */
export function memoryCase(): OpenCase {
  const db = openCaseDb(':memory:');
  let acts = 0;
  const custody: Custody = {
    append: (act, detail) => ({
      seq: ++acts,
      at: new Date(T0).toISOString(),
      zone: 'UTC',
      actor: 'test',
      confirmed: true,
      act,
      detail,
      tool: 'test',
      prev: '',
      hash: '',
    }),
    head: () => '',
    count: () => acts,
  };
  return { folder: '', name: 'test', id: 'test', db, custody, readOnly: false, demo: false };
}

/** Adds rows to a case, each source as a file of its own; `file` tells the imports apart. */
export function draw(opened: OpenCase, rows: readonly Row[], file = 'a'): void {
  const bySource = new Map<string, EventDraft[]>();
  rows.forEach((row, i) => {
    const { source, draft: event } = draft(row, i);
    bySource.set(source, [...(bySource.get(source) ?? []), event]);
  });
  for (const [source, drafts] of bySource) {
    drafts.sort((a, b) => a.time - b.time);
    fillCase(opened.db.write, source, drafts, { file: `${source}-${file}`, addressFacts: facts });
  }
}

export interface Seen {
  opened: OpenCase;
  episodes: Episode[];
  identities: Identity[];
  paths: Path[];
  /** Episodes of a name (`alice`). */
  of(who: string): Episode[];
  /** The one episode of a name. */
  one(who: string): Episode;
}

export async function look(opened: OpenCase): Promise<Seen> {
  await analyse(opened);
  const db = opened.db.read;
  const episodes = [...allEpisodes(db)];
  const of = (who: string): Episode[] => episodes.filter(({ identity }) => identity.name.split('@')[0] === who);
  return {
    opened,
    episodes,
    identities: [...allIdentities(db)],
    paths: allPaths(db),
    of,
    one: (who) => {
      const found = of(who);
      if (found.length !== 1) throw new Error(`${who} has ${found.length} episodes: ${JSON.stringify(found)}`);
      return found[0]!;
    },
  };
}

/** A row of a context file, already read. */
export type Said = { [K in ContextKindId]: { kind: K; facts: ContextFactsOf<K> } }[ContextKindId];

/** Adds rows of context files to a case, each kind as a file of its own. */
export function say(opened: OpenCase, said: readonly Said[], file = 'a'): void {
  const db = opened.db.write;
  for (const [kind, rows] of Map.groupBy(said, (each) => each.kind)) {
    const ids = beginFile(db, `${kind}-${file}`, { source: null, zone: null, reference: false }, dictionaryMarks(db));
    const drafts = rows.map(({ facts }, i) => ({ facts, extra: {}, at: i * 100, length: 100 }));
    const name = `${kind}-${file}.csv`;
    completeFile(db, ids, {
      ...{ name, stored: name, member: null, packing: 'none', encoding: 'utf-8', referenced: false },
      ...{ sha256: '', storedSha256: '', bytes: drafts.length * 100, source: kind, shape: 'context', because: [] },
      ...{ events: 0, skipped: 0, rejected: 0, first: null, last: null, warnings: [], zone: null },
      ...addContext(db, ids.fileId, kind, drafts),
    });
  }
}

/** Draws and analyses. */
export async function picture(rows: readonly Row[], said: readonly Said[] = []): Promise<Seen> {
  const opened = memoryCase();
  draw(opened, rows);
  say(opened, said);
  return look(opened);
}
