/** What a replayed policy is: a folder under `policies/` whose index.ts default-exports one of these. */
import type { Policy, PolicyId } from '../../../shared/model/replay';

/** What the policy would have done to one sign-in or refusal. */
export type Effect =
  | { do: 'nothing' }
  /** Refused before or at the door. */
  | { do: 'refuse'; why: string }
  /** Let through, with another factor or one more act. `asks`: a person who was asked for nothing would have been. */
  | { do: 'harder'; asks: boolean }
  /** What the log lacks to tell. */
  | { do: 'unknown'; why: string };

export const NOTHING: Effect = { do: 'nothing' };

/** One attempt that ended in access or in a denial, in order of time. */
export interface Sign {
  time: number;
  /** Position of the identity; -1 where none is resolved. */
  who: number;
  isMachine: boolean;
  /** It was a denial; else an access. */
  isDenial: boolean;
  /** A second factor was asked of a person now. */
  isPrompt: boolean;
  /** A use of something with a token, not a sign-in. */
  isUse: boolean;
  outcome: string;
  factor: string | null;
  /** A claim, refresh or remembered device stood in for the factor. */
  isInherited: boolean;
  isLegacy: boolean;
  hasProtocol: boolean;
  app: string | null;
  ip: string | null;
  /** The address is the provider's own. */
  isService: boolean;
  country: string | null;
  network: string | null;
}

/** A policy at work over one world. */
export interface AtWork {
  look(sign: Sign): Effect;
  /** A prompt that went out in this world; absent = no matter. */
  sent?(sign: Sign): void;
}

export interface PolicyKind<I extends PolicyId = PolicyId> {
  id: I;
  /** Policies of a lower order decide first: what is blocked is not asked. */
  order: number;
  /** What is taken for granted, and what cannot be known. */
  assumptions(policy: Extract<Policy, { id: I }>): string[];
  start(policy: Extract<Policy, { id: I }>): AtWork;
}

/** Whether the policy is about the application; no list = about every one. */
export function appFilter(apps: readonly string[]): (app: string | null) => boolean | null {
  if (apps.length === 0) return () => true;
  const wanted = new Set(apps.map((app) => app.toLowerCase()));
  return (app) => (app === null ? null : wanted.has(app.toLowerCase()));
}

export const NO_APP: Effect = { do: 'unknown', why: 'the log does not name the application' };
export const NO_FACTOR: Effect = { do: 'unknown', why: 'the log does not name the factor' };

/** Factors that transfer nothing a forged page could pass on (SP 800-63B-4 §3.2.5). */
export const PHISHING_RESISTANT: ReadonlySet<string> = new Set([
  'fido2',
  'passkey_platform',
  'windows_hello',
  'certificate',
]);
