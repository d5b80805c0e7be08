/** Which sign-in log a record is from, by the names that Azure Monitor and Log Analytics use. */
import type { Log } from './outcome';

export interface NamedLog {
  log: Log;
  /** Microsoft's own services among themselves: no client of the tenant. */
  isFirstParty: boolean;
}

const named = (log: Log, isFirstParty = false): NamedLog => ({ log, isFirstParty });

const LOGS: ReadonlyMap<string, NamedLog> = new Map([
  ['signinlogs', named('user')],
  ['noninteractiveusersigninlogs', named('non_interactive')],
  ['aadnoninteractiveusersigninlogs', named('non_interactive')],
  ['serviceprincipalsigninlogs', named('service_principal')],
  ['aadserviceprincipalsigninlogs', named('service_principal')],
  ['managedidentitysigninlogs', named('managed_identity')],
  ['aadmanagedidentitysigninlogs', named('managed_identity')],
  ['microsoftserviceprincipalsigninlogs', named('service_principal', true)],
  ['adfssigninlogs', named('adfs')],
]);

/** From `category` or the name of the table; null for every other log. */
export function logNamed(name: string | null): NamedLog | null {
  return name === null ? null : (LOGS.get(name.toLowerCase()) ?? null);
}
