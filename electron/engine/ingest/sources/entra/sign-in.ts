/** One sign-in, whatever its shape, and the event that it becomes. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import { type RefusedStep, writeRefusedSteps } from '../../../../../shared/model/refused-steps';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { IdentityKind } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { ipOf, readAddress } from '../../vendor/address';
import { rememberingLast } from '../../vendor/fields';
import { isLegacyClient } from './methods';
import { type Decided, decide, type Log } from './outcome';
import { failedSecondSteps, type Step } from './steps';

/** What the shapes read; `null` = absent or empty. */
export interface SignIn {
  id: string | null;
  time: number | null;
  timeText: string | null;
  log: Log;
  isFirstParty: boolean;
  correlationId: string | null;
  originalRequestId: string | null;
  code: string | null;
  failureReason: string | null;
  additionalDetails: string | null;
  mfaResult: string | null;
  mfaMethod: string | null;
  steps: Step[];
  interactive: boolean | null;
  requirement: string | null;
  protocol: string | null;
  transferMethod: string | null;
  incomingToken: string | null;
  clientApp: string | null;
  userId: string | null;
  upn: string | null;
  displayName: string | null;
  typedName: string | null;
  userType: string | null;
  crossTenant: string | null;
  homeTenant: string | null;
  resourceTenant: string | null;
  spId: string | null;
  spName: string | null;
  credentialKey: string | null;
  thumbprint: string | null;
  credentialType: string | null;
  federatedId: string | null;
  managedType: string | null;
  agentType: string | null;
  agentParent: string | null;
  appId: string | null;
  appName: string | null;
  resourceId: string | null;
  resourceName: string | null;
  ip: string | null;
  ipResource: string | null;
  isThroughSecureAccess: boolean | null;
  asn: number | null;
  place: EventDraft['place'];
  userAgent: string | null;
  device: EventDraft['device'];
  session: string | null;
  token: string | null;
  issuerType: string | null;
  policyStatus: string | null;
  failedPolicies: readonly string[];
  risk: string | null;
  riskState: string | null;
  riskDetail: string | null;
  riskEvents: readonly string[];
  flagged: boolean | null;
  /** How many sign-ins the record stands for, where the portal folded them. */
  count: number | null;
  warnings: string[];
}

const ZEROS = '00000000-0000-0000-0000-000000000000';
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Builds the event; rejects only what has no time. */
export function toDraft(row: SignIn): EventDraft | Reject {
  if (row.time === null)
    return reject(row.timeText === null ? 'no time (createdDateTime)' : 'unreadable time (createdDateTime)');
  const isInteractive = row.log === 'user' || row.log === 'adfs' ? (row.interactive ?? true) : false;
  const decided = decide({
    log: row.log,
    code: row.code,
    failureReason: row.failureReason,
    additionalDetails: row.additionalDetails,
    mfaResult: row.mfaResult,
    steps: row.steps,
    mfaMethod: row.mfaMethod,
    isInteractive,
    requirement: row.requirement,
    protocol: row.protocol,
    clientApp: row.clientApp,
    incomingToken: row.incomingToken,
    credentialType: row.credentialType,
    hasCertificate: row.thumbprint !== null,
    hasSecret: row.credentialKey !== null,
    isFederatedCredential: row.federatedId !== null,
  });
  // A success after a refused prompt in the same row: the refusal must stay visible.
  const refused = decided.outcome.startsWith('success') ? refusedIn(row) : [];
  const actor = actorOf(row);
  const address = readAddress(row.ip);
  const warnings = address.warning ? [...row.warnings, address.warning] : row.warnings;
  const draft: EventDraft = {
    recordId: row.id,
    time: row.time,
    class: decided.class,
    action: ACTIONS[row.log],
    outcome: decided.outcome,
    factor: decided.factor,
    // Words that stand for a missing code are not the vendor's code.
    code: row.code !== null && /^\d/.test(row.code) ? row.code : null,
    reason: reasonOf(row, decided),
    actor,
    app: row.appName ?? row.spName ?? row.appId,
    appId: row.appId,
    resource: row.resourceName ?? row.resourceId,
    ip: address.ip,
    asn: row.asn,
    place: row.place,
    device: row.device,
    userAgent: row.userAgent,
    session: row.session,
    correlation: row.correlationId,
    token: row.token,
    protocol: protocolOf(row),
    interactive: isInteractive,
    risk: row.risk === 'unknownFutureValue' ? null : row.risk,
    attempt: { key: attemptKey(row), role: decided.role },
    flags: [...flagsOf(row, decided), ...(refused.length > 0 ? (['refused_steps'] as const) : [])],
    detail: detailOf(row, refused),
  };
  if (warnings.length > 0) draft.warnings = warnings;
  return draft;
}

/** Second factors that failed on the way: `failedSecondSteps`, with what each says of how. */
const refusedIn = (row: SignIn): RefusedStep[] =>
  failedSecondSteps(row.steps).map(({ at, told, factor }) => ({
    time: at === null ? null : parseUtcByContract(at),
    outcome: told?.outcome ?? 'failed_other',
    factor: factor ?? told?.factor ?? null,
  }));

const ACTIONS: Record<Log, string> = {
  user: 'signin.interactive',
  non_interactive: 'signin.non_interactive',
  service_principal: 'signin.service_principal',
  managed_identity: 'signin.managed_identity',
  adfs: 'signin.adfs',
};

/** A client may reuse a correlation id for long: user and application keep its attempts apart. */
function attemptKey(row: SignIn): string | null {
  if (row.correlationId === null) return null;
  const who = row.userId !== null && row.userId !== ZEROS ? row.userId : (row.upn ?? row.spId ?? '');
  return `${row.correlationId}|${who}|${row.appId ?? ''}`.toLowerCase();
}

function reasonOf(row: SignIn, decided: Decided): string | null {
  if (row.code === '0') return decided.text;
  return decided.text ?? row.failureReason ?? row.additionalDetails;
}

function actorOf(row: SignIn): ActorDraft | null {
  const kind = kindOf(row);
  if (kind !== 'human' && kind !== 'unknown' && (row.spId !== null || row.upn === null)) return machine(row, kind);
  if (isFound(row)) {
    if (kind !== 'human' || row.userId === null) return account(row, kind);
    const { userId, upn, typedName, displayName, homeTenant, resourceTenant, userType, crossTenant } = row;
    return sameAccount([userId, upn, typedName, displayName, homeTenant, resourceTenant, userType, crossTenant], () =>
      Object.freeze(account(row, kind)),
    );
  }
  // Typed at the prompt and not found: a name, not a proven account.
  const typed = nameOf(row);
  if (typed === null) return null;
  if (row.upn === null) return account(row, kind);
  return {
    id: null,
    name: typed,
    display: row.displayName,
    kind: 'unknown',
    keys: [{ type: isAddressLike(typed) ? 'upn' : 'username', value: typed }],
  };
}

/** Made once for the sign-ins of an account that tell the same of it. */
const sameAccount = rememberingLast<ActorDraft>();

const nameOf = (row: SignIn): string | null =>
  row.upn !== null && !GUID.test(row.upn) ? row.upn : (row.typedName ?? row.displayName ?? row.upn);

function account(row: SignIn, kind: IdentityKind): ActorDraft {
  const keys = row.upn !== null && !GUID.test(row.upn) ? nameKeys(row.upn) : [];
  // Entra found this account by what was typed: an address that it writes beside the account's name is the account's too.
  if (row.userId !== null && row.typedName !== null && isAddressLike(row.typedName))
    if (!keys.some(({ value }) => value.toLowerCase() === row.typedName!.toLowerCase()))
      addKey(keys, 'email', row.typedName);
  addKey(keys, 'object_id', row.userId);
  return {
    id: row.userId,
    name: nameOf(row),
    display: row.displayName,
    kind,
    keys,
    homeTenant: row.homeTenant,
    external: isExternal(row),
  };
}

/** Codes by which Entra says that it found no such user or tenant. */
const NOT_FOUND = new Set(['50034', '50059', '50128', '500341', '51004']);

/** An account that the directory found: an id of zeros says no, a missing one only beside a code that says no. */
function isFound(row: SignIn): boolean {
  if (row.userId === ZEROS) return false;
  return row.userId !== null || !NOT_FOUND.has(row.code ?? '');
}

function machine(row: SignIn, kind: IdentityKind): ActorDraft | null {
  const name = row.spName ?? row.appName ?? row.displayName ?? row.spId ?? row.appId;
  if (name === null) return null;
  const keys: ActorDraft['keys'] = [];
  addKey(keys, 'object_id', row.spId !== ZEROS ? row.spId : null);
  addKey(keys, 'client_id', row.appId);
  return {
    id: row.spId ?? row.appId,
    name,
    display: row.spName ?? row.appName,
    kind,
    keys,
    homeTenant: row.homeTenant,
    external: false,
  };
}

function kindOf(row: SignIn): IdentityKind {
  if (row.agentType !== null && !/^(notagentic|none)$/i.test(row.agentType)) return 'agent';
  if (row.log === 'managed_identity') return 'managed_identity';
  if (row.log === 'service_principal') {
    if (row.managedType !== null && row.managedType.toLowerCase() !== 'none') return 'managed_identity';
    return row.federatedId !== null || row.credentialType?.toLowerCase() === 'federatedidentitycredential'
      ? 'workload'
      : 'service_principal';
  }
  return 'human';
}

function isExternal(row: SignIn): boolean {
  return (
    isGuest(row) || (row.homeTenant !== null && row.resourceTenant !== null && row.homeTenant !== row.resourceTenant)
  );
}

function isGuest(row: SignIn): boolean {
  return row.userType?.toLowerCase() === 'guest' || /#ext#/i.test(row.upn ?? '') || /^b2b/i.test(row.crossTenant ?? '');
}

function protocolOf(row: SignIn): string | null {
  if (row.protocol !== null && row.protocol.toLowerCase() !== 'none') return row.protocol;
  return isLegacyClient(row.clientApp) ? row.clientApp : null;
}

function flagsOf(row: SignIn, decided: Decided): EventFlag[] {
  const flags = new Set(decided.flags);
  const protocol = row.protocol?.toLowerCase() ?? '';
  if (isLegacyClient(row.clientApp) || protocol === 'ropc') flags.add('legacy_protocol');
  if (protocol === 'devicecode' || /^devicecode/i.test(row.transferMethod ?? '')) flags.add('device_code');
  if (isGuest(row)) flags.add('guest');
  if (row.count !== null && row.count > 1) flags.add('aggregated');
  // The service acts for the user, or the row reports its egress: the person was somewhere else.
  if (row.isThroughSecureAccess === true || row.isFirstParty) flags.add('service_address');
  if (row.riskState !== null && /^(atrisk|confirmedcompromised)$/i.test(row.riskState)) flags.add('vendor_suspicious');
  if (row.riskEvents.some((event) => /anonym|malicious/i.test(event))) flags.add('proxy');
  return [...flags];
}

function detailOf(row: SignIn, refused: readonly RefusedStep[]): Record<string, string> | null {
  const detail: Record<string, string> = {};
  let kept = 0;
  const put = (key: string, value: string | null): void => {
    if (value === null || value === '') return;
    detail[key] = value;
    kept++;
  };
  put('refused_steps', writeRefusedSteps(refused));
  if (row.steps.length > 1) put('steps', row.steps.map(stepText).join('; '));
  put('conditional_access', /^failure$/i.test(row.policyStatus ?? '') ? 'failure' : null);
  put('failed_policies', row.failedPolicies.join('; '));
  put('risk_state', row.riskState === 'none' ? null : row.riskState);
  put('risk_detail', row.riskDetail === 'none' ? null : row.riskDetail);
  put('risk_events', row.riskEvents.join(', '));
  put('incoming_token', /^none$/i.test(row.incomingToken ?? 'none') ? null : row.incomingToken);
  put('transfer_method', /^none$/i.test(row.transferMethod ?? 'none') ? null : row.transferMethod);
  put('token_issuer', row.issuerType === 'AzureAD' ? null : row.issuerType);
  put(
    'typed_name',
    row.typedName !== null && row.typedName.toLowerCase() !== row.upn?.toLowerCase() ? row.typedName : null,
  );
  put('original_request', row.originalRequestId !== row.id ? row.originalRequestId : null);
  put('cross_tenant', /^none$/i.test(row.crossTenant ?? 'none') ? null : row.crossTenant);
  put('credential_key', row.credentialKey);
  put('agent_type', row.agentType !== null && !/^notagentic$/i.test(row.agentType) ? row.agentType : null);
  put('agent_parent', row.agentParent);
  put(
    'address_at_resource',
    row.ipResource !== null && ipOf(row.ipResource) !== ipOf(row.ip) ? ipOf(row.ipResource) : null,
  );
  put('flagged_by_user', row.flagged === true ? 'true' : null);
  put('sign_ins', row.count !== null && row.count > 1 ? String(row.count) : null);
  return kept > 0 ? detail : null;
}

function stepText(step: Step): string {
  const result = step.succeeded === null ? '' : step.succeeded ? ' succeeded' : ' failed';
  return `${step.method ?? 'step'}${result}${step.text ? ` (${step.text})` : ''}`;
}
