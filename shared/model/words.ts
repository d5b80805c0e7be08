/** The words of the command line (its contract): every enumeration that is printed, stored or shown. */
import { z } from 'zod';

export const EventClass = z.enum(['authentication', 'session', 'access', 'change', 'request', 'other']);
export type EventClass = z.infer<typeof EventClass>;

export const Outcome = z.enum([
  'denied_by_user',
  'reported_fraud',
  'no_response',
  'wrong_code',
  'blocked_by_policy',
  'not_enrolled',
  'rate_limited',
  'password_failed',
  'failed_other',
  'challenged',
  'none',
  'success_mfa',
  'success_token',
  'success_single_factor',
]);
export type Outcome = z.infer<typeof Outcome>;

/** Outcomes that end in access. */
export const SUCCESS: ReadonlySet<Outcome> = new Set(['success_mfa', 'success_token', 'success_single_factor']);
/** Outcomes that are a denial for a person whatever else is known (see `isDenial`). */
export const REFUSED_BY_SECOND_FACTOR: ReadonlySet<Outcome> = new Set([
  'denied_by_user',
  'reported_fraud',
  'no_response',
  'wrong_code',
  'blocked_by_policy',
  'not_enrolled',
  'rate_limited',
]);

export const Factor = z.enum([
  'password',
  'push',
  'push_number_match',
  'totp',
  'hardware_otp',
  'sms',
  'voice',
  'email_otp',
  'security_question',
  'fido2',
  'passkey_platform',
  'windows_hello',
  'certificate',
  'federated',
  'remembered_device',
  'client_secret',
  'client_certificate',
  'api_key',
  'workload_federation',
]);
export type Factor = z.infer<typeof Factor>;

export const IdentityKind = z.enum([
  'human',
  'service_principal',
  'managed_identity',
  'api_key',
  'workload',
  'agent',
  'device',
  'unknown',
]);
export type IdentityKind = z.infer<typeof IdentityKind>;

export const Verdict = z.enum([
  'expected',
  'friction',
  'misconfigured',
  'attempted_abuse',
  'likely_compromise',
  'undetermined',
]);
export type Verdict = z.infer<typeof Verdict>;

export const Action = z.enum(['block', 'verify', 'escalate', 'none']);
export type Action = z.infer<typeof Action>;

export const Fits = z.enum(['yes', 'no', 'unknown']);
export type Fits = z.infer<typeof Fits>;

export const Followed = z.enum(['yes', 'no', 'not_in_evidence']);
export type Followed = z.infer<typeof Followed>;

export const LinkKind = z.enum([
  'approved_after_denials',
  'factor_downgrade',
  'single_factor_gap',
  'legacy_protocol',
  'token_replay',
  'other_door',
  'sibling_identity',
  'method_registered',
  'credential_added',
  'consent_granted',
  'same_channel',
]);
export type LinkKind = z.infer<typeof LinkKind>;

export const EpisodeState = z.enum(['new', 'triaged', 'decided', 'closed']);
export type EpisodeState = z.infer<typeof EpisodeState>;
/** Tag of the note that closes a decided episode: nothing is left to do about it. Taken back with the note. */
export const CLOSED_TAG = 'closed';

/** How a record ended; every record read ends as exactly one of these. */
export const RecordEnd = z.enum(['event', 'context', 'duplicate', 'skipped', 'rejected']);
export type RecordEnd = z.infer<typeof RecordEnd>;

const MACHINE: ReadonlySet<IdentityKind> = new Set([
  'service_principal',
  'managed_identity',
  'api_key',
  'workload',
  'agent',
  'device',
]);
export const MACHINES: readonly IdentityKind[] = [...MACHINE];
export const isMachine = (kind: IdentityKind): boolean => MACHINE.has(kind);

/**
 * What counts as a denial (the command line's contract decides the word).
 * For a person: a refusal by the second factor or by policy, and `failed_other` only where the vendor says that the
 * second factor failed (`secondFactorFailed`). For a machine identity also a refused secret and any other failure.
 * A refused access (class `access`) counts for machines; for people the analysis counts it only after a linked access.
 */
export function isDenial(event: {
  class: EventClass;
  outcome: Outcome;
  kind: IdentityKind;
  secondFactorFailed: boolean;
}): boolean {
  if (event.class === 'access') return isMachine(event.kind) && event.outcome === 'blocked_by_policy';
  if (event.class === 'change' || event.class === 'other') return false;
  if (REFUSED_BY_SECOND_FACTOR.has(event.outcome)) return true;
  if (event.outcome === 'failed_other') return event.secondFactorFailed || isMachine(event.kind);
  return event.outcome === 'password_failed' && isMachine(event.kind);
}
