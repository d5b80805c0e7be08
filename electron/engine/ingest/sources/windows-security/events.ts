/** What each event of the Security log (and of remote desktop) is. */
import type { EventClass, Outcome } from '../../../../../shared/model/words';

export interface Rule {
  class: EventClass;
  kind: string;
  /** Where the outcome is: fixed, or in a field of the event. */
  decide: Outcome | 'logon' | 'ntstatus' | 'kerberos' | 'ticket' | 'nps' | 'audit';
  /** Whose event it is: the account that logs on, or the one that does something to another. */
  who: 'target' | 'subject' | 'user';
  isPrivileged?: boolean;
  title: string;
}

const rule = (
  eventClass: EventClass,
  kind: string,
  decide: Rule['decide'],
  who: Rule['who'],
  title: string,
  isPrivileged = false,
): Rule => ({ class: eventClass, kind, decide, who, title, isPrivileged });

const AUTH = 'authentication';
const change = (kind: string, title: string, isPrivileged = false): Rule =>
  rule('change', kind, 'audit', 'subject', title, isPrivileged);
const account = (title: string): Rule => change('account_state_change', title);
const power = (title: string): Rule => change('privilege_change', title, true);
const group = (title: string): Rule => change('group_change', title);
const policy = (title: string): Rule => change('policy_change', title, true);
const session = (kind: string, title: string): Rule => rule('session', kind, 'none', 'target', title);
const access = (title: string, isPrivileged = false): Rule =>
  rule('access', 'resource_access', 'audit', 'subject', title, isPrivileged);
const refusedLogon = (title: string): Rule => rule(AUTH, 'auth_attempt', 'blocked_by_policy', 'target', title);

export const EVENTS: ReadonlyMap<number, Rule> = new Map([
  // Logons
  [4624, rule(AUTH, 'auth_attempt', 'logon', 'target', 'logon')],
  [4625, rule(AUTH, 'auth_attempt', 'ntstatus', 'target', 'failed logon')],
  [4768, rule(AUTH, 'auth_attempt', 'kerberos', 'target', 'Kerberos ticket-granting ticket asked')],
  [4769, rule(AUTH, 'token_issue', 'ticket', 'target', 'Kerberos service ticket asked')],
  [4770, rule(AUTH, 'token_issue', 'success_token', 'target', 'Kerberos service ticket renewed')],
  [4771, rule(AUTH, 'auth_attempt', 'kerberos', 'target', 'Kerberos pre-authentication failed')],
  [4772, rule(AUTH, 'auth_attempt', 'failed_other', 'target', 'Kerberos ticket request failed')],
  [4773, rule(AUTH, 'token_issue', 'failed_other', 'target', 'Kerberos service ticket request failed')],
  [4776, rule(AUTH, 'auth_attempt', 'ntstatus', 'target', 'NTLM credentials checked')],
  [4777, rule(AUTH, 'auth_attempt', 'ntstatus', 'target', 'credentials not validated')],
  [4649, rule(AUTH, 'auth_attempt', 'failed_other', 'target', 'replay attack detected')],
  [4820, refusedLogon('ticket denied: device does not meet the policy')],
  [4821, refusedLogon('service ticket denied: user or device does not meet the policy')],
  [4822, refusedLogon('NTLM refused: member of Protected Users')],
  [4823, refusedLogon('NTLM refused: access control restrictions')],
  [4824, refusedLogon('Kerberos with DES or RC4 refused: member of Protected Users')],
  // Network policy server (RADIUS)
  [6272, rule(AUTH, 'auth_attempt', 'nps', 'subject', 'network access granted')],
  [6273, rule(AUTH, 'auth_attempt', 'nps', 'subject', 'network access denied')],
  [6274, rule(AUTH, 'auth_attempt', 'failed_other', 'subject', 'network access request discarded')],
  [6276, rule(AUTH, 'auth_attempt', 'blocked_by_policy', 'subject', 'user quarantined')],
  [6277, rule(AUTH, 'auth_attempt', 'success_single_factor', 'subject', 'network access granted on probation')],
  [6278, rule(AUTH, 'auth_attempt', 'success_single_factor', 'subject', 'full network access granted')],
  [
    6279,
    rule('change', 'account_state_change', 'rate_limited', 'subject', 'account locked by the network policy server'),
  ],
  [6280, rule('change', 'account_state_change', 'none', 'subject', 'account unlocked by the network policy server')],
  // Sessions
  [4634, session('session_end', 'logoff')],
  [4647, session('session_end', 'logoff by the user')],
  [4672, { ...rule('session', 'privilege_use', 'none', 'subject', 'special privileges at logon'), isPrivileged: true }],
  [4675, session('session', 'SIDs filtered')],
  [4778, rule('session', 'session_start', 'none', 'user', 'session reconnected')],
  [4779, rule('session', 'session_end', 'none', 'user', 'session disconnected')],
  [4800, session('session', 'workstation locked')],
  [4801, session('session', 'workstation unlocked')],
  [4802, session('session', 'screen saver started')],
  [4803, session('session', 'screen saver ended')],
  [4964, { ...session('privilege_use', 'special groups at logon'), isPrivileged: true }],
  // Remote desktop: `User`, `Address`
  [21, rule('session', 'session_start', 'none', 'user', 'remote desktop session logon')],
  [22, rule('session', 'session_start', 'none', 'user', 'remote desktop shell start')],
  [23, rule('session', 'session_end', 'none', 'user', 'remote desktop session logoff')],
  [24, rule('session', 'session_end', 'none', 'user', 'remote desktop session disconnected')],
  [25, rule('session', 'session_start', 'none', 'user', 'remote desktop session reconnected')],
  [1149, rule('session', 'session_start', 'none', 'user', 'remote desktop: user authenticated')],
  // Use of what is there
  [4648, rule('access', 'resource_access', 'none', 'subject', 'logon with explicit credentials')],
  [4656, access('handle to an object asked')],
  [4661, access('handle to a directory object asked')],
  [4662, access('operation on a directory object')],
  [4663, access('object accessed')],
  [4673, access('privileged service called', true)],
  [4674, access('privileged operation on an object', true)],
  [4688, rule('other', 'process', 'none', 'subject', 'process created')],
  [4689, rule('other', 'process', 'none', 'subject', 'process ended')],
  [4690, rule('other', 'process', 'none', 'subject', 'handle duplicated')],
  [4798, access('local groups of a user listed')],
  [4799, access('members of a local group listed')],
  [5140, access('network share accessed')],
  [5145, access('file of a network share accessed')],
  [5379, access('stored credentials read', true)],
  [5381, access('stored web credentials listed', true)],
  [5382, access('stored web credentials read', true)],
  // Accounts
  [4720, account('user account created')],
  [4722, account('user account enabled')],
  [4723, change('credential_change', 'own password changed')],
  [4724, change('credential_change', 'password reset by another account')],
  [4725, account('user account disabled')],
  [4726, account('user account deleted')],
  [4738, account('user account changed')],
  [4740, rule('change', 'account_state_change', 'rate_limited', 'target', 'account locked out')],
  [4741, account('computer account created')],
  [4742, account('computer account changed')],
  [4743, account('computer account deleted')],
  [4765, power('SID history added')],
  [4766, power('adding SID history failed')],
  [4767, account('account unlocked')],
  [4780, power('access control of an administrators’ account set')],
  [4781, account('account renamed')],
  [4794, change('credential_change', 'restore-mode password set', true)],
  // Groups and rights
  ...[
    4727, 4730, 4731, 4734, 4735, 4737, 4744, 4745, 4748, 4749, 4750, 4753, 4754, 4755, 4758, 4759, 4760, 4763, 4764,
  ].map((id): [number, Rule] => [id, group('group created, changed or deleted')]),
  [4728, power('added to a global group')],
  [4729, power('removed from a global group')],
  [4732, power('added to a local group')],
  [4733, power('removed from a local group')],
  [4756, power('added to a universal group')],
  [4757, power('removed from a universal group')],
  ...[4746, 4747, 4751, 4752, 4761, 4762].map((id): [number, Rule] => [id, group('distribution group changed')]),
  [4703, power('user right adjusted')],
  [4704, power('user right assigned')],
  [4705, power('user right removed')],
  [4717, power('logon right granted')],
  [4718, power('logon right removed')],
  // Policy, services, tasks, directory
  [1100, policy('event logging service shut down')],
  [1102, policy('audit log cleared')],
  [104, policy('event log cleared')],
  [4706, policy('trust created')],
  [4707, policy('trust removed')],
  [4713, policy('Kerberos policy changed')],
  [4716, policy('trust changed')],
  [4719, policy('audit policy changed')],
  [4739, policy('domain policy changed')],
  [4865, policy('trusted forest added')],
  [4697, change('app_change', 'service installed', true)],
  [4698, change('app_change', 'scheduled task created')],
  [4699, change('app_change', 'scheduled task deleted')],
  [4700, change('app_change', 'scheduled task enabled')],
  [4701, change('app_change', 'scheduled task disabled')],
  [4702, change('app_change', 'scheduled task changed')],
  [4886, rule('request', 'access_request', 'none', 'subject', 'certificate requested')],
  [4887, change('credential_change', 'certificate issued')],
  [4888, rule('request', 'access_request', 'none', 'subject', 'certificate request denied')],
  [5136, change('directory_change', 'directory object changed')],
  [5137, change('directory_change', 'directory object created')],
  [5138, change('directory_change', 'directory object restored')],
  [5139, change('directory_change', 'directory object moved')],
  [5141, change('directory_change', 'directory object deleted')],
]);

/** Providers whose every event is this source's; of others only the ids above that are theirs. */
const SECURITY = /security-auditing|^security$/;
const REMOTE = /terminalservices/;
const LOG = /eventlog/;
const REMOTE_IDS = new Set([21, 22, 23, 24, 25, 1149]);
const LOG_IDS = new Set([104, 1100, 1102]);

/** Whether the event is one of the Security log's (or tells a remote desktop session). AD FS has a source of its own. */
export function takes(provider: string, id: number): boolean {
  if (SECURITY.test(provider)) return true;
  if (REMOTE.test(provider)) return REMOTE_IDS.has(id);
  if (LOG.test(provider)) return LOG_IDS.has(id);
  return provider === '' && EVENTS.has(id) && !REMOTE_IDS.has(id);
}
