/** The sentences by which Entra tells how the second factor went: step details, additional details, CSV result. */
import type { EventFlag } from '../../../../../shared/model/event';
import type { Factor, Outcome } from '../../../../../shared/model/words';

export interface MfaText {
  /** null = the sentence is about the first factor and decides nothing. */
  outcome: Outcome | null;
  factor?: Factor;
  flags?: readonly EventFlag[];
  /** A state in the middle, not an end. */
  interim?: boolean;
}

const TEXTS: readonly (readonly [string, MfaText])[] = [
  ['successfully completed', { outcome: 'success_mfa' }],
  ['completed in azure ad', { outcome: 'success_mfa' }],
  ['completed in the cloud', { outcome: 'success_mfa' }],
  ['satisfied by strong authentication', { outcome: 'success_mfa' }],
  ['satisfied by multi-factor device', { outcome: 'success_mfa' }],
  ['satisfied by claim provided by external provider', { outcome: 'success_mfa', factor: 'federated' }],
  ['satisfied by claim in the token', { outcome: 'success_token', flags: ['claim'] }],
  ['first factor requirement satisfied by claim in the token', { outcome: null }],
  [
    'skipped due to remembered device',
    { outcome: 'success_token', factor: 'remembered_device', flags: ['remembered_device'] },
  ],
  [
    'skipped due to registered device',
    { outcome: 'success_token', factor: 'remembered_device', flags: ['remembered_device'] },
  ],
  ['skipped due to location', { outcome: 'success_single_factor', flags: ['mfa_not_required'] }],
  [
    'skipped due to app password',
    { outcome: 'success_single_factor', factor: 'password', flags: ['mfa_not_required'] },
  ],
  [
    'skipped as flow exercised was windows broker logon flow',
    { outcome: 'success_single_factor', flags: ['mfa_not_required'] },
  ],
  ['has expired due to the policies configured on tenant', { outcome: 'challenged', interim: true }],
  ['registration prompted', { outcome: 'not_enrolled', interim: true }],
  ['required in azure ad', { outcome: 'challenged', interim: true }],
  ['mfa required', { outcome: 'challenged', interim: true }],
  ['authentication in progress', { outcome: 'challenged', interim: true }],
  ['duplicate authentication attempt', { outcome: 'failed_other' }],
  ['entered incorrect code too many times', { outcome: 'rate_limited' }],
  ['invalid authentication', { outcome: 'failed_other' }],
  ['invalid mobile app verification code', { outcome: 'wrong_code', factor: 'totp' }],
  ['misconfiguration', { outcome: 'failed_other' }],
  ['phone call went to voicemail', { outcome: 'no_response', factor: 'voice' }],
  ['phone number has an invalid format', { outcome: 'failed_other' }],
  ['service error', { outcome: 'failed_other' }],
  ["unable to reach the user's phone", { outcome: 'no_response', flags: ['ambiguous'] }],
  ['unable to send the mobile app notification to the device', { outcome: 'failed_other', factor: 'push' }],
  ['unable to send the mobile app notification', { outcome: 'failed_other', factor: 'push' }],
  ['user declined the authentication', { outcome: 'denied_by_user' }],
  ['user did not respond to mobile app notification', { outcome: 'no_response', factor: 'push' }],
  ["user didn't respond to mobile app notification", { outcome: 'no_response', factor: 'push' }],
  // Number matching: seen in detection rules, not in the vendor's own list.
  [
    'user did not select the correct number',
    { outcome: 'wrong_code', factor: 'push_number_match', flags: ['number_mismatch'] },
  ],
  [
    "user didn't select the correct number",
    { outcome: 'wrong_code', factor: 'push_number_match', flags: ['number_mismatch'] },
  ],
  ['user does not have any verification methods registered', { outcome: 'not_enrolled' }],
  ["user doesn't have any verification methods registered", { outcome: 'not_enrolled' }],
  ['user entered incorrect code', { outcome: 'wrong_code' }],
  ['user entered incorrect pin', { outcome: 'wrong_code' }],
  [
    'user hung up the phone call without succeeding the authentication',
    { outcome: 'denied_by_user', factor: 'voice', flags: ['ambiguous'] },
  ],
  ['user is blocked', { outcome: 'blocked_by_policy' }],
  ['user never entered the verification code', { outcome: 'no_response' }],
  ['user not found', { outcome: 'failed_other' }],
  ['verification code already used once', { outcome: 'wrong_code' }],
  ['phone app reported fraud', { outcome: 'reported_fraud', factor: 'push' }],
  ['fraud code entered', { outcome: 'reported_fraud', factor: 'voice' }],
  ['fraud reported', { outcome: 'reported_fraud' }],
  ['incorrect password', { outcome: 'password_failed', factor: 'password' }],
  ['correct password', { outcome: null, factor: 'password' }],
];

/** One form for typographic apostrophes, hyphens, case and blanks. */
const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[\s\u00a0\u2010-\u2015-]+/g, ' ')
    .trim();

/** Longest first: "user entered incorrect code too many times" must not be read as "user entered incorrect code". */
const BY_LENGTH = TEXTS.map(([key, value]) => [fold(key), value] as const).sort((a, b) => b[0].length - a[0].length);

const known = new Map<string, MfaText | null>();

/** What a sentence says about the second factor; null if it is none that we know. Contains, longest key first. */
export function readMfaText(text: string | null): MfaText | null {
  if (text === null) return null;
  const seen = known.get(text);
  if (seen !== undefined) return seen;
  const folded = fold(text).replace(/^mfa denied[;,:]? /, '');
  const found = BY_LENGTH.find(([key]) => folded.includes(key))?.[1] ?? null;
  if (known.size < 2000) known.set(text, found);
  return found;
}

export const MFA_TEXTS = TEXTS;
