/** Admin API v2 (also as NDJSON from Log Sync) and the flat records of v1. */
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { LazyRecord, Shape } from '../../source';
import { asObject, asObjects, filled, member, type Plain, parsed } from '../../vendor/fields';
import { type AuthRow, type Place, toDraft } from './authentication';
import { adminDraft, type TrustRow, telephonyDraft, trustDraft, type When } from './other-logs';

const known = (text: string | null): string | null => (text === 'unknown' || text === 'Unknown' ? null : text);

function placeIn(location: unknown): Place {
  const place = asObject(location);
  return { city: member(place, 'city'), state: member(place, 'state'), country: member(place, 'country') };
}

const V2_READS = [
  'txid',
  'timestamp',
  'isotimestamp',
  'event_type',
  'result',
  'reason',
  'factor',
  'remembered_factor',
  'user',
  'alias',
  'email',
  'application',
  'access_device',
  'auth_device',
  'trusted_endpoint_status',
  'ood_software',
  'adaptive_trust_assessments',
];

/** What no calendar text can hold is no time. */
const YEAR_10000 = Date.UTC(10_000, 0, 1);

/** `isotimestamp` is finer; `timestamp` is in seconds, but values of 2001 and later in milliseconds are told apart. */
export function timeOf(iso: string | null, epoch: number | null): number | null {
  // Blanks stray into the digits where a log was printed; the one between day and time belongs there.
  const exact =
    iso === null ? null : (parseUtcByContract(iso) ?? parseUtcByContract(iso.replace(/\s(?=[\d:])|(?<=:)\s/g, '')));
  if (exact !== null) return exact;
  if (epoch === null || epoch <= 0) return null;
  const time = Math.round(epoch >= 1e11 ? epoch : epoch * 1000);
  return time < YEAR_10000 ? time : null;
}

function readV2(record: LazyRecord): AuthRow {
  const user = asObject(record.any('user'));
  const app = asObject(record.any('application'));
  const access = asObject(record.any('access_device'));
  const phone = asObject(record.any('auth_device'));
  const trust = asObject(record.any('adaptive_trust_assessments'));
  const more = asObject(trust?.more_secure_auth);
  const remember = asObject(trust?.remember_me);
  return {
    txid: filled(record.text('txid')),
    time: timeOf(filled(record.text('isotimestamp')) ?? filled(record.text('timestamp')), record.num('timestamp')),
    timeText: filled(record.text('isotimestamp')) ?? filled(record.text('timestamp')),
    eventType: filled(record.text('event_type')),
    result: filled(record.text('result')),
    reason: filled(record.text('reason')),
    factor: filled(record.text('factor')),
    rememberedFactor: filled(record.text('remembered_factor')),
    userKey: member(user, 'key'),
    userName: member(user, 'name'),
    alias: known(filled(record.text('alias'))),
    email: filled(record.text('email')),
    appKey: member(app, 'key'),
    appName: member(app, 'name'),
    access: {
      ip: member(access, 'ip'),
      hostname: member(access, 'hostname'),
      os: known(member(access, 'os')),
      osVersion: known(member(access, 'os_version')),
      browser: known(member(access, 'browser')),
      browserVersion: known(member(access, 'browser_version')),
      epkey: member(access, 'epkey'),
      place: placeIn(access?.location),
    },
    phone: {
      ip: member(phone, 'ip'),
      key: member(phone, 'key'),
      name: member(phone, 'name'),
      place: placeIn(phone?.location),
    },
    trustedEndpoint: filled(record.text('trusted_endpoint_status')),
    outOfDate: filled(record.text('ood_software')),
    trust: { level: member(more, 'trust_level'), reason: member(more, 'reason'), detectors: detectorsOf(more) },
    remember: { level: member(remember, 'trust_level'), reason: member(remember, 'reason') },
  };
}

function detectorsOf(assessment: Plain | null): string | null {
  const detectors = assessment?.detected_attack_detectors;
  if (Array.isArray(detectors)) {
    const names = detectors.filter((item): item is string => typeof item === 'string' && item !== '');
    return names.length > 0 ? names.join(', ') : null;
  }
  return member(assessment, 'detected_attack_detectors');
}

export const adminApiV2: Shape = {
  id: 'admin-api-v2',
  record: 'json',
  reads: V2_READS,
  fidelity: 3,
  signature: 'access_device or auth_device, result, and event_type or factor',
  accepts: (record) =>
    (record.has('access_device') || record.has('auth_device')) &&
    record.has('result') &&
    (record.has('event_type') || record.has('factor')),
  toEvent: (record) => toDraft(readV2(record)),
};

const NOWHERE: Place = { city: null, state: null, country: null };

export const adminApiV1: Shape = {
  id: 'admin-api-v1',
  record: 'json',
  reads: [
    'timestamp',
    'isotimestamp',
    'username',
    'factor',
    'result',
    'reason',
    'integration',
    'ip',
    'new_enrollment',
    'device',
    'location',
    'email',
    'alias',
    'txid',
    'eventtype',
  ],
  fidelity: 2,
  signature: 'integration, username, result, factor and timestamp',
  accepts: (record) =>
    record.has('integration') &&
    record.has('username') &&
    record.has('result') &&
    record.has('timestamp') &&
    record.has('factor'),
  toEvent: (record) => {
    const location = asObject(record.any('location'));
    return toDraft({
      txid: filled(record.text('txid')),
      time: timeOf(filled(record.text('isotimestamp')) ?? filled(record.text('timestamp')), record.num('timestamp')),
      timeText: filled(record.text('timestamp')),
      eventType: record.bool('new_enrollment') === true ? 'enrollment' : 'authentication',
      result: filled(record.text('result')),
      reason: filled(record.text('reason')),
      factor: filled(record.text('factor')),
      rememberedFactor: null,
      userKey: null,
      userName: filled(record.text('username')),
      alias: known(filled(record.text('alias'))),
      email: filled(record.text('email')),
      appKey: null,
      appName: filled(record.text('integration')),
      access: {
        ip: filled(record.text('ip')),
        hostname: null,
        os: null,
        osVersion: null,
        browser: null,
        browserVersion: null,
        epkey: null,
        place: location ? placeIn(location) : NOWHERE,
      },
      phone: { ip: null, key: null, name: filled(record.text('device')), place: NOWHERE },
      trustedEndpoint: null,
      outOfDate: null,
      trust: { level: null, reason: null, detectors: null },
      remember: { level: null, reason: null },
    });
  },
};

/** The other Duo logs. Bypass statuses that Trust Monitor surfaces name their account in `bypass_status_enabled_for`. */
export const otherLogs: Shape = {
  id: 'other-log',
  record: 'json',
  reads: [
    'action',
    'description',
    'object',
    'username',
    'isotimestamp',
    'timestamp',
    'ts',
    'context',
    'credits',
    'telephony_id',
    'txid',
    'type',
    'phone',
    'sekey',
    'state',
    'priority_event',
    'explanations',
    'surfaced_auth',
    'surfaced_timestamp',
    'bypass_status_enabled_for',
    'triage_event_uri',
  ],
  fidelity: 3,
  signature:
    'administrator (action, isotimestamp, username), telephony (context, credits, phone) or Trust Monitor (sekey, surfaced_auth)',
  accepts: (record) => kindOfLog(record) !== null,
  toEvent: (record) => {
    switch (kindOfLog(record)) {
      case 'Trust Monitor':
        return trustDraft(trustRow(record));
      case 'telephony':
        return telephonyDraft({
          ...when(record),
          context: filled(record.text('context')),
          credits: filled(record.text('credits')),
          phone: filled(record.text('phone')),
          kind: filled(record.text('type')),
          txid: filled(record.text('txid')),
          id: filled(record.text('telephony_id')),
        });
      default: {
        const description = asObject(parsed(record.any('description')));
        return adminDraft({
          ...when(record),
          action: filled(record.text('action')),
          description,
          text: description === null ? filled(record.text('description')) : null,
          object: filled(record.text('object')),
          username: filled(record.text('username')),
        });
      }
    }
  },
};

function when(record: LazyRecord): When {
  const text = filled(record.text('ts')) ?? filled(record.text('isotimestamp')) ?? filled(record.text('timestamp'));
  return { time: timeOf(text, record.num('timestamp')), timeText: text };
}

function trustRow(record: LazyRecord): TrustRow {
  const auth = asObject(record.any('surfaced_auth'));
  const user = asObject(auth?.user) ?? asObject(record.any('bypass_status_enabled_for'));
  const access = asObject(auth?.access_device);
  return {
    time: timeOf(null, record.num('surfaced_timestamp')),
    timeText: filled(record.text('surfaced_timestamp')),
    key: filled(record.text('sekey')),
    kind: filled(record.text('type')),
    userName: member(user, 'name'),
    userKey: member(user, 'key'),
    email: member(auth, 'email'),
    ip: member(access, 'ip'),
    place: placeIn(access?.location),
    app: member(asObject(auth?.application), 'name'),
    txid: member(auth, 'txid'),
    explanations: asObjects(record.any('explanations')).flatMap((each) => member(each, 'summary') ?? []),
    state: filled(record.text('state')),
    priority: filled(record.text('priority_event')),
  };
}

function kindOfLog(record: LazyRecord): 'Trust Monitor' | 'telephony' | 'administrator' | null {
  if (record.has('sekey') && (record.has('surfaced_auth') || record.has('triage_event_uri'))) return 'Trust Monitor';
  if (record.has('context') && record.has('credits') && record.has('phone')) return 'telephony';
  if (!record.has('action') || !record.has('isotimestamp') || !(record.has('username') || record.has('object')))
    return null;
  return 'administrator';
}
