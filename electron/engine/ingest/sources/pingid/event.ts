/** One PingID record, and the event that it becomes. */
import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { ipOf, readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { filled } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

/** What a shape has read of a record. */
export interface PingIdRecord {
  id: string | null;
  written: string | null;
  time: number | null;
  user: string | null;
  status: string | null;
  message: string | null;
  ip: string | null;
  webSession: string | null;
  model: string | null;
  warnings: string[];
}

interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  role: 'prompt' | 'answer' | 'interim' | 'outcome' | null;
  flags: EventFlag[];
}

const METHODS: readonly (readonly [RegExp, Factor])[] = [
  [/number matching/i, 'push_number_match'],
  [/\b(swipe|banner|push|tap|biometric|fingerprint|face id)\b/i, 'push'],
  [/security key|fido2?|u2f|yubikey fido/i, 'fido2'],
  [/yubikey|oath token|hardware token/i, 'hardware_otp'],
  [/\bsms\b/i, 'sms'],
  [/\bvoice\b/i, 'voice'],
  [/e-?mail/i, 'email_otp'],
  [/\b(otp|one[- ]time passcode|authenticator app|desktop)\b/i, 'totp'],
];

const methodOf = (message: string): Factor | null => METHODS.find(([word]) => word.test(message))?.[1] ?? null;

/** Changes of devices and settings, told by their words. */
const CHANGES =
  /\b(device|phone|user|app\w*|policy|settings?)\b.{0,40}\b(paired|unpaired|added|removed|deleted|created|updated|changed|renamed|activated|enabled|disabled|bypass)|pairing|\b(paired|unpaired|bypass)\b/i;

const isPolicyRecord = (status: string | null, message: string): boolean =>
  status?.toUpperCase() === 'POLICY' || /^(?:Authentication|Pairing) Details:/.test(message);

/** What the policy made of an attempt to sign in or to pair a device: the record has the asking side's address. */
function decidePolicy(message: string): Decided {
  const line = policyLines(message);
  const isRefused =
    line('Policies not Met') !== null ||
    /^no$/i.test(line('Authentication Successful') ?? line('Pairing Successful') ?? '') ||
    /^deny/i.test(line('Action') ?? '');
  if (message.startsWith('Pairing Details:'))
    return { class: 'change', outcome: isRefused ? 'blocked_by_policy' : 'none', factor: null, role: null, flags: [] };
  if (isRefused)
    return { class: 'authentication', outcome: 'blocked_by_policy', factor: null, role: 'outcome', flags: [] };
  // Nobody was asked: a recent sign-in, or a place that the policy trusts.
  if (/^approve/i.test(line('Action') ?? ''))
    return { class: 'authentication', outcome: 'success_token', factor: null, role: 'outcome', flags: [] };
  return { class: 'authentication', outcome: 'challenged', factor: null, role: 'prompt', flags: [] };
}

function decide(status: string | null, message: string): Decided {
  const factor = methodOf(message);
  const word = status?.toUpperCase() ?? '';
  if (isPolicyRecord(status, message)) return decidePolicy(message);
  if (CHANGES.test(message) && !/\bauth\b|authent/i.test(message))
    return {
      class: 'change',
      outcome: word.startsWith('FAIL') ? 'failed_other' : 'none',
      factor: null,
      role: null,
      flags: [],
    };
  // A policy that lets somebody in without asking is no refusal.
  if (word === 'SUCCESS' && /\bbypass(?:ed)?\b/i.test(message))
    return {
      class: 'authentication',
      outcome: 'success_single_factor',
      factor: null,
      role: 'answer',
      flags: ['ambiguous'],
    };
  const told = outcomeOfWords(message);
  if (told !== null)
    return { class: 'authentication', outcome: told, factor: factor ?? push(told), role: 'answer', flags: [] };
  // In small letters it is PingFederate that speaks, which says nothing of a second factor.
  if (status === 'success')
    return { class: 'authentication', outcome: 'success_single_factor', factor, role: 'answer', flags: ['ambiguous'] };
  if (word === 'SUCCESS') return { class: 'authentication', outcome: 'success_mfa', factor, role: 'answer', flags: [] };
  if (word === 'INPROGRESS')
    return { class: 'authentication', outcome: 'challenged', factor, role: 'interim', flags: [] };
  if (word.startsWith('FAIL') || word.startsWith('UNSUCCESSFUL') || word.includes('AUTHFAIL'))
    return {
      class: 'authentication',
      outcome: 'failed_other',
      factor,
      role: 'answer',
      flags: ['ambiguous', 'second_factor_failed'],
    };
  return { class: 'other', outcome: 'none', factor: null, role: null, flags: [] };
}

/** Only a prompt on a phone can be refused or left alone. */
const push = (outcome: Outcome): Factor | null =>
  outcome === 'denied_by_user' || outcome === 'no_response' || outcome === 'reported_fraud' ? 'push' : null;

/** `Name: value` lines of a POLICY message; `N/A` is nothing. */
function policyLines(message: string): (name: string) => string | null {
  const lines = new Map<string, string>();
  for (const line of message.split('\n').slice(0, 100)) {
    const colon = line.indexOf(': ');
    if (colon > 0 && !lines.has(line.slice(0, colon))) lines.set(line.slice(0, colon), line.slice(colon + 2).trim());
  }
  return (name) => {
    const value = filled(lines.get(name) ?? null);
    return value === 'N/A' ? null : value;
  };
}

export function toDraft(record: PingIdRecord): EventDraft | Reject {
  const time = record.time ?? (record.written === null ? null : parseUtcByContract(record.written));
  if (time === null) return reject(record.written === null ? 'no time (recorded)' : 'unreadable time (recorded)');
  const message = record.message ?? '';
  const decided = decide(record.status, message);
  const isPolicy = isPolicyRecord(record.status, message);
  const line = policyLines(isPolicy ? message : '');
  const requesting = ipOf(line('IP Address'));
  const address = readAddress(record.ip);
  const country = countryCode(line('Country'));
  const risk = line('Risk Level') ?? line('IP Risk Score');
  const model = line('Device Model') ?? record.model ?? /"([^"]{1,80})"\s*$/.exec(message)?.[1] ?? null;
  const app =
    line('Requested Application Name') ?? /^(VPN|SSO|RDP|SSH|Windows Login|Mac Login)\b/.exec(message)?.[1] ?? null;
  const isPhone = decided.role === 'answer' && decided.factor !== null && decided.outcome !== 'no_response';
  return {
    recordId: record.id,
    time,
    class: decided.class,
    action:
      decided.class === 'authentication'
        ? isPolicy
          ? 'policy evaluated'
          : 'authentication'
        : (record.status ?? 'PingID record'),
    outcome: decided.outcome,
    factor: decided.factor,
    code: record.status,
    reason: isPolicy ? null : record.message,
    actor: person({ name: record.user }),
    app,
    appId: line('Requested Application ID'),
    ip: isPolicy ? (requesting ?? address.ip) : address.ip,
    place: country === null ? null : { country },
    // The address of an answered prompt is the phone's.
    second: isPhone ? { ip: address.ip } : null,
    device: model === null ? null : { name: model, os: line('Mobile OS Version') },
    userAgent: line('Accessing Device UserAgent'),
    session: record.webSession,
    correlation: record.webSession,
    interactive: decided.class === 'authentication' ? true : null,
    risk,
    attempt: decided.role === null ? undefined : { key: record.webSession, role: decided.role },
    flags: decided.flags,
    detail: isPolicy ? { message: message.slice(0, 4_000) } : null,
    warnings: address.warning ? [...record.warnings, address.warning] : record.warnings,
  };
}
