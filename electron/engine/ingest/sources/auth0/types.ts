/** Auth0's short type codes: what each is, and its outcome. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';

export interface LogType {
  class: EventClass;
  outcome: Outcome;
  factor?: Factor;
  role?: AttemptRole;
  flags?: EventFlag[];
  /** Tokens that a client got for itself. */
  isMachine?: boolean;
}

const entries = (codes: string, type: LogType): [string, LogType][] =>
  codes
    .trim()
    .split(/\s+/)
    .map((code) => [code, type]);
const auth = (outcome: Outcome, more: Partial<LogType> = {}): LogType => ({
  class: 'authentication',
  outcome,
  role: 'outcome',
  ...more,
});
const sent = (factor?: Factor): LogType => auth('challenged', { role: 'prompt', ...(factor && { factor }) });
const answer = (outcome: Outcome, more: Partial<LogType> = {}): LogType => auth(outcome, { role: 'answer', ...more });
const change: LogType = { class: 'change', outcome: 'none' };
const failedChange: LogType = { class: 'change', outcome: 'failed_other' };
const other: LogType = { class: 'other', outcome: 'none' };

export const LOG_TYPES: ReadonlyMap<string, LogType> = new Map<string, LogType>([
  // Sign-in
  ...entries('s scoa', auth('success_single_factor')),
  ...entries('ssa', auth('success_token')),
  ...entries('fsa', auth('challenged', { role: 'interim' })),
  ...entries('f fu fco fcoa', auth('failed_other')),
  ...entries('fc', auth('failed_other', { factor: 'federated' })),
  ...entries('fp', auth('password_failed', { factor: 'password' })),
  ...entries('fens', auth('failed_other', { factor: 'federated' })),
  ...entries('sens', auth('success_token', { factor: 'federated' })),
  ...entries('w', auth('none', { role: 'interim' })),
  ...entries('sv', change),
  ...entries('fv fvr', failedChange),

  // Second factor
  ...entries('mfar gd_start_auth', sent()),
  ...entries('gd_send_pn', sent('push')),
  ...entries('gd_send_sms', sent('sms')),
  ...entries('gd_send_voice', sent('voice')),
  ...entries('gd_send_email', sent('email_otp')),
  ...entries('gd_send_pn_failure', answer('failed_other', { factor: 'push' })),
  ...entries('gd_send_sms_failure', answer('failed_other', { factor: 'sms' })),
  ...entries('gd_send_voice_failure', answer('failed_other', { factor: 'voice' })),
  ...entries('gd_send_email_failure', answer('failed_other', { factor: 'email_otp' })),
  ...entries('gd_auth_rejected', answer('denied_by_user', { factor: 'push' })),
  ...entries('gd_auth_failed', answer('wrong_code', { flags: ['ambiguous'] })),
  ...entries('gd_auth_succeed', answer('success_mfa')),
  ...entries('gd_auth_email_verification', answer('success_mfa', { factor: 'email_otp' })),
  ...entries('gd_auth_fail_email_verification', answer('wrong_code', { factor: 'email_otp' })),
  ...entries('gd_otp_rate_limit_exceed gd_recovery_rate_limit_exceed', answer('rate_limited')),
  ...entries('gd_recovery_succeed', answer('success_mfa', { factor: 'hardware_otp' })),
  ...entries('gd_recovery_failed', answer('wrong_code', { factor: 'hardware_otp' })),
  ...entries('gd_webauthn_challenge_failed', answer('wrong_code', { factor: 'fido2', flags: ['ambiguous'] })),
  ...entries('passkey_challenge_failed', answer('wrong_code', { factor: 'passkey_platform', flags: ['ambiguous'] })),
  ...entries('passkey_challenge_started', sent('passkey_platform')),
  ...entries('cls', sent('email_otp')),
  ...entries('cs', sent('sms')),

  // Tokens
  ...entries('seacft sertft sede ciba_exchange_succeeded idjag_exchange_succeeded sdu_exchange', auth('success_token')),
  ...entries('success_on_behalf_of_token_exchange secte', auth('success_token')),
  ...entries('feacft fertft fede ciba_exchange_failed failed_on_behalf_of_token_exchange fecte', auth('failed_other')),
  ...entries('seccft', auth('success_token', { factor: 'client_secret', isMachine: true })),
  ...entries('feccft', auth('password_failed', { factor: 'client_secret', isMachine: true, flags: ['ambiguous'] })),
  ...entries('ferrt', auth('blocked_by_policy')),
  ...entries('sepft', auth('success_single_factor', { factor: 'password' })),
  ...entries('fepft', auth('password_failed', { factor: 'password' })),
  ...entries('seotpft', auth('success_mfa', { factor: 'totp' })),
  ...entries('feotpft', auth('wrong_code', { factor: 'totp' })),
  ...entries('seoobft', auth('success_mfa', { factor: 'push' })),
  ...entries('feoobft', auth('failed_other', { factor: 'push', flags: ['ambiguous', 'second_factor_failed'] })),
  ...entries('sercft', auth('success_mfa', { factor: 'hardware_otp' })),
  ...entries('fercft', auth('wrong_code', { factor: 'hardware_otp' })),
  ...entries('sepkoobft sepkotpft', auth('success_mfa', { factor: 'passkey_platform' })),
  ...entries(
    'fepkoobft fepkotpft',
    auth('failed_other', { factor: 'passkey_platform', flags: ['second_factor_failed'] }),
  ),
  ...entries('fdecc', auth('denied_by_user', { flags: ['device_code'] })),
  ...entries('fdeac', auth('failed_other', { flags: ['device_code'] })),
  ...entries('fdeaz', auth('failed_other', { flags: ['device_code'] })),
  ...entries('ciba_start_succeeded', sent()),
  ...entries('ciba_start_failed', auth('failed_other')),

  // Limits and protection
  ...entries('limit_wc limit_mu limit_sul', auth('rate_limited')),
  ...entries('limit_delegation limit_ui', { class: 'other', outcome: 'none' }),
  // Written once an hour for an address, not once an attempt: a word about risk, not a refused sign-in.
  ...entries('pwd_leak signup_pwd_leak reset_pwd_leak', {
    class: 'other',
    outcome: 'blocked_by_policy',
    flags: ['vendor_suspicious'],
  }),
  ...entries('pla', { class: 'other', outcome: 'none' }),

  // Sessions
  ...entries('slo srrt universal_logout_succeeded session_revoked', { class: 'session', outcome: 'none' }),
  ...entries('flo universal_logout_failed', { class: 'session', outcome: 'failed_other' }),

  // Methods, secrets, accounts
  ...entries(
    `gd_enrollment_complete gd_start_enroll gd_unenroll gd_update_device_account gd_module_switch gd_user_delete gd_tenant_update
     gd_start_enroll_failed my_account_authentication_method_succeeded scp scpr scpn sce scu scph ss ublkdu sdu sui sapi
     si svr srdc sd mgmt_api_write`,
    change,
  ),
  ...entries(
    'my_account_authentication_method_failed fcp fcpr fcpn fce fcu fcph fs fdu fui fapi fi fvr fd fcpro fn',
    failedChange,
  ),
  ...entries('mgmt_api_read', { class: 'access', outcome: 'none' }),
  ...entries(
    'depnote admin_update_launch sys_os_update_start sys_os_update_end sys_update_start sys_update_end',
    other,
  ),
  ...entries('api_limit api_limit_warning appi sh fh cln sscim actions_execution_failed', other),
]);

/** A code that is not in the table: nothing is claimed of it. */
export const typeOf = (code: string): LogType => LOG_TYPES.get(code) ?? other;
