/** Okta's names of factors. */
import type { Factor } from '../../../../../shared/model/words';

/** `debugContext.debugData.factor`. SIGNED_NONCE is Okta FastPass: a key bound to the device, used like FIDO2. */
export const FACTORS: Readonly<Record<string, Factor>> = {
  OKTA_VERIFY_PUSH: 'push',
  SIGNED_NONCE: 'fido2',
  FIDO_WEBAUTHN: 'fido2',
  FIDO_U2F: 'fido2',
  PASSWORD_AS_FACTOR: 'password',
  OKTA_SOFT_TOKEN: 'totp',
  SOFT_TOKEN: 'totp',
  SMS_FACTOR: 'sms',
  CALL_FACTOR: 'voice',
  EMAIL_FACTOR: 'email_otp',
  SECURITY_QUESTION: 'security_question',
  GOOGLE_AUTHENTICATOR: 'totp',
  YUBIKEY_OTP: 'hardware_otp',
  SMART_CARD_IDP: 'certificate',
  DUO: 'federated',
  RSA_TOKEN: 'hardware_otp',
};

/** `authenticationContext.credentialType` (Classic), where no factor is named. */
export const CREDENTIAL_TYPES: Readonly<Record<string, Factor>> = {
  PASSWORD: 'password',
  OTP: 'totp',
  SMS: 'sms',
  EMAIL: 'email_otp',
  ASSERTION: 'federated',
  IWA: 'federated',
  CERTIFICATE: 'certificate',
  OAUTH2: 'federated',
};

/** `detailEntry.methodTypeUsed` of the authenticator (Identity Engine): text for people, so matched by what it contains. */
const METHODS: readonly (readonly [RegExp, Factor])[] = [
  [/fastpass/i, 'fido2'],
  [/push/i, 'push'],
  [/webauthn|security key|biometric|passkey|fido/i, 'fido2'],
  [/smart ?card|certificate/i, 'certificate'],
  [/e-?mail/i, 'email_otp'],
  [/sms|text message/i, 'sms'],
  [/voice|call/i, 'voice'],
  [/question/i, 'security_question'],
  [/password/i, 'password'],
  [/code|otp/i, 'totp'],
];

export function factorOfMethod(method: string | null): Factor | null {
  if (method === null) return null;
  return METHODS.find(([pattern]) => pattern.test(method))?.[1] ?? null;
}
