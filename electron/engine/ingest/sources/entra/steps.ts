/** `authenticationDetails`: the steps of a sign-in. */
import type { Factor } from '../../../../../shared/model/words';
import { asObjects, booleanOf, entry, member, parsed } from '../../vendor/fields';
import { CLAIMED, METHODS } from './methods';
import { type MfaText, readMfaText } from './mfa-text';

export interface Step {
  method: string | null;
  factor: Factor | null;
  succeeded: boolean | null;
  text: string | null;
  told: MfaText | null;
  isPrimary: boolean;
  /** An earlier sign-in, token or remembered device stood in: nobody did anything now. */
  isClaim: boolean;
}

/** Member of a step that tells when it was. */
export const STEP_TIME = 'authenticationStepDateTime';

/** When each of the steps was. */
export const readStepTimes = (value: unknown): (string | null)[] =>
  asObjects(parsed(value)).map((raw) => member(raw, STEP_TIME));

/** Reads the array, also as text and encoded twice. Anything else gives no steps. Nothing of it comes from their times. */
export function readSteps(value: unknown): Step[] {
  return asObjects(parsed(value)).map((raw) => {
    const method = member(raw, 'authenticationMethod');
    const text = member(raw, 'authenticationStepResultDetail');
    const told = readMfaText(text);
    const folded = method?.toLowerCase() ?? null;
    return {
      method,
      factor: entry(METHODS, folded),
      succeeded: booleanOf(raw.succeeded),
      text,
      told,
      isPrimary: /primary/i.test(member(raw, 'authenticationStepRequirement') ?? ''),
      isClaim:
        (folded !== null && CLAIMED.has(folded)) ||
        /satisfied by claim in the token|skipped (due to|as)/i.test(text ?? ''),
    };
  });
}

/** Steps of the second factor that failed: what a later success in the same row would otherwise hide. */
export function failedSecondSteps(steps: readonly Step[]): Step[] {
  return steps.filter((step) => {
    if (step.succeeded !== false) return false;
    const outcome = step.told?.outcome ?? null;
    if (outcome === 'challenged' || outcome === 'password_failed' || outcome?.startsWith('success')) return false;
    // A registration that was asked for; a failure of the service, which nobody refused.
    if (step.told?.interim || outcome === 'failed_other') return false;
    // The primary step fails by a wrong password; a labelled second factor or a refusal in words is the other one.
    return outcome !== null || (step.factor !== null && step.factor !== 'password' && !step.isPrimary);
  });
}
