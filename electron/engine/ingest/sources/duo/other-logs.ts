/** Duo's other logs: administrators' acts, offline access, calls and messages sent, Trust Monitor. Pure. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, IdentityKind } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { entry, member, type Plain } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { type Place, placeOf } from './authentication';
import { codeOf, FACTORS } from './reasons';

/** When: milliseconds, or null with the text that could not be read. */
export interface When {
  time: number | null;
  timeText: string | null;
  warnings?: string[];
}

const noTime = ({ timeText }: When): Reject =>
  reject(timeText === null ? 'no time (timestamp)' : 'unreadable time (timestamp)');

function person(name: string | null, email: string | null, key: string | null = null): ActorDraft | null {
  const best = name ?? email ?? key;
  if (best === null) return null;
  // Automation signs the administrator log as these, whatever account made its keys.
  const kind: IdentityKind = best === 'API' ? 'api_key' : best === 'System' ? 'workload' : 'human';
  // Administrators are named as people are ("Mara Lindqvist"), users by their user names.
  const keys: ActorDraft['keys'] =
    kind !== 'human' ? [] : name !== null && /\s/.test(name) ? [{ type: 'display_name', value: name }] : nameKeys(name);
  if (email !== null && isAddressLike(email)) addKey(keys, 'email', email);
  addKey(keys, 'duo_id', key);
  return { id: key, name: best, kind, keys };
}

/** Scalars of the description, as detail; secrets are never in it. */
function details(description: Plain | null, more: Record<string, string | null> = {}): Record<string, string> | null {
  const found: [string, string][] = [];
  for (const [key, value] of Object.entries(more)) if (value !== null) found.push([key, value]);
  for (const key of Object.keys(description ?? {}).slice(0, 40)) {
    const value = member(description, key);
    if (value !== null && key !== 'ip_address') found.push([key, value]);
  }
  return found.length > 0 ? Object.fromEntries(found) : null;
}

// ---- administrator and offline access

export interface AdminRow extends When {
  action: string | null;
  /** What changed, or from where somebody signed in: JSON that the log writes as text. */
  description: Plain | null;
  /** What `description` said where it is no JSON. */
  text: string | null;
  object: string | null;
  username: string | null;
}

/** Acts that give somebody more, or another way in. */
const PRIVILEGED =
  /^(bypass_|admin_(create|update|delete|activate)|integration_|policy_|group_update|adminapi|role_|customer_update|update_admin|updated_risk|o2fa_)/;
/** Acts whose object is the name of a user or administrator; of the rest it is a phone, an application, a policy. */
const ON_A_PERSON = /^(user_|bypass_|admin_(self_activate|create|update|delete|lockout|reset)|activation_|send_enroll)/;

/** Sign-ins of administrators; `admin_2fa_error` is the second factor's refusal. */
const SIGN_INS: ReadonlySet<string> = new Set(['admin_login', 'admin_login_error', 'admin_2fa_error']);

/** An administrator's sign-in, a look at a secret, or a change; what signed in users did is the authentication log's. */
export function adminDraft(row: AdminRow): EventDraft | Reject {
  if (row.time === null) return noTime(row);
  const action = row.action ?? '';
  const signIn = SIGN_INS.has(action);
  const failed = action.endsWith('_error');
  const factor = signIn || action.startsWith('o2fa_') ? factorOf(member(row.description, 'factor')) : null;
  const address = readAddress(member(row.description, 'ip_address'));
  const cls: EventClass = signIn ? 'authentication' : /_(view|read)$/.test(action) ? 'access' : 'change';
  const outcome = failed
    ? (outcomeOfWords(member(row.description, 'error')) ?? 'failed_other')
    : signIn
      ? factor === null
        ? 'success_single_factor'
        : 'success_mfa'
      : 'none';
  const flags: EventFlag[] = PRIVILEGED.test(action) || signIn ? ['privileged'] : [];
  if (action === 'admin_2fa_error' && outcome === 'failed_other') flags.push('second_factor_failed');
  const onPerson = row.object !== null && ON_A_PERSON.test(action) && row.object !== row.username;
  const hostname = member(row.description, 'hostname');
  return {
    recordId: null,
    time: row.time,
    class: cls,
    action,
    outcome,
    factor,
    code: action,
    reason: member(row.description, 'error') ?? row.text,
    actor: person(row.username, signIn ? member(row.description, 'email') : null),
    target: onPerson ? person(row.object, null) : null,
    app: signIn ? 'Duo Admin Panel' : null,
    resource: onPerson ? null : row.object,
    ip: address.ip,
    device: hostname === null ? null : { name: hostname },
    userAgent: member(row.description, 'user_agent'),
    interactive: signIn ? true : null,
    flags,
    detail: details(row.description),
    warnings: [...(row.warnings ?? []), ...(address.warning ? [address.warning] : [])],
  };
}

const factorOf = (text: string | null): Factor | null => entry(FACTORS, codeOf(text));

// ---- telephony

export interface TelephonyRow extends When {
  context: string | null;
  credits: string | null;
  phone: string | null;
  kind: string | null; // sms, phone, email
  txid: string | null;
  id: string | null;
}

const CARRIERS: Readonly<Record<string, Factor>> = { sms: 'sms', phone: 'voice', email: 'email_otp' };

/** A code or call that went out. The log does not say for whom; the transaction joins it to the authentication. */
export function telephonyDraft(row: TelephonyRow): EventDraft | Reject {
  if (row.time === null) return noTime(row);
  // "authentication" and "administrator login"; enrolment and verification of a phone sign nobody in.
  const prompt = row.context !== null && /^auth|login/i.test(row.context);
  return {
    recordId: row.id,
    time: row.time,
    class: prompt ? 'authentication' : 'other',
    action: 'telephony',
    outcome: prompt ? 'challenged' : 'none',
    factor: prompt ? entry(CARRIERS, codeOf(row.kind)) : null,
    code: row.kind,
    reason: row.context,
    actor: null,
    resource: row.phone,
    correlation: row.txid,
    ...(prompt ? { attempt: { key: row.txid, role: 'prompt' as const } } : {}),
    detail: details(null, { credits: row.credits, type: row.kind }),
    warnings: row.warnings ?? [],
  };
}

// ---- Trust Monitor

export interface TrustRow extends When {
  key: string | null;
  /** What was surfaced: an authentication, a bypass status. */
  kind: string | null;
  userName: string | null;
  userKey: string | null;
  email: string | null;
  ip: string | null;
  place: Place;
  app: string | null;
  txid: string | null;
  /** Why, as Duo words it. */
  explanations: string[];
  state: string | null;
  priority: string | null;
}

/** Duo found something unusual. The attempt itself is in the authentication log, under the same transaction. */
export function trustDraft(row: TrustRow): EventDraft | Reject {
  if (row.time === null) return noTime(row);
  const address = readAddress(row.ip);
  return {
    recordId: row.key,
    time: row.time,
    class: 'other',
    action: 'trust_monitor',
    outcome: 'none',
    code: row.kind,
    reason: row.explanations.join(' ') || null,
    actor: person(row.userName, row.email, row.userKey),
    app: row.app,
    ip: address.ip,
    place: placeOf(row.place),
    correlation: row.txid,
    flags: ['vendor_suspicious'],
    detail: details(null, { state: row.state, priority_event: row.priority }),
    warnings: [...(row.warnings ?? []), ...(address.warning ? [address.warning] : [])],
  };
}
