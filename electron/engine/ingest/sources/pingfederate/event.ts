/** One audit record of PingFederate, whatever wrote it down, and the event that it becomes. */
import type { AttemptRole, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { readAddress } from '../../vendor/address';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

/** Fields by the names of audit.log, in lower case; null where absent or empty. */
export type Told = (name: string) => string | null;

interface Decided {
  class: EventClass;
  outcome: Outcome;
  role: AttemptRole | null;
  flags: EventFlag[];
}

const SIGN_IN =
  /^(AUTHN_ATTEMPT|AUTHN_REQUEST|SSO|OAUTH|AUTHN_SOURCE_SUCCESS|AUTHN_SOURCE_FAILURE|PWD_.*|STS|ASSERTION|ACCOUNT_LINK|OIDC\w*|CIBA\w*|DEVICE_AUTH\w*|TOKEN\w*)$/;
const SESSIONS = /^(SLO|SRI_REVOKED|AUTHN_SESSION_\w+|SESSION_\w+|LOGOUT)$/;
const CHANGES =
  /^(PASSWORD_\w+|ACCOUNT_\w+|GRANT_\w+|PWD_RESET\w*|PWD_CHANGE\w*|CONFIG\w*|CREATE|UPDATE|DELETE|CLIENT_\w+)$/;

function decide(event: string, status: string | null, description: string | null): Decided {
  const name = event.toUpperCase();
  const word = status?.toLowerCase() ?? '';
  const isFailed = word.startsWith('fail') || word === 'error' || word === 'denied';
  // An authentication kept from before is used again: access without a new one.
  if (name === 'AUTHN_SESSION_USED')
    return {
      class: 'authentication',
      outcome: isFailed ? 'failed_other' : 'success_token',
      role: 'outcome',
      flags: ['claim'],
    };
  // What an authentication source said is kept: a part of the sign-in whose end another record tells.
  if (name === 'AUTHN_SESSION_CREATED') return { class: 'authentication', outcome: 'none', role: 'interim', flags: [] };
  if (SESSIONS.test(name))
    return { class: 'session', outcome: isFailed ? 'failed_other' : 'none', role: null, flags: [] };
  if (CHANGES.test(name))
    return { class: 'change', outcome: isFailed ? 'failed_other' : 'none', role: null, flags: [] };
  if (!SIGN_IN.test(name)) return { class: 'other', outcome: 'none', role: null, flags: [] };
  if (isFailed)
    return {
      class: 'authentication',
      outcome: outcomeOfWords(description) ?? 'failed_other',
      role: 'outcome',
      flags: outcomeOfWords(description) === null ? ['ambiguous'] : [],
    };
  if (word === 'inprogress') return { class: 'authentication', outcome: 'challenged', role: 'interim', flags: [] };
  if (word !== 'success') return { class: 'authentication', outcome: 'none', role: 'interim', flags: [] };
  if (name === 'SSO' || name.startsWith('OAUTH') || name === 'STS' || name.startsWith('TOKEN'))
    return { class: 'authentication', outcome: 'success_token', role: 'outcome', flags: ['ambiguous'] };
  return { class: 'authentication', outcome: 'success_single_factor', role: 'outcome', flags: ['ambiguous'] };
}

/** Factors that the name of an adapter tells; adapters are named by the administrator. */
const ADAPTERS: readonly (readonly [RegExp, Factor])[] = [
  [/pingid|push/i, 'push'],
  [/fido|webauthn/i, 'fido2'],
  [/x509|certificate|smart ?card/i, 'certificate'],
  [/totp|otp/i, 'totp'],
  [/kerberos|iwa|idpconnection/i, 'federated'],
  [/html|form|password|ldap/i, 'password'],
];

export function toDraft(told: Told, time: number, warnings: string[]): EventDraft {
  const event = told('event') ?? 'UNKNOWN';
  const decided = decide(event, told('status'), told('description'));
  const adapter = told('authenticationsourceid') ?? told('adapterid') ?? told('authnsourceid');
  const address = readAddress(told('ip'));
  const client = told('clientid');
  const correlation = told('trackingid');
  const isMachine = told('granttype') === 'client_credentials';
  const user = told('subject') ?? told('user');
  return {
    recordId: null,
    time,
    class: decided.class,
    action: event,
    outcome: decided.outcome,
    factor:
      decided.class === 'authentication' && adapter !== null
        ? (ADAPTERS.find(([word]) => word.test(adapter))?.[1] ?? null)
        : null,
    code: told('status'),
    reason: told('description') ?? told('message'),
    actor:
      isMachine || (user === null && client !== null)
        ? person({ id: client, name: isMachine ? user : null, kind: 'service_principal', idKey: 'client_id' })
        : person({ name: user }),
    app: told('connectionname') ?? told('app') ?? told('connectionid'),
    appId: told('connectionid'),
    resource: told('virtualserverid'),
    ip: address.ip,
    session: told('sri'),
    correlation,
    protocol: told('protocol') ?? told('granttype'),
    interactive: decided.class === 'authentication' ? !isMachine && decided.outcome !== 'success_token' : null,
    attempt: decided.role === null ? undefined : { key: correlation, role: decided.role },
    flags: decided.flags,
    detail: detailOf(told, adapter),
    warnings: address.warning ? [...warnings, address.warning] : warnings,
  };
}

function detailOf(told: Told, adapter: string | null): Record<string, string> | null {
  const detail: Record<string, string> = {};
  if (adapter !== null) detail.adapter = adapter;
  for (const name of [
    'role',
    'transactionid',
    'pfhost',
    'attributes',
    'trustednetwork',
    'x-forwarded-host',
    'userstore',
  ]) {
    const value = told(name);
    if (value !== null) detail[name] = value;
  }
  return Object.keys(detail).length > 0 ? detail : null;
}
