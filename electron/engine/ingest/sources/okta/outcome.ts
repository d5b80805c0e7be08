/** From event type, result, reason and factor to one outcome. */
import type { EventFlag } from '../../../../../shared/model/event';
import type { Factor, Outcome } from '../../../../../shared/model/words';
import { entry } from '../../vendor/fields';
import type { EventType } from './event-types';
import { FACTORS } from './factors';

/** What the decision reads; null where the record does not say. */
export interface Told {
  eventType: string;
  result: string | null;
  reason: string | null;
  /** `debugData.factor`, upper case. */
  factor: string | null;
  /** Factor that the used method of the authenticator tells, where `factor` is missing. */
  method: Factor | null;
  push: string | null; // debugData.pushOnlyResponseType
  challenge: string | null; // debugData.pushWithNumberChallengeResponseType
}

export interface Decided {
  outcome: Outcome;
  factor: Factor | null;
  flags: readonly EventFlag[];
}

const NO_FLAGS: readonly EventFlag[] = [];
const SECOND_FACTOR_FAILED: readonly EventFlag[] = ['second_factor_failed'];
const RIGHT: readonly EventFlag[] = ['credential_right'];

export function decide(type: EventType, told: Told): Decided {
  if (told.eventType === 'user.authentication.auth_via_mfa') return decideMfa(told);
  const factor = type.factor ?? entry(FACTORS, told.factor) ?? told.method;
  const outcome = type.always ?? (type.results ? entry(type.results, told.result) : null) ?? general(type, told);
  const passwordRight = type.role === 'step' && type.factor === 'password' && told.result === 'SUCCESS';
  return {
    outcome,
    factor: outcome === 'password_failed' ? (factor ?? 'password') : factor,
    flags: passwordRight ? RIGHT : NO_FLAGS,
  };
}

/** Results that the table of the event type does not list. */
function general(type: EventType, told: Told): Outcome {
  const { result, reason } = told;
  if (type.class === 'authentication') {
    switch (result) {
      case 'SUCCESS':
      case 'ALLOW':
      case 'SKIPPED':
      case 'SCHEDULED':
      case 'DEFERRED':
        return 'none';
      case 'FAILURE':
        return failure(reason);
      default:
        return interim(result);
    }
  }
  // A change or a request that failed did not take place: that must not read like one that did.
  if (result === 'FAILURE') return 'failed_other';
  if (result === 'DENY') return 'blocked_by_policy';
  if (result === 'RATE_LIMIT') return 'rate_limited';
  return 'none';
}

function interim(result: string | null): Outcome {
  switch (result) {
    case 'CHALLENGE':
      return 'challenged';
    case 'DENY':
      return 'blocked_by_policy';
    case 'RATE_LIMIT':
      return 'rate_limited';
    case 'UNANSWERED':
    case 'ABANDONED':
      return 'no_response';
    default:
      return 'none';
  }
}

function failure(reason: string | null): Outcome {
  switch (reason?.toUpperCase()) {
    case 'INVALID_CREDENTIALS':
      return 'password_failed';
    case 'LOCKED_OUT':
      return 'rate_limited';
    default:
      return 'failed_other';
  }
}

/**
 * `user.authentication.auth_via_mfa`: Identity Engine tells every factor by it, also the password, and tells a refused
 * push only by a field of the debug data (Classic has an event type of its own for that).
 */
function decideMfa(told: Told): Decided {
  const { result, push, challenge } = told;
  const named = told.factor ? entry(FACTORS, told.factor) : told.method;
  const numbered = challenge !== null && !challenge.endsWith('NOT_APPLICABLE');
  const factor: Factor | null = numbered ? 'push_number_match' : (named ?? (push ? 'push' : null));
  if (factor === 'password') return decidePassword(told);
  switch (result) {
    case 'SUCCESS':
    case 'ALLOW':
      return { outcome: 'success_mfa', factor, flags: NO_FLAGS };
    case 'FAILURE':
      return mfaFailure(told, factor);
    default:
      return { outcome: interim(result), factor, flags: NO_FLAGS };
  }
}

function decidePassword(told: Told): Decided {
  if (told.result === 'SUCCESS') return { outcome: 'none', factor: 'password', flags: RIGHT };
  if (told.result !== 'FAILURE') return { outcome: interim(told.result), factor: 'password', flags: NO_FLAGS };
  return {
    outcome: told.reason === 'LOCKED_OUT' ? 'rate_limited' : 'password_failed',
    factor: 'password',
    flags: NO_FLAGS,
  };
}

function mfaFailure(told: Told, factor: Factor | null): Decided {
  const reason = told.reason?.toUpperCase() ?? '';
  if (reason.includes('FASTPASS DECLINED PHISHING')) {
    return { outcome: 'blocked_by_policy', factor: 'fido2', flags: ['vendor_suspicious'] };
  }
  if (told.push === 'OV_RESPONSE_DENY') return { outcome: 'denied_by_user', factor: factor ?? 'push', flags: NO_FLAGS };
  if (told.challenge === 'OV_WITH_CHALLENGE_RESPONSE_INVALID') {
    return { outcome: 'wrong_code', factor: 'push_number_match', flags: ['number_mismatch'] };
  }
  if (told.push === 'OV_RESPONSE_ERROR' || told.challenge === 'OV_WITH_CHALLENGE_RESPONSE_ERROR') {
    return { outcome: 'failed_other', factor: factor ?? 'push', flags: SECOND_FACTOR_FAILED };
  }
  if (reason === 'LOCKED_OUT') return { outcome: 'rate_limited', factor, flags: NO_FLAGS };
  if (reason === 'INVALID_CREDENTIALS') {
    // A push has no credential that could be invalid: the person answered "no". Derived, for older rows do not say it.
    if (factor === 'push') return { outcome: 'denied_by_user', factor, flags: NO_FLAGS };
    return { outcome: 'wrong_code', factor, flags: factor === null ? ['ambiguous'] : NO_FLAGS };
  }
  // Reasons in words: newer releases write sentences where older ones write codes.
  if (/REJECT|DECLIN|DENIED BY (THE )?USER/.test(reason)) return { outcome: 'denied_by_user', factor, flags: NO_FLAGS };
  if (/TIMED? ?OUT|TIMEOUT|EXPIRED|NO RESPONSE|UNANSWERED/.test(reason))
    return { outcome: 'no_response', factor, flags: NO_FLAGS };
  return { outcome: 'failed_other', factor, flags: SECOND_FACTOR_FAILED };
}
