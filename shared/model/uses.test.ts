import { expect, it } from 'vitest';
import { usesOf } from './uses';

it.each([
  ['likely_compromise', [], ['approved_after_denials'], ['account_protection']],
  ['likely_compromise', ['push_fatigue'], ['approved_after_denials'], ['account_protection', 'fraud_detection']],
  ['likely_compromise', [], ['legacy_protocol'], ['account_protection', 'policy_tuning']],
  ['likely_compromise', [], ['token_replay'], ['account_protection', 'fraud_detection']],
  ['attempted_abuse', ['password_spray'], [], ['account_protection', 'fraud_detection']],
  ['undetermined', ['push_fatigue'], [], ['account_protection']],
  ['friction', ['rollout_spike'], [], ['policy_tuning']],
  ['misconfigured', ['retry_loop'], [], ['policy_tuning']],
  ['expected', ['jit_flow'], [], []],
  ['expected', ['break_glass'], [], ['account_protection']],
] as const)('%s with %j and %j is for %j', (verdict, patterns, links, uses) => {
  expect(usesOf({ verdict, patterns, links })).toEqual(uses);
});
