/** The event that one of a Google activity becomes. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import { type Reject, reject } from '../../source';
import { nameKeys } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import type { Activity } from './activity';
import { decide } from './outcome';
import { readActor } from './people';

/** Parameters that have a place of their own, or say nothing by themselves. */
const NOT_KEPT: ReadonlySet<string> = new Set(['scope_data', 'login_timestamp', 'dusi', 'user_agent', 'USER_AGENT']);
const KEPT = 24; // parameters
const KEPT_LENGTH = 400; // characters of each

export function toDraft(activity: Activity): EventDraft | Reject {
  if (activity.time === null)
    return reject(activity.timeText === null ? 'no time (id.time)' : 'unreadable time (id.time)');
  const decided = decide(activity);
  // Meetings write the address of each participant beside the record's own.
  const address = readAddress(activity.ip ?? (activity.param('ip_address') || null));
  const { actor, target } = people(activity, decided.isAboutTarget);
  const flags: EventFlag[] = [...decided.flags];
  if (activity.param('is_suspicious') === 'true' && !flags.includes('vendor_suspicious'))
    flags.push('vendor_suspicious');
  const country = countryCode(activity.country);
  const draft: EventDraft = {
    recordId: activity.id,
    recordPart: `${activity.time} ${activity.name}${activity.nth === 0 ? '' : ` ${activity.nth}`}`,
    time: activity.time,
    class: decided.class,
    action: activity.name,
    outcome: decided.outcome,
    factor: decided.factor,
    code: decided.code,
    reason: decided.reason,
    actor,
    target,
    app: appOf(activity),
    appId: activity.application === 'token' ? activity.param('client_id') || null : null,
    resource: resourceOf(activity),
    ip: address.ip,
    asn: activity.asn,
    place: country === null ? null : { country, region: activity.region },
    device: deviceOf(activity),
    userAgent: activity.userAgent ?? (activity.param('user_agent') || activity.param('USER_AGENT') || null),
    correlation: activity.id,
    protocol: decided.protocol,
    interactive: decided.interactive,
    attempt: { key: decided.isSignIn ? attemptKey(actor, address.ip) : null, role: decided.role },
    flags,
    detail: detailOf(activity, target),
  };
  const warnings = [...activity.warnings, ...(address.warning === null ? [] : [address.warning])];
  if (warnings.length > 0) draft.warnings = warnings;
  return draft;
}

/** No id binds challenge, verification and sign-in: only who and from where, and the time between them. */
function attemptKey(actor: ActorDraft | null, ip: string | null): string | null {
  const who = actor?.name ?? actor?.id ?? null;
  return who === null ? null : `${who.toLowerCase()} ${ip ?? ''}`;
}

/** Parameters that name the account acted upon. */
const TARGETS = ['affected_email_address', 'USER_EMAIL', 'target_user', 'user_email', 'target_email'] as const;

function people(activity: Activity, isAboutTarget: boolean): { actor: ActorDraft | null; target: ActorDraft | null } {
  const actor = readActor(activity);
  let named: string | null = null;
  for (const name of TARGETS) named ??= activity.param(name) || null;
  // Whose meeting it was: anonymous participants and rooms have no account of their own.
  if (actor !== null && actor.kind !== 'human') named ??= activity.param('organizer_email') || null;
  if (named === null || named.toLowerCase() === activity.email?.toLowerCase()) return { actor, target: null };
  const target: ActorDraft = { id: null, name: named, kind: kindOfName(named), keys: nameKeys(named) };
  // A warning about a sign-in is about the account that it names, whoever the record calls its actor.
  return isAboutTarget || actor === null ? { actor: target, target: null } : { actor, target };
}

const kindOfName = (name: string): ActorDraft['kind'] =>
  name.endsWith('.gserviceaccount.com') ? 'service_principal' : name.includes('@') ? 'human' : 'unknown';

function appOf(activity: Activity): string | null {
  const named =
    activity.param('application_name') ||
    activity.param('app_name') ||
    activity.param('CAA_APPLICATION') ||
    activity.param('client_id');
  if (named) return named;
  return activity.application === 'login' || activity.application === 'user_accounts' ? null : activity.application;
}

const RESOURCES = [
  'doc_title',
  'doc_id',
  'ROLE_NAME',
  'GROUP_EMAIL',
  'group_email',
  'SETTING_NAME',
  'APPLICATION_NAME',
  'DOMAIN_NAME',
  'OAUTH2_APP_NAME',
  'api_name',
  'email_forwarding_destination_address',
  'calendar_id',
  'meeting_code',
  'DEVICE_NAME',
  'ORG_UNIT_NAME',
] as const;

function resourceOf(activity: Activity): string | null {
  if (activity.application === 'token' && activity.name !== 'activity') {
    const scopes = activity.list('scope');
    if (scopes.length > 0) return scopes.join(' ').slice(0, 2_000);
  }
  for (const name of RESOURCES) {
    const value = activity.param(name);
    if (value) return value;
  }
  return null;
}

function deviceOf(activity: Activity): EventDraft['device'] {
  const known = (name: string): string | null => {
    const value = activity.param(name);
    return value === null || value === '' || /^unknown$/i.test(value) ? null : value;
  };
  const id =
    known('CAA_DEVICE_ID') ?? known('DEVICE_ID') ?? known('DIRECTORY_DEVICE_ID') ?? known('device_id') ?? known('dusi');
  const name = known('DEVICE_MODEL') ?? known('DEVICE_NAME');
  const os = known('DEVICE_PLATFORM') ?? known('OS_VERSION') ?? known('device_type');
  return id === null && name === null && os === null ? null : { id, name, os };
}

function detailOf(activity: Activity, target: ActorDraft | null): Record<string, string> {
  const detail: Record<string, string> = { application: activity.application };
  if (activity.type !== null) detail.type = activity.type;
  // Microseconds: the sign-in that a warning is about.
  const signedIn = Number(activity.param('login_timestamp') || Number.NaN);
  if (signedIn > 1e15 && signedIn < 4e15) detail.login_time = new Date(signedIn / 1_000).toISOString();
  if (activity.email !== null && target === null) detail.actor_email = activity.email;
  let kept = 0;
  for (const name of activity.names()) {
    if (kept === KEPT) break;
    if (NOT_KEPT.has(name) || !/^[\w. -]{1,64}$/.test(name) || name === '__proto__') continue;
    const value = activity.param(name);
    if (!value) continue;
    detail[name] = value.length > KEPT_LENGTH ? `${value.slice(0, KEPT_LENGTH - 1)}…` : value;
    kept++;
  }
  return detail;
}
