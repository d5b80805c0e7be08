/** One user or admin event of Keycloak, whatever its container, and the event that it becomes. */
import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass } from '../../../../../shared/model/words';
import { readAddress } from '../../vendor/address';
import { filled } from '../../vendor/fields';
import { person } from '../../vendor/person';
import { decide, eventTypeOf } from './types';

/** Fields by their names in the event; those of `details` stand beside the others. */
export type Told = (name: string) => string | null;

/** Fields of a line such as `type="LOGIN", realmId=…, error=…`, also without the quotes. */
export function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  // A value without quotes ends at the next `, name=`: it may hold commas and blanks of its own.
  const pattern = /(?:^|, )([A-Za-z_][\w.-]{0,60})=(?:"((?:[^"\\]|\\.)*)"|(.*?))(?=, [A-Za-z_][\w.-]{0,60}=|$)/g;
  for (const match of text.slice(0, 20_000).matchAll(pattern)) {
    const value = match[2] ?? match[3] ?? '';
    if (!fields.has(match[1]!)) fields.set(match[1]!, value);
  }
  return fields;
}

/** `null` as a word is how these logs write "nothing". */
export const toldBy =
  (fields: ReadonlyMap<string, string>): Told =>
  (name) =>
    filled(fields.get(name) ?? null);

const SERVICE_ACCOUNT = /^service-account-/;

export function userEvent(told: Told, time: number, warnings: string[]): EventDraft {
  const name = told('type') ?? 'UNKNOWN';
  const type = eventTypeOf(name);
  const error = told('error');
  const broker = told('identity_provider');
  const decided = decide(type, error, told('credential_type'), broker !== null);
  const username = told('username');
  const client = told('clientId');
  const isMachine = type.isMachine === true || (username !== null && SERVICE_ACCOUNT.test(username));
  const address = readAddress(told('ipAddress'));
  const correlation = told('code_id') ?? told('authSessionParentId');
  const impersonator = told('impersonator');
  const actor =
    person({
      id: told('userId'),
      name: username ?? told('username_or_email'),
      email: told('email'),
      kind: isMachine ? 'service_principal' : 'human',
    }) ?? (isMachine ? person({ id: client, kind: 'service_principal', idKey: 'client_id' }) : null);
  return {
    recordId: told('id'),
    time,
    class: type.class,
    action: name,
    outcome: decided.outcome,
    factor: decided.factor,
    code: error,
    reason: told('reason') ?? error,
    actor: impersonator === null ? actor : person({ name: impersonator }),
    target: impersonator === null ? null : actor,
    app: client,
    appId: client,
    ip: address.ip,
    session: told('sessionId'),
    correlation,
    token: told('token_id'),
    protocol: told('grant_type') ?? told('auth_method'),
    interactive: type.class === 'authentication' ? !isMachine && decided.outcome !== 'success_token' : null,
    attempt: type.role ? { key: correlation, role: type.role } : undefined,
    flags: decided.flags,
    detail: detailOf(told, ['realmId', 'realmName', 'redirect_uri', 'identity_provider', 'scope', 'credential_type']),
    warnings: address.warning ? [...warnings, address.warning] : warnings,
  };
}

/** What administrators change that lets someone in, or more than before. */
const PRIVILEGED = /ROLE_MAPPING|AUTH_|REQUIRED_ACTION|IDENTITY_PROVIDER|CLIENT_INITIAL_ACCESS|REALM$|AUTHORIZATION/;

export function adminEvent(told: Told, time: number, warnings: string[]): EventDraft {
  const operation = told('operationType') ?? 'UNKNOWN';
  const resource = told('resourceType');
  const path = told('resourcePath');
  const error = told('error');
  const address = readAddress(told('ipAddress'));
  const flags: EventFlag[] = resource !== null && PRIVILEGED.test(resource) ? ['privileged'] : [];
  const user = path === null ? null : (/^users\/([^/]+)/.exec(path)?.[1] ?? null);
  const eventClass: EventClass = operation === 'VIEW' ? 'access' : 'change';
  return {
    recordId: told('id'),
    time,
    class: eventClass,
    action: resource === null ? operation : `${operation} ${resource}`,
    outcome: error === null ? 'none' : 'failed_other',
    code: error,
    reason: error,
    actor: person({ id: told('userId'), name: told('username') }),
    target: person({ id: user }),
    app: told('clientId'),
    appId: told('clientId'),
    resource: path,
    ip: address.ip,
    flags,
    detail: detailOf(told, ['realmId', 'realmName']),
    warnings: address.warning ? [...warnings, address.warning] : warnings,
  };
}

function detailOf(told: Told, names: readonly string[]): Record<string, string> | null {
  const detail: Record<string, string> = {};
  for (const name of names) {
    const value = told(name);
    if (value !== null) detail[name] = value;
  }
  return Object.keys(detail).length > 0 ? detail : null;
}
