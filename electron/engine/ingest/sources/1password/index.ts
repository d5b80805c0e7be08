import type { EventDraft } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { type LazyRecord, type Reject, reject, type Shape, type Source } from '../../source';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, coordinates, entry, filled, member, numberOf, type Plain } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

const timeOf = (record: LazyRecord): number | Reject => {
  const written = filled(record.text('timestamp'));
  const time = written === null ? null : parseUtcByContract(written);
  return time ?? reject(written === null ? 'no time (timestamp)' : 'unreadable time (timestamp)');
};

const userOf = (value: unknown): EventDraft['actor'] => {
  const user = asObject(value);
  return user
    ? person({ id: member(user, 'uuid'), email: member(user, 'email'), display: member(user, 'name') })
    : null;
};

function placeOf(location: Plain | null, country: string | null): EventDraft['place'] {
  const code = countryCode(member(location, 'country')) ?? countryCode(country);
  const point = location ? coordinates(numberOf(location.latitude), numberOf(location.longitude)) : null;
  if (code === null && point === null) return null;
  return {
    country: code,
    region: member(location, 'region'),
    city: member(location, 'city'),
    lat: point?.lat ?? null,
    lon: point?.lon ?? null,
  };
}

function clientOf(value: unknown): Pick<EventDraft, 'ip' | 'device' | 'app'> {
  const client = asObject(value);
  const version = (name: string): string | null => member(client, `${name}_version`);
  const joined = (name: string, label: string): string | null =>
    member(client, label) === null ? null : [member(client, label), version(name)].filter(Boolean).join(' ');
  return {
    ip: readAddress(member(client, 'ip_address')).ip,
    device: client ? { os: joined('os', 'os_name'), browser: joined('platform', 'platform_name') } : null,
    app: joined('app', 'app_name'),
  };
}

/** What an attempt ended in: the type decides, the category where the type is new. */
const TYPES: Readonly<Record<string, { outcome: Outcome; factor?: Factor }>> = {
  credentials_ok: { outcome: 'success_single_factor' },
  mfa_ok: { outcome: 'success_mfa' },
  password_secret_bad: { outcome: 'password_failed', factor: 'password' },
  mfa_missing: { outcome: 'challenged' },
  mfa_failed: { outcome: 'wrong_code' },
  totp_disabled: { outcome: 'blocked_by_policy', factor: 'totp' },
  totp_bad: { outcome: 'wrong_code', factor: 'totp' },
  totp_timeout: { outcome: 'no_response', factor: 'totp' },
  u2f_disabled: { outcome: 'blocked_by_policy', factor: 'fido2' },
  u2f_bad: { outcome: 'wrong_code', factor: 'fido2' },
  u2f_timout: { outcome: 'no_response', factor: 'fido2' },
  u2f_timeout: { outcome: 'no_response', factor: 'fido2' },
  duo_disabled: { outcome: 'blocked_by_policy', factor: 'federated' },
  duo_bad: { outcome: 'failed_other', factor: 'push' },
  duo_timeout: { outcome: 'no_response', factor: 'push' },
  duo_native_bad: { outcome: 'failed_other', factor: 'push' },
  service_account_sso_denied: { outcome: 'blocked_by_policy' },
  non_sso_user: { outcome: 'blocked_by_policy', factor: 'federated' },
  sso_user_mismatch: { outcome: 'failed_other', factor: 'federated' },
  platform_secret_bad: { outcome: 'password_failed' },
  platform_secret_disabled: { outcome: 'blocked_by_policy' },
  platform_secret_proxy: { outcome: 'failed_other' },
  code_disabled: { outcome: 'blocked_by_policy' },
  code_bad: { outcome: 'wrong_code' },
  code_timeout: { outcome: 'no_response' },
  ip_blocked: { outcome: 'blocked_by_policy' },
  continent_blocked: { outcome: 'blocked_by_policy' },
  country_blocked: { outcome: 'blocked_by_policy' },
  anonymous_blocked: { outcome: 'blocked_by_policy' },
  all_blocked: { outcome: 'blocked_by_policy' },
  modern_version_old: { outcome: 'blocked_by_policy' },
  modern_version_missing: { outcome: 'blocked_by_policy' },
  federated: { outcome: 'success_single_factor', factor: 'federated' },
};
const CATEGORIES: Readonly<Record<string, Outcome>> = {
  success: 'success_single_factor',
  credentials_failed: 'password_failed',
  mfa_failed: 'wrong_code',
  sso_failed: 'failed_other',
  modern_version_failed: 'blocked_by_policy',
  firewall_failed: 'blocked_by_policy',
  firewall_reported_success: 'success_single_factor',
};

/** Sentinel's table has another name for the type, for `Type` is the table's own, and one of the old kind for the id. */
const typeOf = (record: LazyRecord): string | null => filled(record.text('type')) ?? filled(record.text('action_type'));

const idOf = (record: LazyRecord): string | null => filled(record.text('uuid')) ?? filled(record.text('uuid_s'));

const signIns: Shape = {
  id: 'sign-in-attempts',
  record: 'json',
  reads: [
    'uuid',
    'uuid_s',
    'session_uuid',
    'timestamp',
    'category',
    'type',
    'action_type',
    'country',
    'details',
    'target_user',
    'client',
    'location',
  ],
  fidelity: 3,
  signature: 'category, type, target_user and client',
  accepts: (record) =>
    typeof record.any('category') === 'string' &&
    typeof (record.any('type') ?? record.any('action_type')) === 'string' &&
    asObject(record.any('target_user')) !== null &&
    record.has('timestamp'),
  toEvent: (record): EventDraft | Reject => {
    const time = timeOf(record);
    if (typeof time !== 'number') return time;
    const category = filled(record.text('category')) ?? '';
    const type = typeOf(record) ?? '';
    const known = entry(TYPES, type);
    const outcome =
      known?.outcome ??
      entry(CATEGORIES, category) ??
      outcomeOfWords(`${category} ${type}`.replaceAll('_', ' ')) ??
      'failed_other';
    const session = filled(record.text('session_uuid'));
    return {
      recordId: idOf(record),
      time,
      class: 'authentication',
      action: 'sign-in attempt',
      outcome,
      factor: known?.factor ?? null,
      code: type,
      reason: filled(record.text('details.value')) ?? category,
      actor: userOf(record.any('target_user')),
      ...clientOf(record.any('client')),
      place: placeOf(asObject(record.any('location')), filled(record.text('country'))),
      session,
      correlation: session,
      interactive: true,
      attempt: { key: session, role: outcome === 'challenged' ? 'interim' : 'outcome' },
      flags:
        outcome === 'challenged'
          ? ['mfa_required']
          : outcome === 'failed_other'
            ? ['ambiguous', 'second_factor_failed']
            : category === 'firewall_reported_success'
              ? ['vendor_suspicious']
              : [],
    };
  },
};

const itemUsages: Shape = {
  id: 'item-usages',
  record: 'json',
  reads: [
    'uuid',
    'uuid_s',
    'timestamp',
    'used_version',
    'vault_uuid',
    'item_uuid',
    'user',
    'client',
    'location',
    'action',
  ],
  fidelity: 3,
  signature: 'item_uuid, vault_uuid, user and timestamp',
  accepts: (record) =>
    record.has('item_uuid') && record.has('vault_uuid') && record.has('user') && record.has('timestamp'),
  toEvent: (record): EventDraft | Reject => {
    const time = timeOf(record);
    if (typeof time !== 'number') return time;
    return {
      recordId: idOf(record),
      time,
      class: 'access',
      action: filled(record.text('action')) ?? 'item used',
      outcome: 'none',
      actor: userOf(record.any('user')),
      ...clientOf(record.any('client')),
      place: placeOf(asObject(record.any('location')), null),
      resource: filled(record.text('item_uuid')),
      flags: [],
      detail: { vault: filled(record.text('vault_uuid')) ?? '' },
    };
  },
};

/** Actions of the audit log by what they do; all others change something. */
const SESSIONS = /^(sign-?out|deauth|dvrfydev|expire|launchi)/;
const ACCESS = /^(view|export|read|reveal|share|vshare|sdvcsso|chngasso|trvlaway|trvlback)/;
const PRIVILEGED =
  /^(grant|revoke|role|joing?|leave|promote|demote|begin|complete|recover|reset|enblduo|disblduo|dismfa|disblmfa|enblmfa|dlgsess|suspend|reactive|activate|prsndacct)/;

const auditEvents: Shape = {
  id: 'audit-events',
  record: 'json',
  reads: [
    'uuid',
    'uuid_s',
    'timestamp',
    'actor_uuid',
    'actor_details',
    'actor_type',
    'actor_account_uuid',
    'action',
    'object_type',
    'object_uuid',
    'object_details',
    'aux_details',
    'aux_uuid',
    'aux_info',
    'session',
    'location',
    'account_uuid',
  ],
  fidelity: 3,
  signature: 'actor_uuid, action and object_type',
  accepts: (record) =>
    record.has('actor_uuid') &&
    record.has('object_type') &&
    typeof record.any('action') === 'string' &&
    record.has('timestamp'),
  toEvent: (record): EventDraft | Reject => {
    const time = timeOf(record);
    if (typeof time !== 'number') return time;
    const action = filled(record.text('action')) ?? 'unknown';
    const type = filled(record.text('object_type'));
    const session = asObject(record.any('session'));
    const actor = userOf(record.any('actor_details')) ?? person({ id: filled(record.text('actor_uuid')) });
    const object = filled(record.text('object_uuid'));
    const target =
      userOf(record.any('aux_details')) ??
      userOf(record.any('object_details')) ??
      (type === 'user' ? person({ id: object }) : null);
    const eventClass: EventClass = SESSIONS.test(action) ? 'session' : ACCESS.test(action) ? 'access' : 'change';
    return {
      recordId: idOf(record),
      time,
      class: eventClass,
      action: type === null ? action : `${action} ${type}`,
      outcome: 'none',
      actor,
      target: target?.id === actor?.id ? null : target,
      resource: type === 'user' ? null : object,
      ip: readAddress(member(session, 'ip')).ip,
      place: placeOf(asObject(record.any('location')), null),
      device: member(session, 'device_uuid') === null ? null : { id: member(session, 'device_uuid') },
      session: member(session, 'uuid'),
      flags: eventClass === 'change' && PRIVILEGED.test(action) ? ['privileged'] : [],
      detail: filled(record.text('aux_info')) === null ? null : { aux_info: filled(record.text('aux_info'))! },
    };
  },
};

const onePassword: Source = {
  id: '1password',
  title: '1Password events',
  shapes: [signIns, itemUsages, auditEvents],
  about:
    'Events API (sign-in attempts, item usages, audit events) as JSON or NDJSON, or what a collector stored of it. Names are in the ' +
    'audit events only where the collector added them; otherwise there are identifiers.',
  example:
    '{"uuid":"o1","session_uuid":"s1","timestamp":"2026-01-02T03:04:05Z","country":"FR","category":"mfa_failed","type":"totp_bad","target_user":{"uuid":"u1","name":"Alice Example","email":"alice@example.com"},"client":{"app_name":"1Password Browser","ip_address":"203.0.113.4"}}',
};
export default onePassword;
