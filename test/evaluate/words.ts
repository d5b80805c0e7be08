/** Outcomes that published rules take for a refused second factor. */
import type { Outcome } from '../../shared/model/words';

export const OUTCOMES_REFUSED: ReadonlySet<Outcome> = new Set<Outcome>([
  'denied_by_user',
  'reported_fraud',
  'no_response',
  'wrong_code',
  'blocked_by_policy',
  'not_enrolled',
  'rate_limited',
  'failed_other',
]);
