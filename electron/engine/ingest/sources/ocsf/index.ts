import type { ActorDraft, EventDraft } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { IdentityKind } from '../../../../../shared/model/words';
import { type LazyRecord, type Reject, reject, type Shape, type Source } from '../../source';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, booleanOf, coordinates, entry, filled, member, numberOf, type Plain } from '../../vendor/fields';
import { withObserved } from '../../vendor/observed';
import { person } from '../../vendor/person';
import { decide } from './classes';

const READS = [
  'class_uid',
  'class_name',
  'activity_id',
  'activity_name',
  'category_uid',
  'type_uid',
  'type_name',
  'time',
  'time_dt',
  'metadata',
  'status_id',
  'status',
  'status_code',
  'status_detail',
  'message',
  'severity',
  'user',
  'actor',
  'src_endpoint',
  'dst_endpoint',
  'service',
  'auth_protocol',
  'auth_protocol_id',
  'logon_type',
  'auth_factors',
  'is_mfa',
  'is_remote',
  'session',
  'http_request',
  'device',
  'api',
  'cloud',
  'unmapped',
  'finding',
  'finding_info',
  'resource',
  'resources',
  'entity',
  'group',
  'privileges',
  'user_result',
  'risk_level',
  'enrichments',
] as const;

const PROTOCOLS: Readonly<Record<string, string>> = {
  1: 'NTLM',
  2: 'Kerberos',
  3: 'Digest',
  4: 'OpenID',
  5: 'SAML',
  6: 'OAUTH 2.0',
  7: 'PAP',
  8: 'CHAP',
  9: 'EAP',
  10: 'RADIUS',
  11: 'Basic',
  12: 'LDAP',
};

/** Epoch milliseconds; producers that write seconds or microseconds are told by the size of the number. */
function timeOf(record: LazyRecord): { time: number | null; warnings: string[] } {
  const number = record.num('time');
  const text = filled(record.text('time_dt')) ?? (number === null ? filled(record.text('time')) : null);
  if (number !== null && number > 0) {
    if (number > 1e11 && number < 1e14) return { time: Math.floor(number), warnings: [] };
    if (number > 1e8 && number < 1e11)
      return { time: Math.floor(number * 1000), warnings: ['time in seconds where OCSF says milliseconds'] };
    if (number >= 1e14 && number < 1e17)
      return { time: Math.floor(number / 1000), warnings: ['time in microseconds where OCSF says milliseconds'] };
  }
  return { time: text === null ? null : parseUtcByContract(text), warnings: [] };
}

function kindOf(user: Plain, product: string | null): IdentityKind {
  const type = numberOf(user.type_id);
  const word = member(user, 'type') ?? '';
  if (type === 4 || /service/i.test(word)) return 'service_principal';
  if (type === 3 || /^(system|awsservice)$/i.test(word)) return 'workload';
  if (/assumedrole|role/i.test(word)) return 'workload';
  const name = member(user, 'name') ?? '';
  if (
    /windows/i.test(product ?? '') &&
    (name.endsWith('$') || /^(SYSTEM|LOCAL SERVICE|NETWORK SERVICE|ANONYMOUS LOGON)$/.test(name))
  )
    return 'device';
  return type === 1 || type === 2 || type === null || word !== '' ? 'human' : 'unknown';
}

/** What Windows writes for nobody, which is no account and would join all that failed. */
const NOBODY = /^(?:-|S-1-0-0|NULL SID)$/i;

function userOf(user: Plain | null, product: string | null): ActorDraft | null {
  if (!user) return null;
  const some = (name: string): string | null => {
    const value = member(user, name);
    return value !== null && NOBODY.test(value) ? null : value;
  };
  const uid = some('uid');
  const idKey = uid?.startsWith('arn:') ? 'arn' : uid !== null && /^S-1-/.test(uid) ? 'sid' : 'vendor_id';
  return person({
    id: uid,
    name: some('name'),
    email: member(user, 'email_addr'),
    display: member(user, 'full_name'),
    kind: kindOf(user, product),
    idKey,
  });
}

/** `coordinates` is longitude first, and gives way to `lat` and `long`. */
function placeOf(endpoint: Plain | null): EventDraft['place'] {
  const location = asObject(endpoint?.location);
  if (!location) return null;
  const pair = Array.isArray(location.coordinates) ? location.coordinates : [];
  const point = coordinates(numberOf(location.lat) ?? numberOf(pair[1]), numberOf(location.long) ?? numberOf(pair[0]));
  const country = countryCode(member(location, 'country'));
  if (country === null && point === null) return null;
  return {
    country,
    region: member(location, 'region'),
    city: member(location, 'city'),
    lat: point?.lat ?? null,
    lon: point?.lon ?? null,
  };
}

function deviceOf(device: Plain | null): EventDraft['device'] {
  if (!device) return null;
  const os = asObject(device.os);
  return {
    id: member(device, 'uid'),
    name: member(device, 'hostname') ?? member(device, 'name'),
    os: member(os, 'name'),
    managed: booleanOf(device.is_managed),
    compliant: booleanOf(device.is_compliant),
  };
}

/** Every class becomes an event: traffic, files and remediation have a time and belong on the line, as class `other`. */
function toEvent(record: LazyRecord): EventDraft | Reject {
  const classUid = record.num('class_uid') ?? 0;
  const className = filled(record.text('class_name'));
  const { time, warnings } = timeOf(record);
  if (time === null)
    return reject(record.has('time') || record.has('time_dt') ? 'unreadable time (time)' : 'no time (time)');
  const metadata = asObject(record.any('metadata'));
  const product = member(asObject(metadata?.product), 'name');
  const acting = asObject(record.any('actor'));
  const actingUser = userOf(asObject(acting?.user), product);
  const subject = userOf(asObject(record.any('user')), product);
  const whole = Object.fromEntries(READS.map((name) => [name, record.any(name)]));
  const activity = record.num('activity_id');
  const reasons = ['status_detail', 'status_code', 'message'].map((name) => filled(record.text(name)));
  const decided = decide(classUid, activity, whole, reasons.filter((each) => each !== null).join(' '));
  const isSignIn = classUid === 3002;
  const source = asObject(record.any('src_endpoint'));
  const address = readAddress(member(source, 'ip'));
  const autonomous = asObject(source?.autonomous_system);
  const session = asObject(record.any('session')) ?? asObject(acting?.session);
  const service = asObject(record.any('service')) ?? asObject(record.any('dst_endpoint'));
  const api = asObject(record.any('api'));
  const protocol = filled(record.text('auth_protocol')) ?? entry(PROTOCOLS, filled(record.text('auth_protocol_id')));
  const correlation = member(metadata, 'correlation_uid') ?? member(asObject(api?.request), 'uid');
  const agent = member(asObject(record.any('http_request')), 'user_agent');
  // `user` signs in and `actor` lets it; where only the actor has a name, it is the one.
  const subjectIsNamed =
    subject !== null && (member(asObject(record.any('user')), 'name') !== null || actingUser === null);
  const actor = isSignIn ? (subjectIsNamed ? subject : (actingUser ?? subject)) : (actingUser ?? subject);
  const target = isSignIn || !actingUser || subject?.id === actingUser.id ? null : subject;
  const name =
    member(api, 'operation') ??
    filled(record.text('activity_name')) ??
    (activity === null ? 'unknown' : `activity ${activity}`);
  const detail: Record<string, string> = {};
  for (const [key, value] of [
    ['product', product],
    ['class', className ?? String(classUid)],
    ['severity', filled(record.text('severity'))],
    ['logon_type', filled(record.text('logon_type'))],
    [
      'finding',
      member(asObject(record.any('finding_info')), 'title') ?? member(asObject(record.any('finding')), 'title'),
    ],
    ['account', member(asObject(asObject(record.any('cloud'))?.account), 'uid')],
  ] as const)
    if (value !== null) detail[key] = value;
  return {
    recordId: member(metadata, 'uid'),
    recordPart: `${classUid} ${activity ?? ''}`,
    time,
    class: decided.class,
    action: className === null ? name : `${className}: ${name}`,
    outcome: decided.outcome,
    factor: decided.factor,
    code: filled(record.text('status_code')) ?? member(metadata, 'event_code'),
    reason: filled(record.text('status_detail')) ?? filled(record.text('message')),
    actor,
    target,
    app: member(service, 'name') ?? member(service, 'svc_name') ?? member(asObject(api?.service), 'name') ?? product,
    resource:
      member(asObject(record.any('resource')), 'name') ??
      member(asObject(record.any('entity')), 'name') ??
      member(asObject(record.any('group')), 'name'),
    ip: address.ip,
    asn: numberOf(autonomous?.number),
    asOrg: member(autonomous, 'name'),
    place: placeOf(source),
    device: isSignIn ? deviceOf(asObject(record.any('device'))) : null,
    userAgent: agent,
    session: member(session, 'uid'),
    correlation,
    protocol,
    interactive: isSignIn && decided.class === 'authentication' ? decided.outcome !== 'success_token' : null,
    risk: filled(record.text('risk_level')) ?? member(asObject(record.any('user')), 'risk_level'),
    attempt: decided.role === null ? undefined : { key: correlation, role: decided.role },
    flags: decided.flags,
    detail,
    warnings: address.warning ? [...warnings, address.warning] : warnings,
  };
}

const events: Shape = {
  id: 'events-json',
  record: 'json',
  reads: READS,
  fidelity: 2,
  signature: 'class_uid (a number), metadata.version or metadata.product, and time',
  accepts: (record) => {
    if (typeof record.any('class_uid') !== 'number') return false;
    const metadata = asObject(record.any('metadata'));
    return (
      metadata !== null &&
      (metadata.version !== undefined || metadata.product !== undefined) &&
      (record.has('time') || record.has('time_dt'))
    );
  },
  toEvent: (record) => {
    const metadata = asObject(record.any('metadata'));
    return withObserved(toEvent(record), metadata?.logged_time ?? metadata?.processed_time);
  },
};

const ocsf: Source = {
  id: 'ocsf',
  title: 'OCSF events (Authentication and its relatives)',
  shapes: [events],
  about:
    'What a data lake or collector made of another product’s log, in the Open Cybersecurity Schema (NDJSON or JSON; up to 1.8). Ask ' +
    'for the vendor’s own export as well: OCSF has no value for a prompt that the person refused, only the producer’s words.',
  example:
    '{"class_uid":3002,"class_name":"Authentication","activity_id":1,"activity_name":"Logon","time":1767323045678,"status_id":2,"status_detail":"Push denied by user","metadata":{"version":"1.8.0","uid":"x1","product":{"name":"Example IdP"}},"user":{"uid":"u1","email_addr":"alice@example.com"},"src_endpoint":{"ip":"203.0.113.4"}}',
};
export default ocsf;
