/** How our words look and read: every verdict and mark has a colour, a shape and a word, never a colour alone. */

import { OUTCOME_NAMES } from '../../shared/model/names';
import type { SequenceStep } from '../../shared/model/sequence';
import type { Action, EventClass, LinkKind, Outcome, Verdict } from '../../shared/model/words';

export { FACTOR_NAMES as FACTOR_WORDS, KIND_NAMES as KIND_WORDS } from '../../shared/model/names';

export type ShapeName = 'cross' | 'square' | 'triangle' | 'diamond' | 'disc' | 'ring' | 'x' | 'dot' | 'block' | 'down';

export interface Look {
  shape: ShapeName;
  color: string; // a CSS variable
  word: string;
}

/** In the order of the keys 1–6. */
export const VERDICTS: Record<Verdict, Look & { short: string; means: string }> = {
  likely_compromise: {
    shape: 'cross',
    color: 'var(--compromise)',
    word: 'Likely compromise',
    short: 'Compromise',
    means: 'A compromised identity: an attack followed by access.',
  },
  attempted_abuse: {
    shape: 'square',
    color: 'var(--attempted)',
    word: 'Attempted abuse',
    short: 'Attempted abuse',
    means: 'A bypass attempt: an attack that the denial stopped.',
  },
  misconfigured: {
    shape: 'triangle',
    color: 'var(--misconfigured)',
    word: 'Misconfigured',
    short: 'Misconfigured',
    means: 'A retry loop, an expired secret, a broken policy.',
  },
  friction: {
    shape: 'diamond',
    color: 'var(--friction)',
    word: 'Friction',
    short: 'Friction',
    means: 'A routine denial: an honest person, or a rollout.',
  },
  expected: {
    shape: 'disc',
    color: 'var(--expected)',
    word: 'Expected',
    short: 'Expected',
    means: 'A just-in-time, break-glass or step-up flow, or a planned test.',
  },
  undetermined: {
    shape: 'ring',
    color: 'var(--undetermined)',
    word: 'Undetermined',
    short: 'Undetermined',
    means: 'The evidence at hand does not decide it.',
  },
};
export const VERDICT_ORDER = Object.keys(VERDICTS) as Verdict[];

/** Marks of events in lanes, strips and maps. */
export type Mark = 'denied' | 'success' | 'change' | 'request' | 'other';
export const MARKS: Record<Mark, Look> = {
  denied: { shape: 'x', color: 'var(--denied)', word: 'denied' },
  success: { shape: 'dot', color: 'var(--success)', word: 'access' },
  change: { shape: 'block', color: 'var(--change)', word: 'change' },
  request: { shape: 'down', color: 'var(--request)', word: 'request' },
  other: { shape: 'ring', color: 'var(--machine)', word: 'other' },
};

/** The mark of an event; a refusal that does not count as a denial is `other`, its word says why. */
export function markOf(event: { class: EventClass; outcome: Outcome; denial?: boolean | undefined }): Mark {
  if (event.denial) return 'denied';
  if (event.class === 'change') return 'change';
  if (event.class === 'request') return 'request';
  if (event.outcome.startsWith('success_')) return 'success';
  return 'other';
}

/** In a column of their own, where no sentence stands around them. */
export const OUTCOME_WORDS: Record<Outcome, string> = {
  ...OUTCOME_NAMES,
  none: 'no sign-in',
  success_mfa: 'success, second factor performed',
  success_token: 'success, by a token or claim',
  success_single_factor: 'success, one factor only',
};

export const LINK_WORDS: Record<LinkKind, string> = {
  approved_after_denials: 'approved after denials',
  factor_downgrade: 'weaker factor',
  single_factor_gap: 'no second factor asked',
  legacy_protocol: 'protocol that cannot ask',
  token_replay: 'session used without sign-in',
  other_door: 'another source',
  sibling_identity: 'another identity, same origin',
  method_registered: 'new factor enrolled',
  credential_added: 'new credential',
  consent_granted: 'consent granted',
  same_channel: 'same address or device',
};

export const ACTION_WORDS: Record<Action, string> = {
  block: 'Block',
  verify: 'Verify',
  escalate: 'Escalate',
  none: 'No action',
};

/** One- or two-letter badges of sources in dense tables. */
export function sourceBadge(source: string): string {
  const known: Record<string, string> = { entra: 'E', okta: 'O', duo: 'D' };
  return known[source] ?? source.slice(0, 2).toUpperCase();
}
const SOURCE_WORDS: Record<string, string> = {
  '1password': '1Password',
  adfs: 'AD FS',
  auth0: 'Auth0',
  'aws-cloudtrail': 'AWS CloudTrail',
  'azure-activity': 'Azure activity',
  'cisco-ise': 'Cisco ISE',
  'cyberark-pam': 'CyberArk',
  'entra-audit': 'Entra audit',
  'entra-provisioning': 'Entra provisioning',
  'entra-risk': 'Entra ID Protection',
  'forgerock-am': 'ForgeRock AM',
  freeradius: 'FreeRADIUS',
  'gcp-audit': 'Google Cloud',
  'github-audit': 'GitHub',
  'google-workspace': 'Google Workspace',
  'graph-activity': 'Graph activity',
  jumpcloud: 'JumpCloud',
  lastpass: 'LastPass',
  'm365-defender': 'Defender XDR',
  'm365-ual': 'Microsoft 365',
  onelogin: 'OneLogin',
  pingfederate: 'PingFederate',
  pingid: 'PingID',
  pingone: 'PingOne',
  'pulse-vpn': 'Pulse VPN',
  'push-security': 'Push Security',
  'rsa-securid': 'RSA SecurID',
  'salesforce-login': 'Salesforce',
  'slack-audit': 'Slack',
  'windows-security': 'Windows Security',
};

/** What a source is called where there is little room; its id, with a capital, where nothing better is known. */
export function sourceWord(source: string): string {
  return (
    SOURCE_WORDS[source] ??
    (source.length <= 4 && !['duo', 'okta', 'zoom'].includes(source)
      ? source.toUpperCase()
      : source.charAt(0).toUpperCase() + source.slice(1))
  );
}

/** How a step of a published attack stands in the case. */
export const SEQUENCE_STATES: Record<SequenceStep['state'], string> = {
  found: 'Found',
  not_found: 'Not found',
  no_log: 'No log',
};
