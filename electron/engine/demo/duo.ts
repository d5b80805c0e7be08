/** Duo authentication log records, as Admin API v2 returns them, and the same rows as the Admin Panel's CSV. */
import type { Book } from './book';
import type { Device, Person } from './company';
import type { Address } from './world';

export interface Integration {
  key: string;
  name: string;
}
export const VPN: Integration = { key: 'DIQ8W2VJ5X0T7LMZC3RB', name: 'Cisco Secure Client VPN' };
export const RDP: Integration = { key: 'DI4K9PSNF1H6YXUD2TGE', name: 'Microsoft RDP' };

export interface DuoAuth {
  person: Person;
  time: number;
  from: Address; // at the login screen
  device: Device;
  /** Where the phone was; null where no phone took part. */
  phone: Address | null;
  app?: Integration;
  factor: string | null;
  result: 'success' | 'denied' | 'fraud' | 'error';
  reason: string;
  kind?: 'authentication' | 'enrollment';
}

const place = (address: Address | null) => ({
  city: address?.net.city ?? null,
  country: address?.net.countryName ?? null,
  state: address ? (address.net.state === '' ? null : address.net.state) : null,
});

/** One record; returns its txid. */
export function duo(book: Book, entry: DuoAuth): string {
  const { person, device, from, phone } = entry;
  const app = entry.app ?? VPN;
  const id = book.uuid();
  const known = device.managed;
  // Windows sends DOMAIN\user over RDP and no address; the VPN's SAML page sends the short name and the directory's mail.
  const overRdp = app === RDP;
  return book.add('duo', entry.time, id, {
    access_device: {
      browser: overRdp ? null : device.browserName === 'EDGE' ? 'Edge Chromium' : 'Chrome',
      browser_version: overRdp ? null : device.browserVersion,
      epkey: known ? device.duoKey : null,
      flash_version: overRdp ? null : 'uninstalled',
      hostname: overRdp ? device.name : null,
      ip: from.ip,
      is_encryption_enabled: known ? true : 'unknown',
      is_firewall_enabled: known ? true : 'unknown',
      is_password_set: known ? true : 'unknown',
      java_version: overRdp ? null : 'uninstalled',
      location: place(from),
      os: device.duoOs,
      os_version: device.duoOsVersion,
      security_agents: known ? [{ security_agent: 'windows-defender', version: '4.18.25030.2' }] : 'unknown',
    },
    adaptive_trust_assessments: {
      more_secure_auth: {
        detected_attack_detectors: null,
        features_version: '3.0',
        model_version: '2022.07.19.001',
        policy_enabled: false,
        reason: 'Normal level of trust; no detection of known attack pattern',
        trust_level: 'NORMAL',
      },
    },
    alias: '',
    application: { key: app.key, name: app.name },
    auth_device: {
      ip: phone?.ip ?? null,
      key: phone ? person.phoneKey : null,
      location: place(phone),
      name: phone ? `${person.phone.name} (${person.phoneNumber})` : null,
    },
    email: overRdp ? '' : person.mail,
    event_type: entry.kind ?? 'authentication',
    factor: entry.factor,
    isotimestamp: `${new Date(entry.time).toISOString().slice(0, -1)}${100 + (entry.time % 900)}+00:00`,
    ood_software: null,
    reason: entry.reason,
    result: entry.result,
    timestamp: Math.floor(entry.time / 1000),
    trusted_endpoint_status: known ? 'trusted' : 'not trusted',
    txid: id,
    user: {
      groups: ['Corvane Staff', `Team ${person.team}`],
      key: person.duoKey,
      name: overRdp ? `CORVANE\\${person.shortName}` : person.shortName,
    },
  });
}

/** Header of the Admin Panel's authentication report. */
export const CSV_COLUMNS = [
  'Timestamp (UTC)',
  'User',
  'Integration',
  'Factor',
  'Result',
  'Reason',
  'Enrollment',
  '2FA Device Name',
  '2FA Device Key',
  '2FA Device IP',
  '2FA Device Country',
  '2FA Device State',
  '2FA Device City',
  'Access Device IP',
  'Access Device Country',
  'Access Device State',
  'Access Device City',
  'Access Device Hostname',
  'Alias',
  'Email',
  'Out Of Date Software',
  'Access Device OS',
  'Access Device OS Version',
  'Access Device Browser',
  'Access Device Browser Version',
  'Access Device Java Version',
  'Access Device Flash Version',
  'Trusted Endpoint Status',
  'Risk-based factor selection detected attacks',
  'Risk-based factor selection trust level',
  'Risk-based factor selection reason',
  'Risk-based factor selection policy enabled',
  'Risk-based remember me trust level',
  'Risk-based remember me reason',
  'Risk-based remember me policy enabled',
  'Risk-based factor selection step-up status',
] as const;

const LABELS: Record<string, string> = {
  duo_push: 'Duo Push',
  duo_mobile_passcode: 'Duo Mobile Passcode',
  success: 'Success',
  denied: 'Denied',
  fraud: 'Fraud',
  error: 'Error',
  user_approved: 'User approved',
  valid_passcode: 'Valid passcode',
  invalid_passcode: 'Invalid passcode',
  no_response: 'No response',
  user_mistake: 'User mistake',
  user_cancelled: 'User cancelled',
  user_marked_fraud: 'User marked fraud',
  locked_out: 'Locked out',
  trusted: 'Trusted endpoint',
  'not trusted': 'Not a trusted endpoint',
};
const label = (word: unknown): string => (typeof word === 'string' ? (LABELS[word] ?? word) : '');
const cell = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

type Row = {
  access_device: Record<string, unknown> & { location: Record<string, unknown> };
  auth_device: Record<string, unknown> & { location: Record<string, unknown> };
  application: { name: string };
  user: { name: string };
} & Record<string, unknown>;

/** One record as a row of the report: human labels, no transaction id. */
export function csvRow(record: Record<string, unknown>): string[] {
  const row = record as Row;
  const { access_device: access, auth_device: auth } = row;
  return [
    cell(row.isotimestamp),
    row.user.name,
    row.application.name,
    label(row.factor),
    label(row.result),
    label(row.reason),
    row.event_type === 'enrollment' ? 'True' : 'False',
    cell(auth.name),
    cell(auth.key),
    cell(auth.ip),
    cell(auth.location.country),
    cell(auth.location.state),
    cell(auth.location.city),
    cell(access.ip),
    cell(access.location.country),
    cell(access.location.state),
    cell(access.location.city),
    cell(access.hostname),
    cell(row.alias),
    cell(row.email),
    '',
    cell(access.os),
    cell(access.os_version),
    cell(access.browser),
    cell(access.browser_version),
    cell(access.java_version),
    cell(access.flash_version),
    label(row.trusted_endpoint_status),
    '',
    'Normal',
    'Normal level of trust; no detection of known attack pattern',
    'False',
    '',
    '',
    '',
    '',
  ];
}
