import { expect, it } from 'vitest';
import { outcomeOfWords } from './outcome-words';

it.each([
  ['VPN Auth. Timed Out, Unresponsive User "iPhone"', 'no_response'],
  ['Push denied', 'denied_by_user'],
  ['The user rejected the request', 'denied_by_user'],
  ['reported as fraud by the user', 'reported_fraud'],
  ['Invalid OTP', 'wrong_code'],
  ['passcode incorrect', 'wrong_code'],
  ['account locked: too many attempts', 'rate_limited'],
  ['invalid user credentials', 'password_failed'],
  ['Password check failed', 'password_failed'],
  ['access denied by policy', 'blocked_by_policy'],
  ['device not paired', 'not_enrolled'],
  ['something broke', null],
  [null, null],
])('%s: %s', (text, outcome) => {
  expect(outcomeOfWords(text)).toBe(outcome);
});
