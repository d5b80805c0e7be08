/** One tenant log record, whatever its container, and the event that it becomes. */
import type { ActorDraft, EventDraft } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, asObjects, coordinates, entry, filled, member, numberOf, type Plain } from '../../vendor/fields';
import { person } from '../../vendor/person';
import { type LogType, typeOf } from './types';

/** The authenticator's type as the log writes it. */
const AUTHENTICATORS: Record<string, Factor> = {
  'push-notification': 'push',
  push: 'push',
  otp: 'totp',
  totp: 'totp',
  sms: 'sms',
  phone: 'sms',
  voice: 'voice',
  email: 'email_otp',
  'webauthn-roaming': 'fido2',
  'webauthn-platform': 'passkey_platform',
  passkey: 'passkey_platform',
  'recovery-code': 'hardware_otp',
  duo: 'federated',
};

export function toDraft(log: Plain, logId: string | null): EventDraft | Reject {
  const date = member(log, 'date');
  const time = date === null ? null : parseUtcByContract(date);
  if (time === null) return reject(date === null ? 'no time (date)' : 'unreadable time (date)');
  const code = member(log, 'type') ?? '';
  const type = typeOf(code);
  const details = asObject(log.details);
  const request = asObject(details?.request);
  const description = member(log, 'description');
  const outcome = outcomeOf(code, type, details, description);
  const address = readAddress(member(log, 'ip') ?? member(request, 'ip'));
  const session = member(details, 'session_id');
  const transaction = member(details, 'transaction_id') ?? member(asObject(log.references), 'correlation_id');
  const path = member(request, 'path');
  const method = member(request, 'method')?.toUpperCase() ?? null;
  const isRead = (code === 'sapi' || code === 'fapi') && method === 'GET';
  const draft: EventDraft = {
    recordId: logId ?? member(log, 'log_id') ?? member(log, '_id'),
    time,
    class: isRead ? 'access' : type.class,
    action: code,
    outcome,
    factor: factorOf(type, details, log, outcome),
    code,
    reason: member(asObject(details?.failure_details), 'message') ?? description ?? errorText(details),
    actor: actorOf(log, type, details, request),
    app: member(log, 'client_name') ?? member(log, 'client_id'),
    appId: member(log, 'client_id'),
    resource: path === null ? member(log, 'audience') : method === null ? path : `${method} ${path}`,
    ip: address.ip,
    place: placeOf(log),
    userAgent: member(log, 'user_agent') ?? member(request, 'userAgent'),
    session,
    correlation: transaction,
    token: member(details, 'access_token_jti'),
    protocol: member(details, 'grant_type'),
    interactive: type.class === 'authentication' ? !(type.isMachine || outcome === 'success_token') : null,
    risk: riskOf(details),
    attempt: type.role ? { key: transaction ?? session, role: type.role } : undefined,
    flags: flagsOf(code, type, path, isRead, details),
    detail: detailOf(log, details),
  };
  if (address.warning) draft.warnings = [address.warning];
  return draft;
}

function errorText(details: Plain | null): string | null {
  const error = details?.error;
  return member(asObject(error), 'message') ?? (typeof error === 'string' ? filled(error) : null);
}

function outcomeOf(code: string, type: LogType, details: Plain | null, description: string | null): Outcome {
  if ((code === 's' || code === 'scoa') && hasMfa(details)) return 'success_mfa';
  if (code === 'f') {
    const words = `${description ?? ''} ${errorText(details) ?? ''}`;
    if (/user denied|access_denied|unauthorized_user|user is blocked|blocked/i.test(words)) return 'blocked_by_policy';
    if (/wrong (email|username|phone).*password|wrong password/i.test(words)) return 'password_failed';
    if (/too many|rate limit/i.test(words)) return 'rate_limited';
  }
  // The provider failed, not the person: then the code was not judged.
  if (code === 'gd_auth_failed' && asObject(details?.provider_error) && !asObject(details?.failure_details))
    return 'failed_other';
  return type.outcome;
}

/** Whether one of the steps of the login was a second factor that was met. */
function hasMfa(details: Plain | null): boolean {
  return asObjects(details?.prompts).some((prompt) => {
    const amr = prompt.performed_amr;
    return Array.isArray(amr) && amr.includes('mfa');
  });
}

function factorOf(type: LogType, details: Plain | null, log: Plain, outcome: Outcome): Factor | null {
  if (type.factor) return type.factor;
  const named = member(asObject(details?.authenticator), 'type') ?? member(details, 'factor');
  const factor = entry(AUTHENTICATORS, named?.toLowerCase() ?? null);
  if (factor) return factor;
  if (outcome !== 'success_single_factor' && outcome !== 'password_failed') return null;
  const strategy = member(log, 'strategy');
  if (strategy === 'auth0') return 'password';
  if (strategy === 'sms') return 'sms';
  if (strategy === 'email') return 'email_otp';
  return strategy === null ? null : 'federated';
}

function actorOf(log: Plain, type: LogType, details: Plain | null, request: Plain | null): ActorDraft | null {
  const client = member(log, 'client_id');
  if (type.isMachine)
    return person({ id: client, name: member(log, 'client_name'), kind: 'service_principal', idKey: 'client_id' });
  const by = asObject(asObject(request?.auth)?.user);
  const agent = member(log, 'agent_id');
  const user = person({
    id: member(log, 'user_id') ?? member(by, 'user_id') ?? member(asObject(details?.enrollment), 'user_id'),
    name: member(log, 'user_name'),
    email: member(by, 'email'),
    display: member(by, 'name'),
    kind: agent === null ? 'human' : 'agent',
  });
  if (user) return user;
  const isApi = request !== null && client !== null;
  return isApi
    ? person({ id: client, name: member(log, 'client_name'), kind: 'service_principal', idKey: 'client_id' })
    : null;
}

function placeOf(log: Plain): EventDraft['place'] {
  const info = asObject(log.location_info);
  if (!info) return null;
  const point = coordinates(numberOf(info.latitude), numberOf(info.longitude));
  return {
    country: countryCode(member(info, 'country_code') ?? member(info, 'country_name')),
    city: member(info, 'city_name') ?? member(info, 'city'),
    lat: point?.lat ?? null,
    lon: point?.lon ?? null,
  };
}

/** `confidence` is how sure Auth0 is of the person: low means a high risk. */
function riskOf(details: Plain | null): string | null {
  const confidence = member(asObject(details?.riskAssessment), 'confidence');
  if (confidence === null) return null;
  return entry({ low: 'high', medium: 'medium', high: 'low' }, confidence.toLowerCase()) ?? `confidence ${confidence}`;
}

function flagsOf(
  code: string,
  type: LogType,
  path: string | null,
  isRead: boolean,
  details: Plain | null,
): EventDraft['flags'] {
  const flags = [...(type.flags ?? [])];
  if (code === 'mfar') flags.push('mfa_required');
  if (code === 'sapi' && !isRead && path !== null && PRIVILEGED.test(path)) flags.push('privileged');
  if (asObjects(details?.prompts).some((prompt) => prompt.session === true)) flags.push('claim');
  return flags;
}

/** Paths of the Management API whose change lets someone in or changes who may. */
const PRIVILEGED =
  /\/(multifactor|authenticators|authentication-methods|guardian|roles|permissions|client-grants|credentials|rules|actions|attack-protection|tenants|connections|rotate-secret)\b/;

function detailOf(log: Plain, details: Plain | null): Record<string, string> | null {
  const detail: Record<string, string> = {};
  const add = (key: string, value: string | null): void => {
    if (value !== null) detail[key] = value;
  };
  add('connection', member(log, 'connection'));
  add('strategy', member(log, 'strategy'));
  add('hostname', member(log, 'hostname') ?? member(log, 'tenant_name'));
  add('organization', member(log, 'organization_name') ?? member(log, 'organization_id'));
  add('client_ip', member(log, 'client_ip'));
  add('confidence', member(asObject(details?.riskAssessment), 'confidence'));
  add('loginsCount', member(asObject(details?.stats), 'loginsCount'));
  add('ja3', member(asObject(log.security_context), 'ja3'));
  return Object.keys(detail).length > 0 ? detail : null;
}
