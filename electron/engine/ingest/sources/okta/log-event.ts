/** One System Log record, whatever its shape, and the event that it becomes. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import { type Reject, reject } from '../../source';
import { ipOf, readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { coordinates, entry, placeName } from '../../vendor/fields';
import { type Acting, readActor, type Target, targetDraft } from './actor';
import { anonymousTunnel, principalName, readRisk } from './debug-data';
import { type EventType, eventTypeOf } from './event-types';
import { CREDENTIAL_TYPES, factorOfMethod } from './factors';
import { type Decided, decide } from './outcome';

/** Fields that a shape looks up on demand: most records need few of them. `null` = absent, empty or "unknown". */
export interface LogEvent {
  uuid: string | null;
  published: string | null;
  /** When a naive or local form of `published` needs more than the ISO reading. */
  time?: number | null;
  eventType: string;
  displayMessage: string | null;
  result: string | null;
  reason: string | null;
  actor: Acting;
  /** What `readActor` makes of the actor where nothing else of the record has a say; absent = to be made. */
  actorAlone?: ActorDraft | null;
  ip: string | null;
  ipChain: () => string[];
  place: () => EventDraft['place'];
  userAgent: string | null;
  os: string | null;
  browser: string | null;
  session: string | null;
  rootSession: string | null;
  transactionId: string | null;
  transactionType: string | null;
  apiToken: string | null;
  apiTokenClient: string | null;
  asn: number | null;
  asOrg: string | null;
  isProxy: boolean | null;
  credentialType: string | null;
  device: () => EventDraft['device'];
  /** `markedBy` of this record where that is remembered; absent = to be made. */
  marked?: () => Marked | null;
  targets: () => Target[];
  debug: (key: DebugKey) => string | null;
}

export const DEBUG_KEYS = [
  'factor',
  'pushOnlyResponseType',
  'pushWithNumberChallengeResponseType',
  'authnRequestId',
  'threatSuspected',
  'risk',
  'behaviors',
  'logOnlySecurityData',
  'tunnels',
  'grantType',
  'clientAuthType',
  'signOnMode',
  'originalPrincipal',
  'dtHash',
  'deviceFingerprint',
  'suspiciousActivityEventId',
  'suspiciousActivityEventType',
  'suspiciousActivityEventTransactionId',
  'suspiciousActivityEventIp',
  'suspiciousActivityTimestamp',
] as const;
export type DebugKey = (typeof DEBUG_KEYS)[number];

/** Builds the event. Rejects only what has no time: everything else is at worst an event of class `other`. */
export function toDraft(log: LogEvent): EventDraft | Reject {
  const time = log.time ?? (log.published === null ? null : parseUtcByContract(log.published));
  if (time === null) return reject(log.published === null ? 'no time (published)' : 'unreadable time (published)');
  const type = eventTypeOf(log.eventType);
  const targets = log.targets();
  const method = usedMethod(targets);
  const decided = decide(type, {
    eventType: log.eventType,
    result: log.result,
    reason: log.reason,
    factor: log.debug('factor')?.toUpperCase() ?? null,
    method: factorOfMethod(method?.methodTypeUsed ?? null),
    push: type.role === 'answer' ? log.debug('pushOnlyResponseType') : null,
    challenge: type.role === 'answer' ? log.debug('pushWithNumberChallengeResponseType') : null,
  });
  const app = targets.find((target) => target.type === 'AppInstance') ?? null;
  const risk = readRisk(log.debug('risk'), log.debug('behaviors'), log.debug('logOnlySecurityData'));
  const grant = log.debug('grantType');
  const { actor, target } = people(log, type, targets, grant);
  const chain = log.ipChain();
  const address = readAddress(log.ip ?? chain[0] ?? null);
  const place = log.place();
  const device = deviceOf(log);
  const draft: EventDraft = {
    recordId: log.uuid,
    time,
    class: type.class,
    action: log.eventType,
    outcome: decided.outcome,
    factor: decided.factor ?? sessionFactor(type, log),
    code: log.reason !== null && CODE.test(log.reason) ? log.reason : null,
    reason: log.reason ?? log.displayMessage,
    actor,
    target,
    app: app ? (app.alternateId ?? app.displayName) : null,
    appId: app?.id ?? null,
    resource: resourceOf(type, targets),
    ip: address.ip,
    asn: log.asn,
    asOrg: log.asOrg,
    place,
    device,
    userAgent: log.userAgent,
    session: log.session,
    correlation: log.transactionId,
    token: tokenOf(log, targets),
    protocol: type.protocol ?? grant ?? log.debug('signOnMode') ?? app?.signOnMode ?? null,
    interactive: interactiveOf(log, type, actor, grant),
    risk: risk.level,
    attempt: attemptOf(log, type, decided),
    flags: flagsOf(log, type, decided, grant),
    detail: detailOf(log, risk, method, device, hopsOf(chain, address.ip)),
  };
  if (type.role === 'answer' && fromAuthenticatorApp(log.userAgent)) draft.second = { ip: address.ip, place };
  if (address.warning) draft.warnings = [address.warning];
  return draft;
}

export interface Geography {
  country: string | null;
  state: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
}

export function placeOf({ country, state, city, lat, lon }: Geography): EventDraft['place'] {
  const point = coordinates(lat, lon);
  const code = countryCode(country);
  if (!code && !point && !city && !state) return null;
  return {
    country: code,
    region: placeName(state),
    city: placeName(city),
    lat: point?.lat ?? null,
    lon: point?.lon ?? null,
  };
}

/** INVALID_CREDENTIALS and its like are codes; other reasons are sentences. */
const CODE = /^[A-Z][A-Z0-9_]+$/;

function usedMethod(targets: Target[]): Target | null {
  return targets.find((target) => target.methodTypeUsed !== null) ?? null;
}

function people(
  log: LogEvent,
  type: EventType,
  targets: Target[],
  grant: string | null,
): { actor: ActorDraft | null; target: ActorDraft | null } {
  const user =
    targets.find((target) => target.type === 'User') ?? targets.find((target) => target.type === 'AppUser') ?? null;
  const principal = principalName(log.debug('originalPrincipal'));
  const { apiToken, apiTokenClient: clientId } = log;
  const isAlone = apiToken === null && clientId === null && grant === null && principal === null;
  const actor =
    isAlone && log.actorAlone !== undefined
      ? log.actorAlone
      : readActor(log.actor, { apiToken, clientId, grant, principal });
  // "Okta System" does not sign in: the record is about the person whom another provider authenticated.
  if (type.subjectIsTarget && log.actor.type === 'SystemPrincipal' && user)
    return { actor: targetDraft(user), target: null };
  const isSelf =
    user !== null &&
    (user.id === log.actor.id || (user.alternateId !== null && user.alternateId === log.actor.alternateId));
  const other = user !== null && !isSelf ? targetDraft(user) : null;
  if (actor && other && actor.kind === 'service_principal' && type.class === 'authentication') {
    return { actor: { ...actor, onBehalfOf: actor.onBehalfOf ?? other.name }, target: other };
  }
  return { actor, target: other };
}

/** What is acted upon, for changes and accesses: the first target that is neither a person nor the application. */
function resourceOf(type: EventType, targets: Target[]): string | null {
  if (type.class === 'authentication' || type.class === 'session') return null;
  const thing = targets.find(
    (target) =>
      target.type !== null && target.type !== 'User' && target.type !== 'AppUser' && target.type !== 'AppInstance',
  );
  return thing ? (thing.displayName ?? thing.alternateId ?? thing.id) : null;
}

/** A token that this record issued or was made with: ties a grant to its use. */
function tokenOf(log: LogEvent, targets: Target[]): string | null {
  return log.apiToken ?? targets.find((target) => target.type === 'access_token')?.id ?? null;
}

function sessionFactor(type: EventType, log: LogEvent): EventDraft['factor'] {
  return type.class === 'authentication' && type.role !== 'interim'
    ? entry(CREDENTIAL_TYPES, log.credentialType)
    : null;
}

function interactiveOf(log: LogEvent, type: EventType, actor: ActorDraft | null, grant: string | null): boolean | null {
  if (type.class !== 'authentication') return null;
  if (log.transactionType === 'JOB' || grant === 'client_credentials' || grant === 'refresh_token') return false;
  return type.role !== undefined && type.role !== 'report' && (actor?.kind === 'human' || actor?.kind === 'unknown')
    ? true
    : null;
}

/**
 * The key under which a prompt, its answer and the session that follows meet. A push and its answer are different
 * requests (transactions) of one session, so the session goes first; a failed sign-in has none and falls back.
 */
function attemptOf(log: LogEvent, type: EventType, decided: Decided): EventDraft['attempt'] {
  if (type.role === undefined) return { key: null, role: 'outcome' };
  if (type.role === 'report') {
    return { key: log.debug('suspiciousActivityEventTransactionId') ?? log.transactionId, role: 'report' };
  }
  const isStep = decided.factor === 'password' && type.role === 'answer';
  const isOpen = type.role === 'answer' && decided.outcome === 'challenged';
  // A challenge that could not be sent is an end, not the opening of a prompt.
  const unsent = type.role === 'prompt' && decided.outcome !== 'challenged';
  // A policy that denied ends the attempt; one that asked for more is a state in it.
  const isEnd = type.role === 'interim' && decided.outcome !== 'challenged' && decided.outcome !== 'none';
  return {
    key: log.session ?? log.debug('authnRequestId') ?? log.transactionId,
    role: isStep ? 'step' : unsent || isOpen ? 'interim' : isEnd ? 'outcome' : type.role,
  };
}

function flagsOf(log: LogEvent, type: EventType, decided: Decided, grant: string | null): EventFlag[] {
  const flags: EventFlag[] = [...(type.flags ?? []), ...decided.flags];
  if (log.isProxy === true || anonymousTunnel(log.debug('tunnels')) === true) flags.push('proxy');
  if (log.debug('threatSuspected')?.toLowerCase() === 'true') flags.push('vendor_suspicious');
  if (grant === 'password') flags.push('legacy_protocol');
  if (grant?.endsWith('device_code')) flags.push('device_code');
  if (type.class === 'authentication' && type.role !== 'step' && log.result === null && decided.outcome === 'none')
    flags.push('no_decision');
  return flags;
}

/**
 * Where no device is registered, the hash of the device token cookie (`dt:`) or the fingerprint (`fp:`) names the browser:
 * enough to see that a denial and a success came from one browser.
 */
function deviceOf(log: LogEvent): EventDraft['device'] {
  const device = log.device();
  const os = device?.os ?? log.os;
  if (device?.id) return { ...device, os, browser: log.browser };
  const marked = log.marked ? log.marked() : markedBy(log.debug('dtHash'), log.debug('deviceFingerprint'));
  if (!device && marked !== null) return marked.device(os, log.browser);
  if (!device && os === null && log.browser === null) return null;
  return { ...device, id: marked?.id ?? null, os, browser: log.browser };
}

/** A browser known by a mark alone, and the device that it is by what its records last told of it. */
export class Marked {
  #last: EventDraft['device'] = null;

  constructor(readonly id: string) {}

  /** Nobody may change it. */
  device(os: string | null, browser: string | null): EventDraft['device'] {
    if (this.#last?.os !== os || this.#last.browser !== browser)
      this.#last = Object.freeze({ id: this.id, os, browser });
    return this.#last;
  }
}

export function markedBy(dtHash: string | null, fingerprint: string | null): Marked | null {
  if (dtHash !== null) return new Marked(`dt:${dtHash}`);
  return fingerprint === null ? null : new Marked(`fp:${fingerprint}`);
}

/** The app that answers pushes and FastPass: its address is that of the phone, not of the screen that asked. */
function fromAuthenticatorApp(userAgent: string | null): boolean {
  return userAgent !== null && (userAgent.includes('OktaVerify') || userAgent.includes('com.okta.mobile'));
}

/** Further addresses of the request's way; null for the common chain of one. */
function hopsOf(chain: string[], ip: string | null): string | null {
  if (chain.length < 2) return null;
  return (
    chain
      .map(ipOf)
      .filter((hop) => hop !== null && hop !== ip)
      .join(', ') || null
  );
}

function detailOf(
  log: LogEvent,
  risk: ReturnType<typeof readRisk>,
  method: Target | null,
  device: EventDraft['device'],
  hops: string | null,
): Record<string, string> | null {
  let detail: Record<string, string> | null = null;
  const put = (key: string, value: string | null | undefined): void => {
    if (value === null || value === undefined) return;
    detail ??= {};
    detail[key] = value;
  };
  put('risk_reasons', risk.reasons);
  put('behaviors', risk.fresh);
  put('methodTypeUsed', method?.methodTypeUsed);
  put('methodUsedVerifiedProperties', method?.verifiedProperties);
  put('rootSessionId', log.rootSession !== log.session ? log.rootSession : null);
  if (device?.id && !device.id.startsWith('dt:')) put('dtHash', log.debug('dtHash'));
  if (log.eventType === 'user.account.report_suspicious_activity_by_enduser') {
    put('suspiciousActivityEventId', log.debug('suspiciousActivityEventId'));
    put('suspiciousActivityEventType', log.debug('suspiciousActivityEventType'));
    put('suspiciousActivityEventTransactionId', log.debug('suspiciousActivityEventTransactionId'));
    put('suspiciousActivityEventIp', log.debug('suspiciousActivityEventIp'));
    put('suspiciousActivityTimestamp', log.debug('suspiciousActivityTimestamp'));
  }
  put('ipChain', hops);
  return detail;
}
