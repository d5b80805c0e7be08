/** One row of Duo's authentication log, whatever its shape, and the event that it becomes. */
import type { ActorDraft, EventDraft, EventFlag, PlaceDraft } from '../../../../../shared/model/event';
import type { Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject, type Skip, skip } from '../../source';
import { addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { ipOf, readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { entry, placeName } from '../../vendor/fields';
import { codeOf, FACTORS, REASONS } from './reasons';

export interface Place {
  city: string | null;
  state: string | null;
  country: string | null;
}

export interface AuthRow {
  txid: string | null;
  /** Milliseconds; null = the row has no readable time (then `timeText` says what it had). */
  time: number | null;
  timeText: string | null;
  eventType: string | null; // authentication, enrollment
  result: string | null;
  reason: string | null;
  factor: string | null;
  rememberedFactor: string | null;
  userKey: string | null;
  userName: string | null;
  alias: string | null;
  email: string | null;
  appKey: string | null;
  appName: string | null;
  access: {
    ip: string | null;
    hostname: string | null;
    os: string | null;
    osVersion: string | null;
    browser: string | null;
    browserVersion: string | null;
    epkey: string | null;
    place: Place;
  };
  phone: { ip: string | null; key: string | null; name: string | null; place: Place };
  trustedEndpoint: string | null;
  outOfDate: string | null;
  trust: { level: string | null; reason: string | null; detectors: string | null };
  remember: { level: string | null; reason: string | null };
  warnings?: string[];
}

/** Builds the event. `skip` for rows without a result that tells anything, `reject` for rows without a time. */
export function toDraft(row: AuthRow): EventDraft | Skip | Reject {
  if (row.time === null) return reject(row.timeText === null ? 'no time (timestamp)' : 'unreadable time (timestamp)');
  const result = codeOf(row.result);
  const reason = codeOf(row.reason);
  if (result === null && reason === null) return skip('no result and no reason: the row tells no outcome');
  const isEnrollment = codeOf(row.eventType) === 'enrollment';
  const told = decide(result, reason, row.factor);
  const address = readAddress(row.access.ip);
  const warnings = [...(row.warnings ?? [])];
  if (address.warning) warnings.push(address.warning);
  return {
    recordId: row.txid,
    foldKey: foldKeyOf(row, told, isEnrollment, address.ip),
    time: row.time,
    class: isEnrollment ? 'change' : 'authentication',
    action: isEnrollment ? 'enrollment' : 'authentication',
    outcome: isEnrollment ? (result === 'success' ? 'none' : told.outcome) : told.outcome,
    factor: isEnrollment ? null : told.factor,
    code: reason ?? result,
    reason: row.reason ?? row.result,
    actor: actorOf(row),
    app: row.appName,
    appId: row.appKey,
    resource: isEnrollment ? row.phone.name : null,
    ip: address.ip,
    place: placeOf(row.access.place),
    second: secondOf(row),
    device: deviceOf(row),
    // Duo keeps what it understood of the user agent, never the header itself.
    userAgent: null,
    correlation: row.txid,
    interactive: isEnrollment ? null : true,
    risk: riskOf(row),
    attempt: { key: isEnrollment ? null : row.txid, role: asked(told) ? 'answer' : 'outcome' },
    flags: isEnrollment ? [] : flagsOf(row, told.flags),
    detail: detailOf(row, told.known ? null : reason),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

/**
 * What every shape tells of an authentication: the panel's CSV and the API's first version carry no txid. Reasons and
 * factors are told in words that may not be known; success or not is always clear.
 */
function foldKeyOf(row: AuthRow, told: Told, isEnrollment: boolean, ip: string | null): string | null {
  const who = row.userName ?? row.email ?? row.alias;
  if (row.time === null || who === null) return null;
  return [
    Math.floor(row.time / 1_000),
    // Integrations write one user with or without the domain.
    who.replace(/^.*\\/, '').replace(/@.*$/, ''),
    row.appName ?? '',
    isEnrollment ? 'enrollment' : told.outcome.startsWith('success') ? 'success' : 'refused',
    ip ?? '',
  ]
    .join('\n')
    .toLowerCase();
}

/** Whether somebody was asked: remembered devices, bypass and trusted networks let in without a prompt. */
const asked = (told: Told): boolean => told.outcome !== 'success_token' && told.outcome !== 'success_single_factor';

interface Told {
  outcome: Outcome;
  factor: Factor | null;
  flags: readonly EventFlag[];
  known: boolean;
}

/**
 * The reason decides, except where the result contradicts it: a fraud report is one whatever the reason says, and
 * access that was given (or refused) is never shown as the opposite.
 */
function decide(result: string | null, reason: string | null, factorText: string | null): Told {
  const named = entry(FACTORS, codeOf(factorText));
  const rule = reason === null ? undefined : REASONS.get(reason);
  // A code was asked for, so the push was a verified one, whatever the factor's older name says.
  const isVerified = rule?.factor === 'push_number_match' && named === 'push';
  const factor = isVerified ? 'push_number_match' : (named ?? rule?.factor ?? null);
  const isSuccess = rule?.outcome.startsWith('success') ?? false;
  const flags = [...(rule?.flags ?? [])];
  // Older rows say only "passcode": from the app, an SMS, a token or a bypass code.
  if (codeOf(factorText) === 'passcode') flags.push('ambiguous');
  if (result === 'fraud') return { outcome: 'reported_fraud', factor, flags, known: true };
  if (rule && (result === null || result === 'error' || isSuccess === (result === 'success'))) {
    if (result === 'error' && isSuccess) return { outcome: 'failed_other', factor, flags, known: true };
    // A remembered device is the factor that stood in; the factor of the first time is in the details.
    return {
      outcome: rule.outcome,
      factor: rule.factor === 'remembered_device' ? 'remembered_device' : factor,
      flags,
      known: true,
    };
  }
  if (result === 'success') {
    if (named === 'remembered_device')
      return { outcome: 'success_token', factor, flags: [...flags, 'remembered_device'], known: reason === null };
    return { outcome: named === null ? 'success_single_factor' : 'success_mfa', factor, flags, known: reason === null };
  }
  // Denied without a reason that we know: the second factor did not succeed, and Duo does not say how. An error is Duo's.
  if (result === 'denied') flags.push('second_factor_failed');
  return { outcome: 'failed_other', factor, flags, known: reason === null };
}

function actorOf(row: AuthRow): ActorDraft | null {
  const name = row.userName ?? row.email ?? row.alias;
  if (name === null && row.userKey === null) return null;
  const keys = nameKeys(row.userName);
  if (row.email !== null && isAddressLike(row.email)) addKey(keys, 'email', row.email);
  // An alias is another name of the same Duo user; "unknown" is how an empty one is written.
  for (const key of nameKeys(row.alias)) addKey(keys, key.type, key.value);
  addKey(keys, 'duo_id', row.userKey);
  return { id: row.userKey, name, kind: 'human', keys };
}

export function placeOf(place: Place): PlaceDraft | null {
  const country = countryCode(place.country);
  const region = placeName(place.state);
  const city = placeName(place.city);
  return country || region || city ? { country, region, city } : null;
}

function secondOf(row: AuthRow): EventDraft['second'] {
  const ip = ipOf(row.phone.ip);
  const place = placeOf(row.phone.place);
  return ip || place ? { ip, place } : null;
}

function deviceOf(row: AuthRow): EventDraft['device'] {
  const { access } = row;
  const os = join(access.os, access.osVersion);
  const browser = join(access.browser, access.browserVersion);
  const trust = row.trustedEndpoint === null || row.trustedEndpoint === 'unknown' ? null : row.trustedEndpoint;
  if (!os && !browser && !access.epkey && !access.hostname && !trust) return null;
  return {
    id: access.epkey,
    name: access.hostname,
    os,
    browser,
    managed: trust === 'trusted' ? true : trust === 'not trusted' ? false : null,
    trust,
  };
}

const join = (name: string | null, version: string | null): string | null =>
  name === null ? null : version === null ? name : `${name} ${version}`;

/** Duo's own word about how far it trusts the attempt; LOW trust is high risk. */
function riskOf(row: AuthRow): string | null {
  switch (row.trust.level?.toUpperCase()) {
    case 'LOW':
      return 'high';
    case 'NORMAL':
      return 'low';
    default:
      return null;
  }
}

function flagsOf(row: AuthRow, flags: readonly EventFlag[]): EventFlag[] {
  const all = [...flags];
  if (row.trust.detectors !== null && !all.includes('vendor_suspicious')) all.push('vendor_suspicious');
  return all;
}

function detailOf(row: AuthRow, unknownReason: string | null): Record<string, string> | null {
  const detail: Record<string, string> = {};
  let kept = 0;
  const put = (key: string, value: string | null): void => {
    if (value === null) return;
    detail[key] = value;
    kept++;
  };
  // Words that our factor does not tell apart: a bypass code, a passcode of unknown origin, no factor at all.
  put('factor', codeOf(row.factor) === 'duo_push' ? null : codeOf(row.factor));
  put('remembered_factor', row.rememberedFactor);
  put('auth_device', row.phone.name);
  put('auth_device_key', row.phone.key);
  put('ood_software', row.outOfDate);
  put('trust_level', row.trust.level);
  put('trust_reason', row.trust.reason);
  put('detected_attack_detectors', row.trust.detectors);
  put('remember_me_trust_level', row.remember.level);
  put('unknown_reason', unknownReason);
  return kept > 0 ? detail : null;
}
