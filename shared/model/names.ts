/** How factors, outcomes and kinds of identity are called in sentences and on the screen: one name for each, everywhere. */
import type { Factor, IdentityKind, Outcome } from './words';

export const FACTOR_NAMES: Record<Factor, string> = {
  password: 'password',
  push: 'push',
  push_number_match: 'push with number matching',
  totp: 'one-time code',
  hardware_otp: 'hardware token code',
  sms: 'text message',
  voice: 'phone call',
  email_otp: 'e-mail code',
  security_question: 'security question',
  fido2: 'security key or passkey',
  passkey_platform: 'platform passkey',
  windows_hello: 'Windows Hello',
  certificate: 'certificate',
  federated: 'other provider',
  remembered_device: 'remembered device',
  client_secret: 'client secret',
  client_certificate: 'client certificate',
  api_key: 'API key',
  workload_federation: 'workload federation',
};

export const KIND_NAMES: Record<IdentityKind, string> = {
  human: 'Person',
  service_principal: 'Service principal',
  managed_identity: 'Managed identity',
  api_key: 'API key',
  workload: 'Workload',
  agent: 'Agent',
  device: 'Device',
  unknown: 'Unresolved name',
};

export const OUTCOME_NAMES: Record<Outcome, string> = {
  denied_by_user: 'declined',
  reported_fraud: 'reported as fraud',
  no_response: 'not answered',
  wrong_code: 'wrong code',
  blocked_by_policy: 'blocked by policy',
  not_enrolled: 'not enrolled',
  rate_limited: 'rate limited',
  password_failed: 'credential refused',
  failed_other: 'failed',
  challenged: 'challenged',
  none: 'no decision',
  success_mfa: 'second factor passed',
  success_token: 'token accepted',
  success_single_factor: 'one factor was enough',
};
