/**
 * How a sign-in went, and all that follows from it, whoever signed in and when: the same for many sign-ins, and then made once
 * for them.
 */
import type { EventFlag } from '../../../../../shared/model/event';
import type { Factor, IdentityKind, Outcome } from '../../../../../shared/model/words';
import { isLegacyClient } from './methods';
import { type Decided, decide, type Log } from './outcome';
import { failedSecondSteps, type Step } from './steps';

/** What the shapes read of it; `null` = absent or empty. */
export interface HowTold {
  log: Log;
  isFirstParty: boolean;
  code: string | null;
  failureReason: string | null;
  additionalDetails: string | null;
  mfaResult: string | null;
  mfaMethod: string | null;
  steps: readonly Step[];
  interactive: boolean | null;
  requirement: string | null;
  protocol: string | null;
  transferMethod: string | null;
  incomingToken: string | null;
  clientApp: string | null;
  userType: string | null;
  crossTenant: string | null;
  credentialKey: string | null;
  thumbprint: string | null;
  credentialType: string | null;
  federatedId: string | null;
  managedType: string | null;
  agentType: string | null;
  agentParent: string | null;
  isThroughSecureAccess: boolean | null;
  issuerType: string | null;
  policyStatus: string | null;
  failedPolicies: string | null;
  risk: string | null;
  riskState: string | null;
  riskDetail: string | null;
  riskEvents: readonly string[];
  flagged: boolean | null;
  /** How many sign-ins the record stands for, where the portal folded them. */
  count: number | null;
}

type Detail = Readonly<Record<string, string>>;

/** Nobody may change what it holds. */
export class How {
  readonly isInteractive: boolean;
  readonly decided: Decided;
  readonly kind: IdentityKind;
  readonly protocol: string | null;
  readonly risk: string | null;
  /** Words that stand for a missing code are not the vendor's code. */
  readonly vendorCode: string | null;
  readonly reason: string | null;
  /** Known as a guest by other things than the name. */
  readonly isGuest: boolean;
  /** Second factors that failed on the way to a success: the refusal must stay visible. `step`: which of the steps. */
  readonly refused: readonly { step: number; outcome: Outcome; factor: Factor | null }[];
  /** Parts of the detail, in their order; between them stands what each sign-in tells itself. */
  readonly details: readonly [Detail, Detail, Detail];
  /** All of them as one; null where there is nothing to tell. */
  readonly detail: Record<string, string> | null;
  readonly #flags: [EventFlag[] | null, EventFlag[] | null] = [null, null];

  constructor(readonly told: HowTold) {
    const { log, code } = told;
    this.isInteractive = log === 'user' || log === 'adfs' ? (told.interactive ?? true) : false;
    this.decided = decide({
      ...told,
      isInteractive: this.isInteractive,
      hasCertificate: told.thumbprint !== null,
      hasSecret: told.credentialKey !== null,
      isFederatedCredential: told.federatedId !== null,
    });
    this.kind = kindOf(told);
    this.protocol = protocolOf(told);
    this.risk = told.risk === 'unknownFutureValue' ? null : told.risk;
    this.vendorCode = code !== null && /^\d/.test(code) ? code : null;
    this.reason =
      code === '0' ? this.decided.text : (this.decided.text ?? told.failureReason ?? told.additionalDetails);
    this.isGuest = told.userType?.toLowerCase() === 'guest' || /^b2b/i.test(told.crossTenant ?? '');
    this.refused = this.decided.outcome.startsWith('success') ? refusedIn(told.steps) : [];
    this.details = [before(told), between(told), behind(told)];
    const all = Object.freeze({ ...this.details[0], ...this.details[1], ...this.details[2] });
    this.detail = Object.keys(all).length > 0 ? all : null;
  }

  flags(isGuest: boolean): EventFlag[] {
    const n = Number(isGuest);
    this.#flags[n] ??= this.#flagsOf(isGuest);
    return this.#flags[n];
  }

  #flagsOf(isGuest: boolean): EventFlag[] {
    const { told } = this;
    const flags = new Set(this.decided.flags);
    const protocol = told.protocol?.toLowerCase() ?? '';
    if (isLegacyClient(told.clientApp) || protocol === 'ropc') flags.add('legacy_protocol');
    if (protocol === 'devicecode' || /^devicecode/i.test(told.transferMethod ?? '')) flags.add('device_code');
    if (isGuest) flags.add('guest');
    if (told.count !== null && told.count > 1) flags.add('aggregated');
    // The service acts for the user, or the row reports its egress: the person was somewhere else.
    if (told.isThroughSecureAccess === true || told.isFirstParty) flags.add('service_address');
    if (told.riskState !== null && /^(atrisk|confirmedcompromised)$/i.test(told.riskState))
      flags.add('vendor_suspicious');
    if (told.riskEvents.some((event) => /anonym|malicious/i.test(event))) flags.add('proxy');
    if (this.refused.length > 0) flags.add('refused_steps');
    return Object.freeze([...flags]) as EventFlag[];
  }
}

/** `failedSecondSteps`, with what each says of how. */
const refusedIn = (steps: readonly Step[]): How['refused'] =>
  failedSecondSteps(steps).map((step) => ({
    step: steps.indexOf(step),
    outcome: step.told?.outcome ?? 'failed_other',
    factor: step.factor ?? step.told?.factor ?? null,
  }));

function kindOf({ agentType, log, managedType, federatedId, credentialType }: HowTold): IdentityKind {
  if (agentType !== null && !/^(notagentic|none)$/i.test(agentType)) return 'agent';
  if (log === 'managed_identity') return 'managed_identity';
  if (log === 'service_principal') {
    if (managedType !== null && managedType.toLowerCase() !== 'none') return 'managed_identity';
    return federatedId !== null || credentialType?.toLowerCase() === 'federatedidentitycredential'
      ? 'workload'
      : 'service_principal';
  }
  return 'human';
}

function protocolOf({ protocol, clientApp }: HowTold): string | null {
  if (protocol !== null && protocol.toLowerCase() !== 'none') return protocol;
  return isLegacyClient(clientApp) ? clientApp : null;
}

const isNone = (text: string | null): boolean => text === null || text.toLowerCase() === 'none';

const before = (told: HowTold): Detail =>
  named({
    steps: told.steps.length > 1 ? told.steps.map(stepText).join('; ') : null,
    conditional_access: told.policyStatus?.toLowerCase() === 'failure' ? 'failure' : null,
    failed_policies: told.failedPolicies,
    risk_state: told.riskState === 'none' ? null : told.riskState,
    risk_detail: told.riskDetail === 'none' ? null : told.riskDetail,
    risk_events: told.riskEvents.join(', '),
    incoming_token: isNone(told.incomingToken) ? null : told.incomingToken,
    transfer_method: isNone(told.transferMethod) ? null : told.transferMethod,
    token_issuer: told.issuerType === 'AzureAD' ? null : told.issuerType,
  });

const between = (told: HowTold): Detail =>
  named({
    cross_tenant: isNone(told.crossTenant) ? null : told.crossTenant,
    credential_key: told.credentialKey,
    agent_type: told.agentType?.toLowerCase() === 'notagentic' ? null : told.agentType,
    agent_parent: told.agentParent,
  });

const behind = (told: HowTold): Detail =>
  named({
    flagged_by_user: told.flagged === true ? 'true' : null,
    sign_ins: told.count !== null && told.count > 1 ? String(told.count) : null,
  });

/** What is told of it. */
export function named(all: Readonly<Record<string, string | null>>): Record<string, string> {
  const detail: Record<string, string> = {};
  for (const name in all) {
    const text = all[name]!;
    if (text !== null && text !== '') detail[name] = text;
  }
  return detail;
}

function stepText(step: Step): string {
  const result = step.succeeded === null ? '' : step.succeeded ? ' succeeded' : ' failed';
  return `${step.method ?? 'step'}${result}${step.text ? ` (${step.text})` : ''}`;
}
