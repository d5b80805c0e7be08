/** One sign-in, whatever its shape, and the event that it becomes. */
import type { ActorDraft, EventDraft } from '../../../../../shared/model/event';
import { writeRefusedSteps } from '../../../../../shared/model/refused-steps';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { IdentityKind } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { ipOf, readAddress } from '../../vendor/address';
import { rememberingLast } from '../../vendor/fields';
import { type How, named } from './how';
import type { Log } from './outcome';

/** What the shapes read; `null` = absent or empty. */
export interface SignIn {
  id: string | null;
  time: number | null;
  timeText: string | null;
  how: How;
  /** When each of the steps was, where `how` asks for it. */
  stepTimes: readonly (string | null)[];
  correlationId: string | null;
  originalRequestId: string | null;
  userId: string | null;
  upn: string | null;
  displayName: string | null;
  typedName: string | null;
  homeTenant: string | null;
  resourceTenant: string | null;
  spId: string | null;
  spName: string | null;
  appId: string | null;
  appName: string | null;
  resourceId: string | null;
  resourceName: string | null;
  ip: string | null;
  ipResource: string | null;
  asn: number | null;
  place: EventDraft['place'];
  userAgent: string | null;
  device: EventDraft['device'];
  session: string | null;
  token: string | null;
  warnings: string[];
}

const ZEROS = '00000000-0000-0000-0000-000000000000';
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Builds the event; rejects only what has no time. */
export function toDraft(row: SignIn): EventDraft | Reject {
  if (row.time === null)
    return reject(row.timeText === null ? 'no time (createdDateTime)' : 'unreadable time (createdDateTime)');
  const { how } = row;
  const { decided } = how;
  const actor = actorOf(row);
  const address = readAddress(row.ip);
  const warnings = address.warning ? [...row.warnings, address.warning] : row.warnings;
  const draft: EventDraft = {
    recordId: row.id,
    time: row.time,
    class: decided.class,
    action: ACTIONS[how.told.log],
    outcome: decided.outcome,
    factor: decided.factor,
    code: how.vendorCode,
    reason: how.reason,
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
    protocol: how.protocol,
    interactive: how.isInteractive,
    risk: how.risk,
    attempt: { key: attemptKey(row), role: decided.role },
    flags: how.flags(isGuest(row)),
    detail: detailOf(row),
  };
  if (warnings.length > 0) draft.warnings = warnings;
  return draft;
}

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

function actorOf(row: SignIn): ActorDraft | null {
  const { kind } = row.how;
  if (kind !== 'human' && kind !== 'unknown' && (row.spId !== null || row.upn === null)) return machine(row, kind);
  if (isFound(row)) {
    if (kind !== 'human' || row.userId === null) return account(row, kind);
    const { userId, upn, typedName, displayName, homeTenant, resourceTenant } = row;
    const guest = row.how.isGuest ? 'guest' : null;
    return sameAccount([userId, upn, typedName, displayName, homeTenant, resourceTenant, guest], () =>
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
  return row.userId !== null || !NOT_FOUND.has(row.how.told.code ?? '');
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

function isExternal(row: SignIn): boolean {
  return (
    isGuest(row) || (row.homeTenant !== null && row.resourceTenant !== null && row.homeTenant !== row.resourceTenant)
  );
}

const isGuestName = (upn: string | null): boolean => upn !== null && /#ext#/i.test(upn);
const isGuest = ({ how, upn }: SignIn): boolean => how.isGuest || isGuestName(upn);

function detailOf(row: SignIn): EventDraft['detail'] {
  const { how } = row;
  const refused = how.refused.map(({ step, outcome, factor }) => {
    const at = row.stepTimes[step] ?? null;
    return { time: at === null ? null : parseUtcByContract(at), outcome, factor };
  });
  const typed = row.typedName !== null && row.typedName.toLowerCase() !== row.upn?.toLowerCase() ? row.typedName : null;
  const original = row.originalRequestId !== row.id ? row.originalRequestId : null;
  const atResource = row.ipResource !== null && ipOf(row.ipResource) !== ipOf(row.ip) ? ipOf(row.ipResource) : null;
  if (refused.length === 0 && typed === null && original === null && atResource === null) return how.detail;
  const [before, between, behind] = how.details;
  return {
    ...named({ refused_steps: writeRefusedSteps(refused) }),
    ...before,
    ...named({ typed_name: typed, original_request: original }),
    ...between,
    ...named({ address_at_resource: atResource }),
    ...behind,
  };
}
