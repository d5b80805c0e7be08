/** Entra's labels of methods and credentials. */
import type { Factor } from '../../../../../shared/model/words';

export const METHODS: Readonly<Record<string, Factor>> = {
  password: 'password',
  pta: 'password',
  phs: 'password',
  'temporary access pass': 'password',
  'mobile app notification': 'push',
  'authenticator app': 'push',
  'microsoft authenticator': 'push',
  'text message': 'sms',
  sms: 'sms',
  voice: 'voice',
  'phone call': 'voice',
  'phone call approval (authentication phone)': 'voice',
  'phone call approval (alternate phone)': 'voice',
  'phone call approval (office phone)': 'voice',
  'oath verification code': 'totp',
  'software oath token': 'totp',
  'hardware oath token': 'hardware_otp',
  'mobile app verification code': 'totp',
  'app verification code': 'totp',
  'email passcode': 'email_otp',
  'email otp': 'email_otp',
  fido: 'fido2',
  'fido2 security key': 'fido2',
  'passkey (device-bound)': 'fido2',
  'passkey (microsoft authenticator)': 'passkey_platform',
  'passkey (synced)': 'passkey_platform',
  'windows hello for business': 'windows_hello',
  'x.509 certificate': 'certificate',
  'passwordless phone sign-in': 'push_number_match',
};

/** `clientCredentialType` of service principals and confidential clients; "none" says nothing. */
export const CREDENTIALS: Readonly<Record<string, Factor>> = {
  clientsecret: 'client_secret',
  clientassertion: 'client_certificate',
  certificate: 'client_certificate',
  federatedidentitycredential: 'workload_federation',
  managedidentity: 'workload_federation',
};

/** Factors that are two in one: a sign-in by one of them alone satisfies a demand for several. */
export const STRONG_ALONE: ReadonlySet<Factor> = new Set<Factor>([
  'fido2',
  'passkey_platform',
  'windows_hello',
  'certificate',
  'push_number_match',
]);

/** Labels that name no method but an earlier sign-in that still counts. */
export const CLAIMED = new Set(['previously satisfied', 'satisfied by token']);

/** `clientAppUsed` of clients that cannot ask for a second factor. Lower case; "Other clients" also with a detail after it. */
const LEGACY = new Set([
  'exchange activesync',
  'activesync',
  'imap',
  'imap4',
  'pop',
  'pop3',
  'smtp',
  'authenticated smtp',
  'mapi over http',
  'exchange web services',
  'exchange online powershell',
  'autodiscover',
  'offline address book',
  'outlook anywhere (rpc over http)',
  'outlook service',
  'reporting web services',
  'universal outlook',
  'other clients',
]);

export const isLegacyClient = (client: string | null): boolean =>
  client !== null && (LEGACY.has(client.toLowerCase()) || client.toLowerCase().startsWith('other clients;'));
