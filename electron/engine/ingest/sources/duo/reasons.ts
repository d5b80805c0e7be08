/** What Duo's results, reasons and factors mean. Facts of the authentication log; other Duo logs are not read here. */
import type { EventFlag } from '../../../../../shared/model/event';
import type { Factor, Outcome } from '../../../../../shared/model/words';

export interface Reason {
  outcome: Outcome;
  factor?: Factor;
  flags?: readonly EventFlag[];
}

const reasons = (outcome: Outcome, names: string, rest: Omit<Reason, 'outcome'> = {}): [string, Reason][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, { outcome, ...rest }]);

export const REASONS: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ...reasons('success_mfa', 'user_approved valid_passcode'),
  ...reasons('success_token', 'remembered_device', { factor: 'remembered_device', flags: ['remembered_device'] }),
  // Access was given and nobody was asked for a second factor.
  ...reasons(
    'success_single_factor',
    `trusted_network trusted_location bypass_user allow_unenrolled_user allow_unenrolled_user_on_trusted_network
     allowed_by_policy`,
    { flags: ['mfa_not_required'] },
  ),
  ...reasons('reported_fraud', 'user_marked_fraud', { factor: 'push' }),
  // Cancelled by whoever sat at the access device, which need not be the owner of the phone.
  ...reasons('denied_by_user', 'user_cancelled', { flags: ['ambiguous'] }),
  ...reasons('denied_by_user', 'user_mistake', { factor: 'push' }),
  ...reasons('denied_by_user', 'user_denied'),
  ...reasons('no_response', 'no_response'),
  ...reasons('no_response', 'no_keys_pressed call_timed_out', { factor: 'voice' }),
  ...reasons('no_response', 'verification_code_missing', { factor: 'push_number_match' }),
  ...reasons('wrong_code', 'invalid_passcode'),
  ...reasons('wrong_code', 'verification_code_incorrect', { factor: 'push_number_match', flags: ['number_mismatch'] }),
  ...reasons('rate_limited', 'locked_out'),
  ...reasons('rate_limited', 'anomalous_push', { factor: 'push', flags: ['vendor_suspicious'] }),
  ...reasons('not_enrolled', 'deny_unenrolled_user no_activated_duo_mobile_account user_not_in_permitted_group'),
  ...reasons('failed_other', 'error invalid_device user_provided_invalid_certificate'),
  ...reasons('blocked_by_policy', 'anonymous_ip', { flags: ['proxy'] }),
  ...reasons(
    'blocked_by_policy',
    `factor_restricted user_disabled out_of_date denied_by_policy denied_network location_restricted
     platform_restricted version_restricted software_restricted rooted_device no_screen_lock no_disk_encryption
     touchid_disabled touch_id_disabled could_not_determine_if_endpoint_was_trusted endpoint_is_not_trusted
     endpoint_is_not_in_management_system endpoint_failed_google_verification no_duo_certificate_present
     invalid_management_certificate_collection_state invalid_referring_hostname_provided
     no_referring_hostname_provided no_web_referer_match`,
  ),
]);

/** `null` = the word is known and names no factor. */
export const FACTORS: Readonly<Record<string, Factor | null>> = {
  duo_push: 'push',
  push: 'push',
  verified_duo_push: 'push_number_match',
  verified_push: 'push_number_match',
  phone_call: 'voice',
  phone: 'voice',
  sms_passcode: 'sms',
  sms_refresh: 'sms',
  sms: 'sms',
  passcode: 'totp',
  duo_mobile_passcode: 'totp',
  duo_otp: 'totp',
  hardware_token: 'hardware_otp',
  yubikey_passcode: 'hardware_otp',
  yubikey_code: 'hardware_otp',
  digipass_go_7_token: 'hardware_otp',
  bypass_code: 'hardware_otp',
  u2f_token: 'fido2',
  webauthn_security_key: 'fido2',
  security_key: 'fido2',
  webauthn_credential: 'fido2',
  webauthn_chrome_touch_id: 'passkey_platform',
  touch_id: 'passkey_platform',
  platform_authenticator: 'passkey_platform',
  remembered_device: 'remembered_device',
  trusted_network: null,
  not_available: null,
};

/**
 * The panel's CSV writes labels for people ("User Approved", "Duo Push", "Anonymous IP"), the API codes: one form for
 * both. Punctuation goes, blanks and hyphens become `_`.
 */
export function codeOf(label: string | null): string | null {
  if (label === null) return null;
  const code = label
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/[^a-z0-9_]/g, '');
  return code === '' || code === 'none' || code === 'na' ? null : (SYNONYMS.get(code) ?? code);
}

/** Labels whose code is not their plain form. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['granted', 'success'],
  ['allowed', 'success'],
  ['failure', 'denied'],
  ['failed', 'denied'],
  ['marked_fraud', 'user_marked_fraud'],
  ['user_marked_as_fraud', 'user_marked_fraud'],
  ['user_reported_fraud', 'user_marked_fraud'],
  ['user_canceled', 'user_cancelled'],
  ['timed_out', 'no_response'],
  ['no_response_received', 'no_response'],
  ['incorrect_passcode', 'invalid_passcode'],
  ['call_time_out', 'call_timed_out'],
  ['deny_unenrolled', 'deny_unenrolled_user'],
  ['unenrolled_user', 'deny_unenrolled_user'],
  ['lockout', 'locked_out'],
  ['user_locked_out', 'locked_out'],
  ['user_bypass', 'bypass_user'],
  ['bypass_status', 'bypass_user'],
  ['remembered_device_used', 'remembered_device'],
]);
