/** One audit record of the vault, whether it came as JSON, CEF or LEEF, and the event that it becomes. */
import type { AttemptRole, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, IdentityKind, Outcome } from '../../../../../shared/model/words';
import { ipOf, readAddress } from '../../vendor/address';
import { entry } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

interface Meaning {
  class: EventClass;
  outcome: Outcome;
  role?: AttemptRole;
  flags?: EventFlag[];
}

const change: Meaning = { class: 'change', outcome: 'none' };
const privileged: Meaning = { class: 'change', outcome: 'none', flags: ['privileged'] };
const access: Meaning = { class: 'access', outcome: 'none' };
const failed: Meaning = { class: 'change', outcome: 'failed_other' };
const session: Meaning = { class: 'session', outcome: 'none' };
const request: Meaning = { class: 'request', outcome: 'none' };

/** Codes of the vault's audit messages. */
const CODES: Readonly<Record<string, Meaning>> = {
  4: { class: 'authentication', outcome: 'password_failed', role: 'outcome' },
  7: { class: 'authentication', outcome: 'success_single_factor', role: 'outcome' },
  8: session,
  19: access,
  20: access,
  22: change,
  24: change,
  31: change,
  32: privileged,
  33: privileged,
  38: failed,
  57: failed,
  60: failed,
  88: change,
  105: change,
  106: change,
  130: failed,
  180: change,
  187: change,
  260: change,
  265: privileged,
  266: privileged,
  273: privileged,
  288: failed,
  294: change,
  295: { class: 'access', outcome: 'none', flags: ['privileged'] },
  300: { class: 'access', outcome: 'none', flags: ['privileged'] },
  302: session,
  308: { class: 'access', outcome: 'none', flags: ['privileged'] },
  309: { class: 'authentication', outcome: 'failed_other', role: 'outcome' },
  317: change,
  319: failed,
  411: access,
  412: access,
  428: { class: 'access', outcome: 'none', flags: ['privileged'] },
};

/** A code that is not in the table, by the words of the action. */
function byWords(action: string): Meaning {
  const isFailed = /fail|denied|error|reject/i.test(action);
  if (/\b(request|confirm)/i.test(action) && /request/i.test(action)) return request;
  if (/^(user )?(authentication|logon|log ?in|sign ?in)\b/i.test(action))
    return { class: 'authentication', outcome: isFailed ? 'failed_other' : 'success_single_factor', role: 'outcome' };
  if (/log ?off|log ?out|disconnect|session end/i.test(action)) return session;
  if (/retrieve|use password|connect|open file|view|list|copy password|show/i.test(action))
    return isFailed ? { ...access, outcome: 'blocked_by_policy' } : access;
  if (/owner|group member|authori[sz]|privilege|safe member/i.test(action)) return isFailed ? failed : privileged;
  if (
    /add|update|delete|set|store|change|reconcile|verify|create|rename|move|remove|unlock|activate|suspend/i.test(
      action,
    )
  )
    return isFailed ? failed : change;
  return { class: 'other', outcome: 'none' };
}

export const meaningOf = (code: string, action: string): Meaning => entry(CODES, code) ?? byWords(action);

/** Names of the product's own components, which sign in all day. */
const COMPONENTS =
  /^(PVWAGWUser|PVWAAppUser|PVWATaskUser|PasswordManager|PSM(P|H)?(App|GW|Gw)?_|PSMP_ADB_|PSM-|Prov_|AppProvider|NotificationEngine|ENE_|DR$|Backup$|Auditor_|SCIM-user|CCP|AIMWebService|CPM|Batch$|Master$)/;
export const kindOf = (name: string | null): IdentityKind =>
  name !== null && COMPONENTS.test(name) ? 'service_principal' : 'human';

export interface VaultRecord {
  code: string;
  time: number;
  action: string;
  issuer: string | null;
  target: string | null;
  station: string | null;
  gateway: string | null;
  safe: string | null;
  file: string | null;
  reason: string | null;
  request: string | null;
  /** `SessionID=…;SrcHost=…;Protocol=…;` of recorded sessions. */
  extra: string | null;
  host: string | null;
  product: string | null;
  warnings: string[];
}

function extraFields(text: string | null): (name: string) => string | null {
  const fields = new Map<string, string>();
  for (const part of (text ?? '').slice(0, 8_000).split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return (name) => fields.get(name) || null;
}

export function vaultEvent(record: VaultRecord): EventDraft {
  const meaning = meaningOf(record.code, record.action);
  const extra = extraFields(record.extra);
  const source = extra('SrcHost');
  // The client of a recorded session is its SrcHost; the station is the session manager that stands between.
  const address = readAddress(ipOf(source) === null ? record.station : source);
  const session = extra('SessionID');
  const told =
    meaning.outcome === 'failed_other' && meaning.class === 'authentication' ? outcomeOfWords(record.reason) : null;
  const user = extra('User');
  const detail: Record<string, string> = {};
  for (const [key, value] of [
    ['safe', record.safe],
    ['gateway_station', record.gateway],
    ['station', record.station],
    ['vault', record.host],
    ['account', user],
    ['destination', extra('DstHost')],
  ] as const)
    if (value) detail[key] = value;
  return {
    recordId: null,
    time: record.time,
    class: meaning.class,
    action: record.action,
    outcome: told ?? meaning.outcome,
    factor: record.code === '4' ? 'password' : null,
    code: record.code,
    reason: record.reason,
    actor: person({ name: record.issuer, kind: kindOf(record.issuer) }),
    target: record.target === record.issuer ? null : person({ name: record.target, kind: kindOf(record.target) }),
    app: record.product ?? 'CyberArk Vault',
    resource: record.file ?? extra('DstHost'),
    ip: address.ip,
    session,
    correlation: record.request ?? session,
    protocol: extra('Protocol'),
    interactive: meaning.class === 'authentication' ? kindOf(record.issuer) === 'human' : null,
    attempt: meaning.role ? { key: null, role: meaning.role } : undefined,
    flags: meaning.flags ?? [],
    detail: Object.keys(detail).length > 0 ? detail : null,
    warnings: address.warning ? [...record.warnings, address.warning] : record.warnings,
  };
}
