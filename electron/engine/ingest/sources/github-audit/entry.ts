/** Entries of the audit log: JSON of export, API and streams, and the CSV of the export. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import { type LazyRecord, reject, type Shape } from '../../source';
import { addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { instantOf } from '../../vendor/epoch';
import { asObject, filled, firstText, member, parsed } from '../../vendor/fields';
import { actionOf } from './actions';

const TIMES = ['@timestamp', 'created_at', 'at_sign_timestamp', 'timestamp', 'p_event_time', 'TimeGenerated'] as const;
const FIELDS = [
  ...TIMES,
  '_document_id',
  'action',
  'actor',
  'actor_id',
  'actor_ip',
  'actor_is_bot',
  'actor_is_agent',
  'actor_location',
  'actor_location.country_code',
  'user',
  'user_id',
  'org',
  'organization',
  'business',
  'repo',
  'repository',
  'team',
  'user_agent',
  'external_identity_nameid',
  'external_identity_username',
  'hashed_token',
  'token_id',
  'token_scopes',
  'programmatic_access_type',
  'oauth_application',
  'oauth_application_id',
  'oauth_application_name',
  'name',
  'transport_protocol_name',
  'request_method',
  'url_path',
  'permission',
  'visibility',
  'blocked_user',
  'impacted_user',
  'country',
  'invitee',
  'email',
  'title',
  'fingerprint',
  'explanation',
  'message',
  'reason',
  'data',
] as const;

/** A token whose use the record tells: what kind of program holds it. */
function machineOf(record: LazyRecord, name: string | null): ActorDraft['kind'] {
  const type = filled(record.text('programmatic_access_type')) ?? '';
  if (record.bool('actor_is_agent') === true) return 'agent';
  if (record.bool('actor_is_bot') === true || name?.endsWith('[bot]') === true) return 'service_principal';
  if (/GitHub[ _]App|installation|Actions|server-to-server|deploy[ _]key/i.test(type) && !/user-to-server/i.test(type))
    return 'service_principal';
  return /personal[ _]access[ _]token|\bPAT\b/i.test(type) ? 'api_key' : 'human';
}

function actorOf(record: LazyRecord): ActorDraft | null {
  const name = filled(record.text('actor'));
  const id = filled(record.text('actor_id'));
  if (name === null && id === null) return null;
  const kind = machineOf(record, name);
  const keys: ActorDraft['keys'] = [];
  const token = filled(record.text('token_id')) ?? filled(record.text('hashed_token'));
  if (kind === 'api_key' && token !== null) {
    addKey(keys, 'vendor_id', `token ${token}`);
    return { id: id ?? name, name, display: `token of ${name ?? id ?? ''}`, kind, keys, onBehalfOf: name };
  }
  // User names are unique over all of GitHub, so that they join its records without an id; elsewhere they mean nothing.
  addKey(keys, 'vendor_id', id);
  if (name !== null) {
    addKey(keys, 'vendor_id', `login ${name.toLowerCase()}`);
    addKey(keys, 'username', name);
  }
  const outside = filled(record.text('external_identity_nameid')) ?? filled(record.text('external_identity_username'));
  if (outside !== null && isAddressLike(outside))
    for (const key of nameKeys(outside)) addKey(keys, key.type, key.value);
  return { id: id ?? name, name: name ?? id, display: outside, kind, keys };
}

function targetOf(record: LazyRecord, actor: ActorDraft | null): ActorDraft | null {
  const name = firstText(record, ['user', 'impacted_user', 'blocked_user', 'invitee']);
  if (name === null || name === actor?.name) return null;
  const id = filled(record.text('user_id'));
  const keys: ActorDraft['keys'] = [];
  addKey(keys, 'vendor_id', id);
  addKey(keys, 'vendor_id', `login ${name.toLowerCase()}`);
  addKey(keys, 'username', name);
  return { id: id ?? name, name, kind: name.endsWith('[bot]') ? 'service_principal' : 'human', keys };
}

/** `2026-01-02 03:04:05 UTC`, RFC 3339, seconds or milliseconds. */
function timeOf(record: LazyRecord): { time: number | null; isWritten: boolean } {
  let isWritten = false;
  for (const path of TIMES) {
    const value = record.any(path);
    if (value === undefined || value === null || value === '') continue;
    isWritten = true;
    const time = instantOf(typeof value === 'string' ? value.replace(/ UTC$/, '') : value);
    if (time !== null) return { time, isWritten };
  }
  return { time: null, isWritten };
}

function toDraft(record: LazyRecord): ReturnType<Shape['toEvent']> {
  const { time, isWritten } = timeOf(record);
  if (time === null) return reject(isWritten ? 'unreadable time (@timestamp)' : 'no time (@timestamp, created_at)');
  const name = filled(record.text('action')) ?? 'unnamed action';
  const action = actionOf(name);
  const actor = actorOf(record);
  const address = readAddress(filled(record.text('actor_ip')));
  const located = record.any('actor_location');
  const location = asObject(typeof located === 'string' ? parsed(located) : located);
  const country = countryCode(
    member(location, 'country_code') ?? firstText(record, ['actor_location.country_code', 'country']),
  );
  const flags: EventFlag[] = [...action.flags];
  const draft: EventDraft = {
    recordId: filled(record.text('_document_id')),
    recordPart: String(time),
    time,
    class: action.class,
    action: name,
    outcome: action.outcome,
    factor: action.factor,
    reason: firstText(record, ['explanation', 'reason', 'message']),
    actor,
    target: targetOf(record, actor),
    app: firstText(record, ['oauth_application', 'oauth_application_name']),
    appId: filled(record.text('oauth_application_id')),
    resource: firstText(record, ['repo', 'repository', 'team', 'org', 'organization', 'business']),
    ip: address.ip,
    place: country === null ? null : { country },
    userAgent: filled(record.text('user_agent')),
    token: filled(record.text('hashed_token')),
    protocol: firstText(record, ['transport_protocol_name', 'programmatic_access_type']),
    interactive: action.class === 'authentication' ? true : null,
    attempt: {
      key: action.class === 'authentication' && actor?.name ? actor.name.toLowerCase() : null,
      role: action.role,
    },
    flags,
    detail: detailOf(record),
  };
  if (address.warning !== null) draft.warnings = [address.warning];
  return draft;
}

const DETAILS = [
  'org',
  'business',
  'team',
  'permission',
  'visibility',
  'token_scopes',
  'token_id',
  'external_identity_nameid',
  'request_method',
  'url_path',
  'email',
  'title',
  'fingerprint',
  'name',
] as const;

function detailOf(record: LazyRecord): Record<string, string> {
  const detail: Record<string, string> = {};
  for (const key of DETAILS) {
    const value = filled(record.text(key));
    if (value !== null) detail[key] = value.slice(0, 400);
  }
  const token = filled(record.text('token_id')) ?? filled(record.text('hashed_token'));
  if (token !== null) detail.credential_key = token;
  return detail;
}

/** `org.invite_member`: lower-case words joined by a dot. */
const ACTION = /^[a-z][a-z0-9_]*\.[a-z0-9_.]+$/;
const accepts = (record: LazyRecord): boolean => {
  const action = record.text('action');
  if (action === null || !ACTION.test(action) || record.text('actor') === null) return false;
  if (!TIMES.some((path) => record.has(path))) return false;
  return (
    record.has('_document_id') ||
    record.has('org') ||
    record.has('organization') ||
    record.has('business') ||
    record.has('repo') ||
    record.has('user') ||
    record.has('actor_location') ||
    record.has('actor_location.country_code') ||
    record.has('operation_type')
  );
};
const SIGNATURE = 'action with a dot, actor as text, @timestamp or created_at, and org, repo, user or _document_id';

export const auditJson: Shape = {
  id: 'audit-json',
  record: 'json',
  reads: [...FIELDS, 'operation_type'],
  fidelity: 3,
  signature: SIGNATURE,
  accepts,
  toEvent: toDraft,
};

export const auditCsv: Shape = {
  id: 'audit-csv',
  record: 'csv',
  reads: [...FIELDS, 'operation_type'],
  fidelity: 1,
  signature: SIGNATURE,
  accepts,
  toEvent: toDraft,
};
