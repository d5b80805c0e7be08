/** From one audit event of AD FS to one of ours. Since 2016 an XML block holds everything; older events are lists of values. */
import type { ActorDraft, AttemptRole, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject, type Skip } from '../../source';
import { isAddressLike } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { filled } from '../../vendor/fields';
import { short } from '../../vendor/microsoft';
import { accountOf } from '../../vendor/windows-accounts';
import type { WindowsEvent } from '../../vendor/windows-event';

interface Rule {
  class: EventClass;
  outcome: Outcome;
  title: string;
  role?: AttemptRole;
}

const rule = (eventClass: EventClass, outcome: Outcome, title: string, role?: AttemptRole): Rule => ({
  class: eventClass,
  outcome,
  title,
  ...(role ? { role } : {}),
});
const AUTH = 'authentication';
/** Parts of a request that another event decides. */
const part = (title: string): Rule => rule('other', 'none', title, 'step');

const EVENTS: ReadonlyMap<number, Rule> = new Map([
  [1200, rule(AUTH, 'success_token', 'application token issued')],
  [1201, rule(AUTH, 'failed_other', 'application token refused')],
  [1202, rule(AUTH, 'success_single_factor', 'fresh credentials validated', 'answer')],
  [1203, rule(AUTH, 'password_failed', 'fresh credentials refused', 'answer')],
  [1204, rule('change', 'none', 'password changed')],
  [1205, rule('change', 'failed_other', 'password change failed')],
  [1206, rule('session', 'none', 'signed out')],
  [1207, rule('session', 'none', 'sign-out failed')],
  [1210, rule(AUTH, 'rate_limited', 'extranet lock-out')],
  [299, rule(AUTH, 'success_token', 'token issued')],
  [324, rule(AUTH, 'blocked_by_policy', 'token refused by an issuance rule')],
  [325, rule(AUTH, 'blocked_by_policy', 'request refused by an access rule')],
  [342, rule(AUTH, 'password_failed', 'token validation failed')],
  [364, rule(AUTH, 'failed_other', 'error during a passive request')],
  [411, rule(AUTH, 'password_failed', 'token validation failed')],
  [412, rule(AUTH, 'success_single_factor', 'token authenticated', 'answer')],
  [512, rule(AUTH, 'rate_limited', 'extranet lock-out')],
  [515, rule(AUTH, 'rate_limited', 'extranet lock-out: right password')],
  [516, rule(AUTH, 'rate_limited', 'extranet lock-out')],
  [403, part('request received')],
  [404, part('response sent')],
  [405, rule('change', 'none', 'password changed')],
  [406, rule('change', 'failed_other', 'password change failed')],
  [410, part('request context')],
  [413, rule(AUTH, 'failed_other', 'error while a token was processed')],
  [500, part('issued claims')],
  [501, part('claims of the caller')],
  [502, part('claims of the identity acted as')],
  [503, part('claims of the identity acted for')],
  [510, part('further information')],
  [307, rule('change', 'none', 'configuration changed')],
]);

/** Whether the event is AD FS's. */
export const takes = (provider: string, _id: number): boolean => /^ad fs( auditing| tracing)?$|\badfs\b/.test(provider);

/** Builds the event; rejects only what has no time. */
export function toDraft(event: WindowsEvent): EventDraft | Skip | Reject {
  if (event.time === null) {
    if (event.needsZone) return reject('time without a zone: name the machine’s zone');
    return reject(event.timeText === null ? 'no time' : 'unreadable time');
  }
  const known = EVENTS.get(event.id) ?? rule('other', 'none', 'AD FS event');
  const told = read(event);
  const decided = decide(event, known, told);
  const address = readAddress(told.ip);
  const warnings = address.warning ? [...event.warnings, address.warning] : event.warnings;
  return {
    recordId: event.record === null ? null : `${event.computer ?? ''}/${event.channel ?? ''}/${event.record}`,
    time: event.time,
    class: known.class,
    action: `${event.id} ${known.title}`,
    outcome: decided.outcome,
    factor: decided.factor,
    code: told.failure,
    reason: told.reason,
    actor: actorOf(told.user, decided.isUnknownUser, event.computer),
    app: told.party,
    resource: told.server,
    ip: address.ip,
    device: told.device === null ? null : { id: told.device },
    userAgent: told.agent,
    correlation: told.activity,
    protocol: told.protocol ?? (/usernamemixed/i.test(told.endpoint ?? '') ? 'wsTrust' : null),
    interactive: null,
    attempt: { key: told.activity?.toLowerCase() ?? null, role: known.role ?? 'outcome' },
    flags: decided.flags,
    detail: detailOf(told, event),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

interface Told {
  activity: string | null;
  user: string | null;
  party: string | null;
  server: string | null;
  ip: string | null;
  forwarded: string | null;
  proxy: string | null;
  location: string | null;
  agent: string | null;
  endpoint: string | null;
  protocol: string | null;
  primary: string | null;
  mfa: boolean | null;
  mfaMethod: string | null;
  device: string | null;
  result: string | null;
  failure: string | null;
  reason: string | null;
  client: string | null;
}

function read(event: WindowsEvent): Told {
  const values = [...event.data.values(), event.message ?? ''];
  const block = values.find((value) => /<AuditBase\b/.test(value));
  return block === undefined ? fromList(values) : fromBlock(block, values);
}

const NOTHING = /^(n\/a|none|not set|<?null>?)$/i;
const meant = (text: string | null): string | null => {
  const value = filled(text);
  return value === null || NOTHING.test(value) ? null : value;
};

/** Text of the first element of that name: the block has no names twice that matter. */
function element(block: string, name: string): string | null {
  const match = new RegExp(`<${name}>([^<]{1,4096})</${name}>`, 'i').exec(block);
  return match ? meant(unescaped(match[1]!)) : null;
}
const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');

const ACTIVITY = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/i;
const activityIn = (values: readonly string[]): string | null =>
  values.map((value) => ACTIVITY.exec(value.slice(0, 400))?.[0] ?? null).find((found) => found !== null) ?? null;

/** The first of a list of addresses is the client's, the others are those of gateways on the way. */
const firstOf = (list: string | null): string | null => meant(list?.split(/[,;]/)[0] ?? null);

function fromBlock(whole: string, values: readonly string[]): Told {
  const block = whole.slice(0, 65_536);
  const get = (name: string): string | null => element(block, name);
  const forwarded = get('ForwardedIpAddress');
  const mfa = get('MfaPerformed')?.toLowerCase() ?? null;
  return {
    activity: get('ActivityID') ?? activityIn(values.filter((value) => value !== whole)),
    user: get('UserId'),
    party: get('RelyingParty'),
    server: get('Server'),
    ip: firstOf(forwarded) ?? firstOf(get('IpAddress')),
    forwarded,
    proxy: get('ProxyServer') ?? get('ProxyIpAddress'),
    location: get('NetworkLocation'),
    agent: get('UserAgentString'),
    endpoint: get('Endpoint'),
    protocol: get('AuthProtocol'),
    primary: get('PrimaryAuth'),
    mfa: mfa === null ? null : mfa === 'true',
    mfaMethod: get('MfaMethod'),
    device: get('DeviceId'),
    result: get('AuditResult'),
    failure: get('FailureType') ?? get('ErrorCode'),
    reason: get('ErrorCode') ?? get('FailureType'),
    client: get('OAuthClientId'),
  };
}

const FAILED =
  /([^\s<>"']{1,256}?)-(The user ?name or password is incorrect|The referenced account is currently locked out[^<\r\n]{0,80}|This user can't sign in[^<\r\n]{0,80}|[A-Z][^<\r\n]{5,160})/;
const LABELLED: Readonly<Record<string, RegExp>> = {
  ip: /(?:Client IP|x-ms-forwarded-client-ip|x-ms-client-ip)['":\s|,]*?(?:\r?\n|\s)*((?:[0-9a-f.:]{3,45}[,\s]*)+)/i,
  party: /(?:Relying party|relying-?party)['":\s|,]*(?:\r?\n|\s)*(\S{3,300})/i,
  user: /(?:claims\/upn|claims\/name|UserId|User(?: name)?)['":\s|,]*(?:\r?\n|\s)*([^\s,;|]{2,256}(?:@[^\s,;|]+)?)/i,
  agent: /(?:x-ms-client-user-agent|User-?Agent)['":\s|]*(?:\r?\n|\s)*([^\r\n|]{3,400})/i,
};

/** Older audits: values in a row, or the message with labels. */
function fromList(values: readonly string[]): Told {
  const text = values.join('\n').slice(0, 16_384);
  const get = (name: string): string | null => meant(LABELLED[name]!.exec(text)?.[1] ?? null);
  const failed = FAILED.exec(text);
  const bare = values.map((value) => value.trim());
  const address = bare
    .map(firstOf)
    .find((value) => value !== null && readAddress(value).ip !== null && /[.:]/.test(value));
  return {
    activity: activityIn(values),
    user: failed && /@|\\/.test(failed[1]!) ? failed[1]! : (get('user') ?? bare.find(isAddressLike) ?? null),
    party: get('party') ?? bare.find((value) => /^urn:/i.test(value) && !/identitymodel|oasis/i.test(value)) ?? null,
    server: null,
    ip: firstOf(get('ip')) ?? address ?? null,
    forwarded: null,
    proxy: null,
    location: null,
    agent: get('agent') ?? bare.find((value) => value.startsWith('Mozilla/')) ?? null,
    endpoint: bare.find((value) => value.startsWith('/adfs/')) ?? null,
    protocol: null,
    primary: bare.find((value) => /tokens\/UserName$/i.test(value)) ?? null,
    mfa: /authnmethodsreferences[^\r\n]*(?:\r?\n|\s)+[^\r\n]*multipleauthn/i.test(text) ? true : null,
    mfaMethod: null,
    device: null,
    result: null,
    failure: null,
    reason: failed ? failed[2]! : null,
    client: null,
  };
}

interface Decided {
  outcome: Outcome;
  factor: Factor | null;
  flags: EventFlag[];
  isUnknownUser: boolean;
}

function decide(event: WindowsEvent, known: Rule, told: Told): Decided {
  const flags: EventFlag[] = [];
  if (/usernamemixed|windowstransport/i.test(told.endpoint ?? '')) flags.push('legacy_protocol');
  // Locked out, and the password was right all the same.
  if (event.id === 515) flags.push('credential_right');
  const primary = primaryFactor(told);
  const base = { factor: primary, flags, isUnknownUser: false };
  if (known.class !== 'authentication') return { ...base, factor: null, outcome: known.outcome };
  if (/^failure$/i.test(told.result ?? '') && known.outcome.startsWith('success'))
    return { ...base, outcome: 'failed_other' };
  if (known.outcome.startsWith('success')) {
    if (told.mfa === true) return { ...base, outcome: 'success_mfa', factor: methodFactor(told.mfaMethod) };
    // A token on an earlier sign-in: nobody was asked anything now.
    return {
      ...base,
      outcome: known.outcome,
      factor: known.outcome === 'success_token' ? null : (primary ?? 'password'),
    };
  }
  if (known.outcome !== 'password_failed') return { ...base, outcome: known.outcome };
  return { ...base, ...refusal(told) };
}

/** Why credentials were refused, by the words of the error. */
function refusal(told: Told): Partial<Decided> & { outcome: Outcome } {
  const text = `${told.reason ?? ''} ${told.failure ?? ''}`;
  if (/locked/i.test(text)) return { outcome: 'rate_limited' };
  if (/disabled|expired account|account.*expired|logon hours|restrict|can't sign in/i.test(text))
    return { outcome: 'blocked_by_policy' };
  if (/password.*expired|must (change|be changed)/i.test(text))
    return { outcome: 'challenged', flags: ['credential_right'] };
  if (/no such user|not (be )?found|does not exist/i.test(text))
    return { outcome: 'failed_other', isUnknownUser: true };
  if (/mfa|additional authentication|secondfactor/i.test(text))
    return {
      outcome: 'failed_other',
      factor: methodFactor(told.mfaMethod),
      flags: ['second_factor_failed', 'ambiguous'],
    };
  return { outcome: 'password_failed', factor: primaryFactor(told) ?? 'password' };
}

const PRIMARY: readonly (readonly [RegExp, Factor])[] = [
  [/password|tokens\/username|forms/i, 'password'],
  [/x509|tlsclient|certificate|smartcard/i, 'certificate'],
  [/hello|passport|ngc|devicekey/i, 'windows_hello'],
  [/azuremfa|otp/i, 'totp'],
];
const primaryFactor = (told: Told): Factor | null =>
  PRIMARY.find(([words]) => words.test(told.primary ?? ''))?.[1] ?? null;

const METHODS: readonly (readonly [RegExp, Factor])[] = [
  [/phoneappnotification/i, 'push'],
  [/phoneappotp|\botp\b|authmethod\/otp/i, 'totp'],
  [/phoneconfirmation|phonecall|voice/i, 'voice'],
  [/sms/i, 'sms'],
  [/certificate|x509|smartcard/i, 'certificate'],
  [/fido/i, 'fido2'],
  [/email/i, 'email_otp'],
];
const methodFactor = (method: string | null): Factor | null =>
  METHODS.find(([words]) => words.test(method ?? ''))?.[1] ?? null;

function actorOf(user: string | null, isUnknown: boolean, computer: string | null): ActorDraft | null {
  const actor = accountOf(user, null, null, computer);
  return actor && isUnknown ? { ...actor, kind: 'unknown' } : actor;
}

function detailOf(told: Told, event: WindowsEvent): Record<string, string> {
  const detail: Record<string, string> = {};
  const put = (key: string, value: string | null): void => {
    if (value !== null && value !== '') detail[key] = short(value);
  };
  put('result', told.result);
  put('primary_method', told.primary);
  put('mfa_performed', told.mfa === null ? null : String(told.mfa));
  put('mfa_method', told.mfaMethod);
  put('network_location', told.location);
  put('forwarded_addresses', told.forwarded?.includes(',') ? told.forwarded : null);
  put('proxy', told.proxy);
  put('endpoint', told.endpoint);
  put('oauth_client', told.client);
  put('computer', event.computer);
  return detail;
}
