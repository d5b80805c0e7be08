/** One sign-in, whatever its shape, and the event that it becomes. */
import type { ActorDraft, EventDraft } from '../../../../../shared/model/event';
import { writeRefusedSteps } from '../../../../../shared/model/refused-steps';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { IdentityKind } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { type Address, ipOf } from '../../vendor/address';
import { rememberingLast } from '../../vendor/fields';
import { type How, named } from './how';
import type { Log } from './outcome';

/** What a sign-in was to, and whose; `null` = absent or empty. */
export interface Aim {
  readonly homeTenant: string | null;
  readonly resourceTenant: string | null;
  readonly spId: string | null;
  readonly spName: string | null;
  readonly appId: string | null;
  readonly appName: string | null;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
}

/** What the shapes read; `null` = absent or empty. */
export interface SignIn extends Aim {
  id: string | null;
  time: number | null;
  timeText: string | null;
  how: How;
  /** When each of the steps was, where `how` asks for it. */
  stepTimes: readonly (string | null)[];
  correlationId: string | null;
  originalRequestId: string | null;
  who: Who;
  address: Address;
  ipResource: string | null;
  asn: number | null;
  place: EventDraft['place'];
  userAgent: string | null;
  device: EventDraft['device'];
  session: string | null;
  token: string | null;
  warnings: readonly string[];
}

/** Who a row names; what shapes remember of it is shared by rows that tell the same. */
export class Who {
  readonly isGuestName: boolean;
  /** What was typed, where that is not the account's name. */
  readonly typed: string | null;
  /** The account as it was seen last. */
  #last: { actor: ActorDraft; isGuest: boolean; homeTenant: string | null; resourceTenant: string | null } | null =
    null;

  constructor(
    readonly userId: string | null,
    readonly upn: string | null,
    readonly displayName: string | null,
    readonly typedName: string | null,
  ) {
    this.isGuestName = upn !== null && /#ext#/i.test(upn);
    this.typed = typedName !== null && typedName.toLowerCase() !== upn?.toLowerCase() ? typedName : null;
  }

  /** Made once for the sign-ins of a human account that tell the same of it. */
  account(row: SignIn): ActorDraft {
    const { homeTenant, resourceTenant, how } = row;
    const { isGuest } = how;
    const last = this.#last;
    if (last?.homeTenant === homeTenant && last.resourceTenant === resourceTenant && last.isGuest === isGuest)
      return last.actor;
    const { userId, upn, typedName, displayName } = this;
    const guest = isGuest ? 'guest' : null;
    const actor = sameAccount([userId, upn, typedName, displayName, homeTenant, resourceTenant, guest], () =>
      Object.freeze(account(row, 'human')),
    );
    this.#last = { actor, isGuest, homeTenant, resourceTenant };
    return actor;
  }
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
  const { address } = row;
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
  if (warnings.length > 0) draft.warnings = [...warnings];
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
  const { userId, upn } = row.who;
  const who = userId !== null && userId !== ZEROS ? userId : (upn ?? row.spId ?? '');
  return `${row.correlationId}|${who}|${row.appId ?? ''}`.toLowerCase();
}

function actorOf(row: SignIn): ActorDraft | null {
  const { who } = row;
  const { kind } = row.how;
  if (kind !== 'human' && kind !== 'unknown' && (row.spId !== null || who.upn === null)) return machine(row, kind);
  if (isFound(row)) return kind === 'human' && who.userId !== null ? who.account(row) : account(row, kind);
  // Typed at the prompt and not found: a name, not a proven account.
  const typed = nameOf(who);
  if (typed === null) return null;
  if (who.upn === null) return account(row, kind);
  return {
    id: null,
    name: typed,
    display: who.displayName,
    kind: 'unknown',
    keys: [{ type: isAddressLike(typed) ? 'upn' : 'username', value: typed }],
  };
}

const sameAccount = rememberingLast<ActorDraft>();

const nameOf = ({ upn, typedName, displayName }: Who): string | null =>
  upn !== null && !GUID.test(upn) ? upn : (typedName ?? displayName ?? upn);

function account(row: SignIn, kind: IdentityKind): ActorDraft {
  const { userId, upn, typedName, displayName } = row.who;
  const keys = upn !== null && !GUID.test(upn) ? nameKeys(upn) : [];
  // Entra found this account by what was typed: an address that it writes beside the account's name is the account's too.
  if (userId !== null && typedName !== null && isAddressLike(typedName))
    if (!keys.some(({ value }) => value.toLowerCase() === typedName.toLowerCase())) addKey(keys, 'email', typedName);
  addKey(keys, 'object_id', userId);
  return {
    id: userId,
    name: nameOf(row.who),
    display: displayName,
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
  const { userId } = row.who;
  if (userId === ZEROS) return false;
  return userId !== null || !NOT_FOUND.has(row.how.told.code ?? '');
}

function machine(row: SignIn, kind: IdentityKind): ActorDraft | null {
  const name = row.spName ?? row.appName ?? row.who.displayName ?? row.spId ?? row.appId;
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

const isGuest = ({ how, who }: SignIn): boolean => how.isGuest || who.isGuestName;

function detailOf(row: SignIn): EventDraft['detail'] {
  const { how } = row;
  const refused = how.refused.map(({ step, outcome, factor }) => {
    const at = row.stepTimes[step] ?? null;
    return { time: at === null ? null : parseUtcByContract(at), outcome, factor };
  });
  const { typed } = row.who;
  const original = row.originalRequestId !== row.id ? row.originalRequestId : null;
  const atResource = row.ipResource !== null && ipOf(row.ipResource) !== row.address.ip ? ipOf(row.ipResource) : null;
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
