/**
 * Authenticator assurance (AAL) that one human authentication reached, as NIST SP 800-63B-4 ("r4") reads its factors.
 * A range, because logs rarely tell user verification or key storage; null = not known, or not applicable (a machine).
 */
import type { EventFlag } from './event';
import {
  type EventClass,
  type Factor,
  type IdentityKind,
  isMachine,
  type Outcome,
  REFUSED_BY_SECOND_FACTOR,
  SUCCESS,
} from './words';

export const ASSURANCE_REVISION = 'r4';

export type AalRange = [lowest: number, highest: number];

/** Level of password + this factor (or of the factor alone where it is multi-factor itself). Source: r4 §2, §3, App. B. */
const WITH_PASSWORD: Record<Factor, AalRange | null> = {
  password: [1, 1],
  push: [1, 1], // approve/deny transfers no secret: not acceptable out of band under r4
  push_number_match: [2, 2],
  totp: [2, 2],
  hardware_otp: [2, 2],
  sms: [2, 2], // restricted authenticator
  voice: [2, 2], // restricted authenticator
  email_otp: [1, 1], // e-mail shall not be out of band
  security_question: [1, 1],
  fido2: [2, 3],
  passkey_platform: [2, 3],
  windows_hello: [2, 3],
  certificate: [2, 3],
  federated: null, // the other provider's log knows
  remembered_device: null, // no authenticator: inherits what it remembers
  client_secret: null,
  client_certificate: null,
  api_key: null,
  workload_federation: null,
};

const FLAGS: Partial<Record<Factor, string[]>> = {
  push: ['oob_not_acceptable_r4', 'fatigue_prone'],
  push_number_match: ['oob_secret_short'],
  sms: ['restricted_authenticator'],
  voice: ['restricted_authenticator'],
  email_otp: ['non_authenticator_used'],
  security_question: ['non_authenticator_used'],
  fido2: ['phishing_resistant', 'uv_unknown'],
  passkey_platform: ['phishing_resistant', 'synced_or_unknown'],
  windows_hello: ['phishing_resistant', 'synced_or_unknown'],
  certificate: ['phishing_resistant', 'synced_or_unknown'],
  federated: ['external_idp'],
  remembered_device: ['inherited'],
};

/** Level of an authenticator by itself; null where it is none that r4 permits, or the record does not tell which it is. */
const ALONE: Record<Factor, AalRange | null> = {
  password: [1, 1],
  push: [1, 1],
  push_number_match: [1, 1],
  totp: [1, 1],
  hardware_otp: [1, 1],
  sms: [1, 1],
  voice: [1, 1],
  email_otp: null,
  security_question: null,
  fido2: [1, 2], // user verification is not told: one factor, or two
  passkey_platform: [1, 2],
  windows_hello: [2, 3], // opened by PIN or biometric each time
  certificate: [1, 2],
  federated: null,
  remembered_device: null,
  client_secret: null,
  client_certificate: null,
  api_key: null,
  workload_federation: null,
};

/**
 * Level that an access reached. Only a success reaches one; a claim or remembered device inherits the level of an event
 * that this record does not name, so the answer is null.
 */
export function reachedAal(outcome: Outcome, factor: Factor | null, flags: readonly EventFlag[]): AalRange | null {
  if (outcome === 'success_single_factor') return factor === null ? [1, 1] : ALONE[factor];
  if (outcome !== 'success_mfa') return null;
  if (factor === null || flags.includes('claim') || flags.includes('remembered_device')) return null;
  if (factor === 'password') return [1, 2]; // a second factor was passed, and the record names only the first
  return WITH_PASSWORD[factor];
}

/** Level that the prompt would have reached, had it been answered: what the refused factor is worth. */
export const factorAal = (factor: Factor | null): AalRange | null => (factor === null ? null : WITH_PASSWORD[factor]);

/** What the report says beside the level (decision table of the revision). */
export const assuranceFlags = (factor: Factor | null): readonly string[] =>
  factor === null ? ['no_factor_data'] : (FLAGS[factor] ?? []);

/** What the report says beside a level; a flag without a word is shown as it is. */
export const ASSURANCE_FLAGS: Record<string, string> = {
  oob_not_acceptable_r4: 'approve-or-deny transfers no secret: not acceptable out of band in revision 4',
  fatigue_prone: 'can be approved by mistake or out of fatigue',
  oob_secret_short: 'short number: guessable',
  restricted_authenticator: 'restricted authenticator (SMS, voice)',
  non_authenticator_used: 'no authenticator in the sense of the standard',
  phishing_resistant: 'phishing resistant',
  uv_unknown: 'the log does not tell whether the person was verified by the key',
  synced_or_unknown: 'the log does not tell whether the key leaves the device',
  external_idp: 'another identity provider authenticated: its log knows',
  inherited: 'inherited from an earlier sign-in',
  below_required: 'below what was required',
  factor_switch: 'another factor than the refused one let them in',
  no_factor_data: 'the record names no factor',
};

export const flagText = (flag: string): string => ASSURANCE_FLAGS[flag] ?? flag.replaceAll('_', ' ');

export interface Assurance {
  /** Null = not reached (no success), or not told. */
  reached: AalRange | null;
  /** Of a refused prompt: what it would have been worth. */
  requested: AalRange | null;
  /** By the register of applications, else by the policy that the record tells of; null = not known. */
  required: number | null;
  flags: string[];
  revision: string;
}

interface Told {
  kind: IdentityKind | null;
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  flags: readonly EventFlag[];
  /** What the register of applications asks for. */
  appRequires: number | null;
}

/** Assurance of one human authentication; null for machines, and where nobody authenticated. SP 800-63B-4 speaks of people only. */
export function assuranceOf({ kind, class: eventClass, outcome, factor, flags, appRequires }: Told): Assurance | null {
  if (kind !== null && isMachine(kind)) return null;
  const isSuccess = SUCCESS.has(outcome);
  const isRefused =
    REFUSED_BY_SECOND_FACTOR.has(outcome) || outcome === 'password_failed' || outcome === 'failed_other';
  const isAuthentication = eventClass === 'authentication' || eventClass === 'session';
  if (!isAuthentication || (!isSuccess && !isRefused)) return null;
  const reached = isSuccess ? reachedAal(outcome, factor, flags) : null;
  const policy = flags.includes('mfa_required') ? 2 : flags.includes('mfa_not_required') ? 1 : null;
  const required = appRequires ?? policy;
  const told = new Set<string>(assuranceFlags(factor));
  const isInherited =
    outcome === 'success_token' ||
    factor === 'remembered_device' ||
    flags.includes('claim') ||
    flags.includes('remembered_device');
  if (isSuccess && isInherited) {
    told.clear();
    told.add(factor === 'federated' ? 'external_idp' : 'inherited');
  }
  if (reached && required !== null && reached[1] < required) told.add('below_required');
  return {
    reached,
    requested: isRefused && factor !== 'password' ? factorAal(factor) : null,
    required,
    flags: [...told].sort(),
    revision: ASSURANCE_REVISION,
  };
}
