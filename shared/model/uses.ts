/** What a finding is good for: whoever protects accounts, looks for fraud or tunes policies asks for their own. */
import { z } from 'zod';
import type { LinkKind, Verdict } from './words';

export const Use = z.enum(['account_protection', 'fraud_detection', 'policy_tuning']);
export type Use = z.infer<typeof Use>;

/** Somebody posed as the identity, or had others do so. */
const POSED: ReadonlySet<string> = new Set(['fraud_reported', 'push_fatigue', 'impossible_travel', 'password_spray']);
const TAKEN: ReadonlySet<LinkKind> = new Set(['token_replay', 'consent_granted', 'credential_added', 'method_registered', 'sibling_identity']); // biome-ignore format: one list
/** A rule that was not there, or that refused the wrong ones. */
const UNRULED: ReadonlySet<LinkKind> = new Set(['legacy_protocol', 'factor_downgrade', 'single_factor_gap', 'other_door']); // biome-ignore format: one list
const RULES: ReadonlySet<string> = new Set(['legacy_bypass', 'factor_downgrade', 'rollout_spike', 'retry_loop']);

export function usesOf(finding: { verdict: Verdict; patterns: readonly string[]; links: readonly LinkKind[] }): Use[] {
  const { verdict, patterns, links } = finding;
  const isAttack = verdict === 'likely_compromise' || verdict === 'attempted_abuse';
  const uses: Use[] = [];
  if (isAttack || verdict === 'undetermined' || patterns.includes('break_glass')) uses.push('account_protection');
  if (isAttack && (patterns.some((id) => POSED.has(id)) || links.some((kind) => TAKEN.has(kind))))
    uses.push('fraud_detection');
  const isRule = patterns.some((id) => RULES.has(id)) || links.some((kind) => UNRULED.has(kind));
  if (verdict === 'friction' || verdict === 'misconfigured' || (isAttack && isRule)) uses.push('policy_tuning');
  return uses;
}
