/** OCSF classes and activities: what each is, and the outcome of an authentication. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { asObjects, booleanOf, entry, numberOf, type Plain } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';

export interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  role: AttemptRole | null;
  flags: EventFlag[];
}

const FACTORS: Readonly<Record<string, Factor>> = {
  1: 'sms',
  2: 'security_question',
  3: 'voice',
  4: 'passkey_platform',
  5: 'push',
  6: 'hardware_otp',
  7: 'totp',
  8: 'email_otp',
  9: 'fido2',
  10: 'fido2',
  11: 'password',
};

export function factorsOf(record: Plain): Factor[] {
  return asObjects(record.auth_factors).flatMap(
    (each) => entry(FACTORS, String(numberOf(each.factor_type_id) ?? '')) ?? [],
  );
}

/** 1 success, 2 failure; where the number is missing, the word. */
function statusOf(record: Plain): 'success' | 'failure' | null {
  const id = numberOf(record.status_id);
  if (id === 1) return 'success';
  if (id === 2) return 'failure';
  const word = typeof record.status === 'string' ? record.status.toLowerCase() : '';
  if (id !== null && id !== 0 && id !== 99) return null;
  return word.startsWith('succe') ? 'success' : word.startsWith('fail') ? 'failure' : null;
}

/** `told` = status_detail, status_code, message: OCSF has no value for "refused by the person". */
function authentication(record: Plain, activity: number | null, told: string): Decided {
  const factors = factorsOf(record);
  const second = factors.find((each) => each !== 'password') ?? null;
  const status = statusOf(record);
  const isMfa = booleanOf(record.is_mfa) === true || new Set(factors).size > 1;
  const flags: EventFlag[] = factors.includes('passkey_platform') ? ['ambiguous'] : [];
  const factor = second ?? factors[0] ?? null;
  const done = (outcome: Outcome, role: AttemptRole | null): Decided => ({
    class: 'authentication',
    outcome,
    factor,
    role,
    flags,
  });
  if (activity === 2)
    return {
      class: 'session',
      outcome: status === 'failure' ? 'failed_other' : 'none',
      factor: null,
      role: null,
      flags: [],
    };
  if (status === 'failure') {
    const outcome = outcomeOfWords(told) ?? 'failed_other';
    if (outcome === 'failed_other') flags.push('ambiguous');
    return done(outcome, activity === 6 ? 'step' : 'outcome');
  }
  if (status === null) return done(/challenge/i.test(told) ? 'challenged' : 'none', 'interim');
  if (activity === 4 || activity === 5) return done('success_token', 'outcome');
  if (activity === 6 && !isMfa) return done('none', 'step');
  return done(isMfa ? 'success_mfa' : 'success_single_factor', activity === 6 ? 'step' : 'outcome');
}

/** Activities that change who may, or how one proves to be someone. */
const PRIVILEGED: Readonly<Record<string, readonly number[]>> = {
  3001: [4, 7, 8, 10, 11],
  3003: [1, 2, 3],
  3005: [1, 2, 3, 4],
  3006: [3, 4, 12],
  3007: [9, 12, 13, 16, 18, 19],
  3008: [1, 2, 3, 4],
};

export function decide(classUid: number, activity: number | null, record: Plain, told: string): Decided {
  const none: Decided = { class: 'other', outcome: 'none', factor: null, role: null, flags: [] };
  const isFailed = statusOf(record) === 'failure';
  const flags: EventFlag[] =
    activity !== null && PRIVILEGED[String(classUid)]?.includes(activity) ? ['privileged'] : [];
  const change: Decided = { ...none, class: 'change', outcome: isFailed ? 'failed_other' : 'none', flags };
  switch (classUid) {
    case 3002:
      if (activity === 7) return { ...change, flags: ['privileged'] };
      return authentication(record, activity, told);
    case 3001:
      // A lock is what came of too many attempts.
      return activity === 9 ? { ...change, outcome: 'rate_limited' } : change;
    case 3004:
      return activity === 2 ? { ...none, class: 'access', outcome: isFailed ? 'blocked_by_policy' : 'none' } : change;
    case 3003:
    case 3005:
    case 3006:
    case 3007:
    case 3008:
      return change;
    case 6003:
    case 6005:
      return activity === 2 || activity === null || activity === 0 || activity === 99
        ? { ...none, class: 'access', outcome: isFailed ? 'blocked_by_policy' : 'none' }
        : change;
    case 6001:
    case 6002:
    case 6006:
      return { ...none, class: 'access', outcome: isFailed ? 'blocked_by_policy' : 'none' };
    case 2001:
    case 2002:
    case 2004:
      return { ...none, flags: ['vendor_suspicious'] };
    default:
      return { ...none, outcome: isFailed ? 'failed_other' : 'none' };
  }
}
