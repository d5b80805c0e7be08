/** From error code, steps and texts to one outcome, in the order that a sign-in is decided. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { ERROR_CODES } from '../../vendor/entra-error-codes';
import { entry } from '../../vendor/fields';
import { CREDENTIALS, isLegacyClient, METHODS, STRONG_ALONE } from './methods';
import { type MfaText, readMfaText } from './mfa-text';
import type { Step } from './steps';

/** Which of Entra's sign-in logs the record is from. */
export type Log = 'user' | 'non_interactive' | 'service_principal' | 'managed_identity' | 'adfs';

export interface Told {
  log: Log;
  /** Error code as text, `0` for success; null = the record has none. */
  code: string | null;
  failureReason: string | null;
  additionalDetails: string | null;
  /** Portal CSV: "Multifactor authentication result". */
  mfaResult: string | null;
  steps: readonly Step[];
  /** Method of the second factor where the steps do not tell it: `mfaDetail.authMethod`, portal CSV, methods used. */
  mfaMethod: string | null;
  isInteractive: boolean;
  requirement: string | null;
  protocol: string | null;
  clientApp: string | null;
  /** `incomingTokenType`: what was presented instead of a credential. */
  incomingToken: string | null;
  credentialType: string | null;
  hasCertificate: boolean;
  hasSecret: boolean;
  isFederatedCredential: boolean;
}

export interface Decided {
  outcome: Outcome;
  class: EventClass;
  factor: Factor | null;
  role: AttemptRole;
  flags: EventFlag[];
  /** The sentence that decided, where one did. */
  text: string | null;
}

export function decide(told: Told): Decided {
  const decided = told.code === '0' ? success(told) : told.code === '500121' ? secondFactorFailed(told) : byCode(told);
  if (
    told.steps.some((step) => step.isPrimary && step.succeeded === true && !step.isClaim && step.factor === 'password')
  ) {
    decided.flags.push('credential_right');
  }
  const demanded = told.requirement?.toLowerCase() ?? '';
  if (demanded === 'multifactorauthentication') decided.flags.push('mfa_required');
  if (demanded === 'singlefactorauthentication') decided.flags.push('mfa_not_required');
  return { ...decided, flags: [...new Set(decided.flags)] };
}

function credentialOf(told: Told): Factor | null {
  const named = entry(CREDENTIALS, told.credentialType?.toLowerCase() ?? null);
  if (named) return named;
  if (told.isFederatedCredential) return 'workload_federation';
  // A credential with a thumbprint is a certificate, one with only a key id a secret.
  return told.hasCertificate ? 'client_certificate' : told.hasSecret ? 'client_secret' : null;
}

function byCode(told: Told): Decided {
  const rule = told.code === null ? undefined : ERROR_CODES.get(told.code);
  const isMachine = told.log === 'service_principal' || told.log === 'managed_identity';
  const text = told.failureReason ?? told.additionalDetails;
  // The portal's own word for a state in the middle, where it gives no code.
  if (told.code === 'interrupted')
    return { outcome: 'challenged', class: 'authentication', factor: null, role: 'interim', flags: [], text };
  if (!rule) {
    const outcome: Outcome = told.code === null ? 'none' : 'failed_other';
    return {
      outcome,
      class: 'authentication',
      factor: isMachine ? credentialOf(told) : null,
      role: 'outcome',
      flags: told.code === null ? ['no_decision'] : [],
      text,
    };
  }
  const flags = [...(rule.flags ?? [])];
  let outcome = rule.outcome;
  if (told.code === '50053') {
    // Lock-out after wrong passwords, or an address with malicious activity: only the text tells.
    if (/malicious|ip address|ip with/i.test(`${told.failureReason ?? ''} ${told.additionalDetails ?? ''}`)) {
      outcome = 'blocked_by_policy';
      flags.push('vendor_suspicious');
    } else if (text === null) flags.push('ambiguous');
  }
  const factor = rule.factor ?? (isMachine ? credentialOf(told) : null);
  return {
    outcome,
    class: rule.class ?? 'authentication',
    factor,
    role: rule.interim ? 'interim' : 'outcome',
    flags,
    text,
  };
}

/**
 * 500121 says only that the second factor did not succeed. The last failed step says how, then the additional details,
 * then the portal's column; a sentence that reports a success cannot be about this row's end.
 */
function secondFactorFailed(told: Told): Decided {
  const failed = told.steps.findLast((step) => step.succeeded === false && step.text !== null);
  const last = told.steps.findLast(
    (step) => step.text !== null && step.told?.outcome && !step.told.outcome.startsWith('success'),
  );
  let interim: { text: string; said: MfaText } | null = null;
  for (const text of [
    failed?.text ?? null,
    last?.text ?? null,
    told.additionalDetails,
    told.mfaResult,
    told.failureReason,
  ]) {
    const said = readMfaText(text);
    if (text === null || !said?.outcome || said.outcome.startsWith('success')) continue;
    if (!said.interim) return refusal(told, said, text);
    interim ??= { text, said };
  }
  if (interim) return { ...refusal(told, interim.said, interim.text), role: 'interim' };
  return {
    outcome: 'failed_other',
    class: 'authentication',
    factor: secondFactor(told, null),
    role: 'answer',
    flags: ['second_factor_failed', 'ambiguous', 'no_decision', 'credential_right'],
    text: told.additionalDetails ?? told.mfaResult ?? told.failureReason,
  };
}

function refusal(told: Told, said: MfaText, text: string): Decided {
  const flags: EventFlag[] = ['credential_right', ...(said.flags ?? [])];
  return {
    outcome: said.outcome ?? 'failed_other',
    class: 'authentication',
    factor: secondFactor(told, said),
    role: 'answer',
    flags,
    text,
  };
}

/** The second factor: what the sentence implies, else the last step that is not the password, else the named method. */
function secondFactor(told: Told, said: MfaText | null): Factor | null {
  const step = told.steps.findLast((each) => each.factor !== null && each.factor !== 'password');
  const named = entry(METHODS, told.mfaMethod?.toLowerCase() ?? null);
  return step?.factor ?? (named === 'password' ? null : named) ?? said?.factor ?? null;
}

function success(told: Told): Decided {
  const base = {
    class: 'authentication' as const,
    role: 'outcome' as const,
    text: told.additionalDetails ?? told.mfaResult,
  };
  if (told.log === 'managed_identity')
    return { ...base, outcome: 'success_token', factor: credentialOf(told), flags: [] };
  if (told.log === 'service_principal')
    return { ...base, outcome: 'success_single_factor', factor: credentialOf(told), flags: [] };
  const isRopc = told.protocol?.toLowerCase() === 'ropc';
  if (!told.isInteractive) {
    // A protocol that hands over the password with every request uses no earlier sign-in, whatever list the row is in.
    if (isRopc) return { ...base, outcome: 'success_single_factor', factor: 'password', flags: [] };
    const claim = [told.additionalDetails, told.mfaResult].some((text) => readMfaText(text)?.flags?.includes('claim'));
    return { ...base, outcome: 'success_token', factor: null, flags: claim ? ['claim'] : [] };
  }
  return { ...base, ...interactiveSuccess(told) };
}

type Part = Pick<Decided, 'outcome' | 'factor' | 'flags'> & { role?: AttemptRole };

function interactiveSuccess(told: Told): Part {
  const done = told.steps.filter((step) => step.succeeded === true);
  const fresh = done.findLast(
    (step) =>
      !step.isClaim &&
      (step.told?.outcome === 'success_mfa' || (!step.isPrimary && step.factor !== null && step.factor !== 'password')),
  );
  if (fresh) return { outcome: 'success_mfa', factor: freshFactor(told, fresh), flags: [], role: 'answer' };
  const strong = done.find((step) => !step.isClaim && step.factor !== null && STRONG_ALONE.has(step.factor));
  if (strong) return { outcome: 'success_mfa', factor: strong.factor, flags: [], role: 'answer' };
  // A protocol that hands over the password cannot present a claim, whatever the sentence says.
  const isLegacy = isLegacyClient(told.clientApp) || told.protocol?.toLowerCase() === 'ropc';
  if (isLegacy && done.some((step) => !step.isClaim && step.factor === 'password'))
    return { outcome: 'success_single_factor', factor: 'password', flags: [] };
  // The row's own sentence, then what the steps say of the second factor.
  const texts = [
    told.additionalDetails,
    told.mfaResult,
    ...done.filter((step) => step.told?.outcome).map((step) => step.text),
  ];
  for (const text of texts) {
    const said = readMfaText(text);
    if (!said?.outcome?.startsWith('success')) continue;
    const factor =
      said.outcome === 'success_mfa'
        ? (secondFactor(told, said) ?? said.factor ?? null)
        : (said.factor ?? firstFactor(done));
    return {
      outcome: said.outcome,
      factor,
      flags: [...(said.flags ?? [])],
      role: said.outcome === 'success_mfa' ? 'answer' : 'outcome',
    };
  }
  // Nobody did anything now: an earlier sign-in was presented.
  if (done.length > 0 && done.every((step) => step.isClaim))
    return { outcome: 'success_token', factor: null, flags: [] };
  if (told.requirement?.toLowerCase() === 'multifactorauthentication') {
    // Several factors were demanded and the sign-in succeeded; which and when, the row does not say.
    return { outcome: 'success_mfa', factor: secondFactor(told, null), flags: ['ambiguous'], role: 'answer' };
  }
  const password = firstFactor(done) ?? (isLegacy ? 'password' : null);
  return { outcome: 'success_single_factor', factor: password, flags: [] };
}

function freshFactor(told: Told, step: Step): Factor | null {
  return step.factor === null || step.factor === 'password'
    ? (secondFactor(told, step.told) ?? step.factor)
    : step.factor;
}

const firstFactor = (done: readonly Step[]): Factor | null =>
  done.find((step) => !step.isClaim && step.factor !== null)?.factor ?? null;
