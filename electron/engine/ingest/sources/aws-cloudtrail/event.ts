/** The event that a CloudTrail record becomes. */
import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import { type Reject, reject } from '../../source';
import { readAddress } from '../../vendor/address';
import { member } from '../../vendor/fields';
import { told } from './asked';
import { changedAccount, issuedKey, kindOfCall, resourceOf } from './calls';
import { readIdentity } from './identity';
import { type Decided, decide } from './outcome';
import type { TrailEvent } from './trail-event';

/** What an event tells of `additionalEventData`. */
const EXTRA = ['MFAUsed', 'MFAIdentifier', 'MfaType', 'CredentialType', 'LoginTo', 'SamlProviderArn'] as const;

/** Builds the event. Rejects only what has no time. */
export function toDraft(event: TrailEvent): EventDraft | Reject {
  if (event.time === null)
    return reject(event.timeText === null ? 'no time (eventTime)' : 'unreadable time (eventTime)');
  const acting = readIdentity(event);
  const call = kindOfCall(event);
  const decided = decide(event, call, acting);
  const address = readAddress(event.address);
  const host = event.address !== null && address.ip === null ? event.address : null;
  const workflow = member(event.extra, 'AuthWorkflowID');
  const issued = event.errorCode === null ? issuedKey(event) : null;
  const flags: EventFlag[] = [...decided.flags];
  if (host !== null) flags.push('service_address');
  const isAct = decided.class === 'change' || decided.class === 'access';
  if (acting.isRoot || (call.isPrivileged && isAct)) flags.push('privileged');
  const draft: EventDraft = {
    recordId: event.eventId,
    time: event.time,
    class: decided.class,
    action: event.name,
    outcome: decided.outcome,
    factor: decided.factor,
    code: event.errorCode,
    reason: event.errorMessage,
    actor: acting.actor,
    target: changedAccount(event, acting.account),
    app: event.source,
    resource: resourceOf(event),
    ip: address.ip,
    device: acting.instance === null ? null : { id: acting.instance },
    userAgent: event.userAgent,
    session: acting.isTemporary ? acting.key : null,
    // A request id names one call; the workflow id binds the steps of one sign-in.
    correlation: workflow ?? event.requestId,
    token: issued ?? acting.key,
    protocol: decided.protocol,
    interactive: decided.interactive,
    attempt: attemptOf(event, workflow, decided),
    flags,
    detail: detailOf(event, acting, host, issued),
  };
  if (address.warning !== null || event.warnings.length > 0)
    draft.warnings = [...event.warnings, ...(address.warning === null ? [] : [address.warning])];
  return draft;
}

/** The same call delivered to several accounts has an event id in each; the shared id makes it one attempt. */
function attemptOf(event: TrailEvent, workflow: string | null, decided: Decided): EventDraft['attempt'] {
  if (workflow !== null) return { key: workflow, role: decided.role };
  const shared = event.sharedEventId === null ? null : `shared ${event.sharedEventId}`;
  return { key: shared, role: decided.role };
}

function detailOf(
  event: TrailEvent,
  acting: ReturnType<typeof readIdentity>,
  host: string | null,
  issued: string | null,
): Record<string, string> {
  const detail: Record<string, string> = {};
  const { region, sharedEventId, extra, asked } = event;
  const { type, role, session, mfaAuthenticated, invokedBy, key } = acting;
  const account = event.recipient ?? acting.account;
  const sourceIdentity = acting.sourceIdentity ?? asked.sourceIdentity;
  if (region !== null) detail.region = region;
  if (account !== null) detail.account = account;
  if (host !== null) detail.source_address = host;
  if (type !== null) detail.identity_type = type;
  if (role !== null) detail.role = role;
  if (session !== null) detail.role_session = session;
  if (sourceIdentity !== null) detail.source_identity = sourceIdentity;
  if (mfaAuthenticated !== null) detail.mfa_authenticated = mfaAuthenticated;
  if (invokedBy !== null) detail.invoked_by = invokedBy;
  if (sharedEventId !== null) detail.shared_event = sharedEventId;
  if (extra !== null) Object.assign(detail, told(extra, EXTRA));
  if (asked.detail !== null) Object.assign(detail, asked.detail);
  if (issued !== null) {
    detail.issued_key = issued;
    if (key !== null) detail.access_key = key;
  }
  if (acting.actor?.kind === 'api_key' && key !== null) detail.credential_key = key;
  return detail;
}
