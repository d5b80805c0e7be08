import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { EventClass, Factor, IdentityKind, Outcome } from '../../../../../shared/model/words';
import { type LazyRecord, type Reject, reject, type Shape, type Source } from '../../source';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import {
  asObject,
  asObjects,
  booleanOf,
  coordinates,
  entry,
  filled,
  member,
  numberOf,
  type Plain,
} from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

const READS = [
  'id',
  'timestamp',
  'event_type',
  'service',
  'success',
  'sso_token_success',
  'mfa',
  'mfa_meta',
  'initiated_by',
  'resource',
  'username',
  'client_ip',
  'geoip',
  'useragent',
  'auth_method',
  'auth_context',
  'auth_type',
  'eap_type',
  'application',
  'association',
  'error_message',
  'message',
  'organization',
  'system',
  'changes',
];

const FACTORS: Readonly<Record<string, Factor>> = {
  jumpcloud_protect: 'push',
  push: 'push',
  duo: 'push',
  totp: 'totp',
  webauthn: 'fido2',
  jumpcloud_go: 'passkey_platform',
  password: 'password',
  certificate: 'certificate',
  'device certificate': 'certificate',
  federation: 'federated',
};

const SIGN_IN =
  /^(user_login_attempt|admin_login_attempt|sso_auth|radius_auth_attempt|ldap_bind|login_attempt|push_mfa\w*|user_portal_login\w*|mfa_\w*attempt\w*|\w*_auth|\w*_auth_attempt|\w*_login_attempt)$/;
const CHANGE =
  /_(change|update|create|delete|add|remove|activate|deactivate|enroll|unenroll|enable|disable|reset|lock|unlock|suspend|expire|grant|revoke|granted|revoked|created|deleted|updated|exclusion|exclusion_expired|lockout|pairing|edit)$|^(totp|passwordless|association|password|admin|mfa_)|_password_/;
const PRIVILEGED = /admin|association|mfa|totp|api_key|role|sso_application|password_reset|integration/;

interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  flags: EventFlag[];
}

/** Methods of the attempt, each with whether it was met. */
function methods(context: Plain | null): [Factor, boolean | null][] {
  const all = asObject(context?.auth_methods);
  if (!all) return [];
  return Object.entries(all).flatMap(([name, value]) => {
    const factor = entry(FACTORS, name.toLowerCase());
    return factor ? [[factor, booleanOf(asObject(value)?.success)] as [Factor, boolean | null]] : [];
  });
}

function decide(record: LazyRecord, name: string, error: string | null): Decided {
  const success = booleanOf(record.any('success')) ?? booleanOf(record.any('sso_token_success'));
  if (!SIGN_IN.test(name)) {
    const isSession = /logout|session/.test(name);
    const eventClass: EventClass = isSession ? 'session' : CHANGE.test(name) ? 'change' : 'other';
    const flags: EventFlag[] = eventClass === 'change' && PRIVILEGED.test(name) ? ['privileged'] : [];
    const isFailed = success === false && eventClass !== 'other';
    const outcome: Outcome = name.includes('lockout') ? 'rate_limited' : isFailed ? 'failed_other' : 'none';
    return { class: eventClass, outcome, factor: null, flags };
  }
  const context = asObject(record.any('auth_context'));
  const used = methods(context);
  const failed = used.find(([, met]) => met === false)?.[0] ?? null;
  const second = used.map(([factor]) => factor).find((factor) => factor !== 'password') ?? null;
  const factor =
    failed ?? second ?? used[0]?.[0] ?? entry(FACTORS, filled(record.text('auth_method'))?.toLowerCase() ?? null);
  const flags: EventFlag[] = [];
  const done = (outcome: Outcome): Decided => ({ class: 'authentication', outcome, factor, flags });
  if (success === true) {
    const hasMfa =
      booleanOf(record.any('mfa')) === true || used.some(([each, met]) => met === true && each !== 'password');
    if (hasMfa) return done('success_mfa');
    // Whether a portal session opened the application or a password did, the record does not say.
    if (name === 'sso_auth' && used.length === 0) flags.push('ambiguous');
    return done('success_single_factor');
  }
  if (success === null) return done(outcomeOfWords(error) ?? 'none');
  const isDenied = asObjects(context?.policies_applied).some(
    (policy) => member(asObject(policy.metadata), 'action')?.toUpperCase() === 'DENY',
  );
  if (isDenied) return done('blocked_by_policy');
  const told = outcomeOfWords(error);
  if (told !== null) return done(told);
  if (failed === 'password') return done('password_failed');
  if (failed === 'totp') return done('wrong_code');
  if (failed === 'push') flags.push('ambiguous');
  if (failed !== null) flags.push('second_factor_failed');
  return done('failed_other');
}

const KINDS: Readonly<Record<string, IdentityKind>> = {
  user: 'human',
  admin: 'human',
  system: 'device',
  organization: 'api_key',
  systems: 'device',
  service_account: 'service_principal',
};

function personOf(value: Plain | null): EventDraft['actor'] {
  if (!value) return null;
  return person({
    id: member(value, 'id'),
    name: member(value, 'username') ?? member(value, 'name'),
    email: member(value, 'email'),
    kind: entry(KINDS, member(value, 'type')) ?? 'unknown',
  });
}

function toEvent(record: LazyRecord): EventDraft | Reject {
  const written = filled(record.text('timestamp'));
  const time = written === null ? null : parseUtcByContract(written);
  if (time === null) return reject(written === null ? 'no time (timestamp)' : 'unreadable time (timestamp)');
  const name = filled(record.text('event_type')) ?? 'unknown';
  const error = filled(record.text('error_message')) ?? filled(record.text('message'));
  const decided = decide(record, name, error);
  const initiated = asObject(record.any('initiated_by'));
  const resource = asObject(record.any('resource'));
  const connection = asObject(asObject(record.any('association'))?.connection);
  const to = asObject(connection?.to);
  const targetOf = resource?.type === 'user' ? resource : to?.type === 'user' ? { ...to, id: to.object_id } : null;
  const actor = personOf(initiated) ?? person({ name: filled(record.text('username')) });
  const geo = asObject(record.any('geoip'));
  const point = geo ? coordinates(numberOf(geo.latitude), numberOf(geo.longitude)) : null;
  const agent = asObject(record.any('useragent'));
  const system = asObject(asObject(record.any('auth_context'))?.system) ?? asObject(record.any('system'));
  const application = asObject(record.any('application'));
  const address = readAddress(filled(record.text('client_ip')));
  const isSignIn = decided.class === 'authentication';
  return {
    recordId: filled(record.text('id')),
    time,
    class: decided.class,
    action: name,
    outcome: decided.outcome,
    factor: decided.factor,
    reason: error,
    actor,
    target: isSignIn ? null : personOf(targetOf),
    app: member(application, 'display_label') ?? member(application, 'name') ?? filled(record.text('service')),
    appId: member(application, 'id'),
    resource:
      isSignIn || !resource || targetOf === resource ? null : (member(resource, 'name') ?? member(resource, 'type')),
    ip: address.ip,
    place: geo
      ? {
          country: countryCode(member(geo, 'country_code')),
          region: member(geo, 'region_name'),
          lat: point?.lat ?? null,
          lon: point?.lon ?? null,
        }
      : null,
    device: deviceOf(system, agent),
    protocol: member(application, 'sso_type') ?? filled(record.text('eap_type')) ?? filled(record.text('auth_type')),
    interactive: isSignIn ? name !== 'ldap_bind' : null,
    attempt: isSignIn ? { key: null, role: 'outcome' } : undefined,
    flags: decided.flags,
    detail: detailOf(record, geo),
    warnings: address.warning ? [address.warning] : [],
  };
}

function deviceOf(system: Plain | null, agent: Plain | null): EventDraft['device'] {
  const known = (text: string | null): string | null => (text === 'Other' ? null : text);
  const version = member(agent, 'version') ?? member(agent, 'major');
  const browser = known(member(agent, 'name'));
  const os = system ? member(system, 'os') : known(member(agent, 'os_full') ?? member(agent, 'os'));
  if (!system && browser === null && os === null) return null;
  return {
    id: member(system, 'id'),
    name: member(system, 'hostname') ?? member(system, 'displayName'),
    os,
    browser: browser === null ? null : version === null ? browser : `${browser} ${version}`,
    managed: system && member(system, 'id') !== null ? true : null,
  };
}

function detailOf(record: LazyRecord, geo: Plain | null): Record<string, string> | null {
  const detail: Record<string, string> = {};
  const add = (key: string, value: string | null): void => {
    if (value !== null) detail[key] = value;
  };
  add('organization', filled(record.text('organization')));
  add('auth_method', filled(record.text('auth_method')));
  add('timezone', member(geo, 'timezone'));
  add('operation', member(asObject(record.any('association')), 'op'));
  add(
    'changed',
    asObjects(record.any('changes'))
      .flatMap((each) => member(each, 'field') ?? [])
      .slice(0, 40)
      .join(', ') || null,
  );
  return Object.keys(detail).length > 0 ? detail : null;
}

const insights: Shape = {
  id: 'directory-insights-json',
  record: 'json',
  reads: READS,
  fidelity: 3,
  signature: 'event_type, timestamp, and two of organization, initiated_by and service',
  accepts: (record) =>
    typeof record.any('event_type') === 'string' &&
    typeof record.any('timestamp') === 'string' &&
    (record.has('organization')
      ? record.has('initiated_by') || record.has('service')
      : record.has('initiated_by') && (record.has('service') || record.has('client_ip') || record.has('geoip'))),
  toEvent,
};

const jumpcloud: Source = {
  id: 'jumpcloud',
  title: 'JumpCloud Directory Insights',
  shapes: [insights],
  about:
    'Admin portal → Directory Insights → export JSON, or the events API (NDJSON, also .json.gz). Kept for 90 days. `mfa` says that a ' +
    'second factor was part of the attempt, not that it was met; a refused push is not told from one that nobody answered.',
  example:
    '{"id":"j1","timestamp":"2026-01-02T03:04:05.678Z","event_type":"user_login_attempt","service":"directory","organization":"o1","success":false,"mfa":true,"client_ip":"203.0.113.4","initiated_by":{"type":"user","username":"alice","id":"u1"},"auth_context":{"auth_methods":{"totp":{"success":false}}}}',
};
export default jumpcloud;
