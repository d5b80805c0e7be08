/**
 * Authenticator assurance (AAL) that one human authentication reached, as NIST SP 800-63B-4 ("r4") reads its factors.
 * A range, because logs rarely tell user verification or key storage; null = not known, or not applicable (a machine).
 */
import type { EventFlag } from './event';
import type { Factor, Outcome } from './words';

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

/**
 * Level that an access reached. Only a success reaches one; a claim or remembered device inherits the level of an event
 * that this record does not name, so the answer is null.
 */
export function reachedAal(outcome: Outcome, factor: Factor | null, flags: readonly EventFlag[]): AalRange | null {
  if (outcome === 'success_single_factor') return factor === null ? [1, 1] : WITH_PASSWORD[factor] && [1, 1];
  if (outcome !== 'success_mfa') return null;
  if (factor === null || flags.includes('claim') || flags.includes('remembered_device')) return null;
  return WITH_PASSWORD[factor];
}

/** Level that the prompt would have reached, had it been answered: what the refused factor is worth. */
export const factorAal = (factor: Factor | null): AalRange | null => (factor === null ? null : WITH_PASSWORD[factor]);

/** What the report says beside the level (decision table of the revision). */
export const assuranceFlags = (factor: Factor | null): readonly string[] =>
  factor === null ? ['no_factor_data'] : (FLAGS[factor] ?? []);
