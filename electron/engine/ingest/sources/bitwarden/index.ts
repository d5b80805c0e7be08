import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { reject, type Shape, type Source } from '../../source';
import { readAddress } from '../../vendor/address';
import { entry, filled } from '../../vendor/fields';
import { person } from '../../vendor/person';

interface Meaning {
  action: string;
  class: EventClass;
  outcome: Outcome;
  factor?: Factor;
  flags?: EventFlag[];
}

const meaning = (
  action: string,
  eventClass: EventClass,
  outcome: Outcome = 'none',
  flags: EventFlag[] = [],
): Meaning => ({
  action,
  class: eventClass,
  outcome,
  flags,
});
const PRIVILEGED: EventFlag[] = ['privileged'];

/** Numbers of the event log, as the vendor documents them. */
const TYPES: Readonly<Record<string, Meaning>> = {
  1000: meaning('User_LoggedIn', 'authentication', 'success_single_factor', ['ambiguous']),
  1001: meaning('User_ChangedPassword', 'change'),
  1002: meaning('User_Updated2fa', 'change', 'none', PRIVILEGED),
  1003: meaning('User_Disabled2fa', 'change', 'none', PRIVILEGED),
  1004: meaning('User_Recovered2fa', 'change', 'none', PRIVILEGED),
  1005: { ...meaning('User_FailedLogIn', 'authentication', 'password_failed'), factor: 'password' },
  1006: meaning('User_FailedLogIn2fa', 'authentication', 'wrong_code', ['credential_right']),
  1007: meaning('User_ClientExportedVault', 'access', 'none', PRIVILEGED),
  1008: meaning('User_UpdatedTempPassword', 'change'),
  1009: meaning('User_MigratedKeyToKeyConnector', 'change'),
  1010: meaning('User_RequestedDeviceApproval', 'authentication', 'challenged'),
  1011: meaning('User_TdeOffboardingPasswordSet', 'change'),
  1107: meaning('Cipher_ClientViewed', 'access'),
  1108: meaning('Cipher_ClientToggledPasswordVisible', 'access', 'none', PRIVILEGED),
  1109: meaning('Cipher_ClientToggledHiddenFieldVisible', 'access', 'none', PRIVILEGED),
  1110: meaning('Cipher_ClientToggledCardCodeVisible', 'access', 'none', PRIVILEGED),
  1111: meaning('Cipher_ClientCopiedPassword', 'access', 'none', PRIVILEGED),
  1112: meaning('Cipher_ClientCopiedHiddenField', 'access', 'none', PRIVILEGED),
  1113: meaning('Cipher_ClientCopiedCardCode', 'access', 'none', PRIVILEGED),
  1114: meaning('Cipher_ClientAutofilled', 'access'),
  1117: meaning('Cipher_ClientToggledCardNumberVisible', 'access', 'none', PRIVILEGED),
  1500: meaning('OrganizationUser_Invited', 'change'),
  1501: meaning('OrganizationUser_Confirmed', 'change'),
  1502: meaning('OrganizationUser_Updated', 'change', 'none', PRIVILEGED),
  1503: meaning('OrganizationUser_Removed', 'change'),
  1504: meaning('OrganizationUser_UpdatedGroups', 'change', 'none', PRIVILEGED),
  1505: meaning('OrganizationUser_UnlinkedSso', 'change'),
  1506: meaning('OrganizationUser_ResetPassword_Enroll', 'change', 'none', PRIVILEGED),
  1507: meaning('OrganizationUser_ResetPassword_Withdraw', 'change'),
  1508: meaning('OrganizationUser_AdminResetPassword', 'change', 'none', PRIVILEGED),
  1509: meaning('OrganizationUser_ResetSsoLink', 'change', 'none', PRIVILEGED),
  1510: meaning('OrganizationUser_FirstSsoLogin', 'authentication', 'success_single_factor', ['ambiguous']),
  1511: meaning('OrganizationUser_Revoked', 'change'),
  1512: meaning('OrganizationUser_Restored', 'change'),
  1513: meaning('OrganizationUser_ApprovedAuthRequest', 'authentication', 'success_mfa'),
  1514: meaning('OrganizationUser_RejectedAuthRequest', 'authentication', 'blocked_by_policy'),
  1602: meaning('Organization_ClientExportedVault', 'access', 'none', PRIVILEGED),
  1603: meaning('Organization_VaultAccessed', 'access', 'none', PRIVILEGED),
  2100: meaning('Secret_Retrieved', 'access', 'none', PRIVILEGED),
};

/** Families of numbers that are not in the table: each holds changes of one kind of thing. */
function byFamily(type: number): Meaning {
  const families: readonly (readonly [number, number, string])[] = [
    [1100, 1199, 'Cipher'],
    [1300, 1399, 'Collection'],
    [1400, 1499, 'Group'],
    [1500, 1599, 'OrganizationUser'],
    [1600, 1699, 'Organization'],
    [1700, 1799, 'Policy'],
    [1800, 1999, 'ProviderUser'],
    [2000, 2099, 'OrganizationDomain'],
    [2100, 2299, 'SecretsManager'],
  ];
  const family = families.find(([from, to]) => type >= from && type <= to);
  return family
    ? meaning(`${family[2]} event ${type}`, 'change', 'none', type >= 1600 && type < 1800 ? PRIVILEGED : [])
    : meaning(`event ${type}`, 'other');
}

const DEVICES = [
  'Android',
  'iOS',
  'Chrome extension',
  'Firefox extension',
  'Opera extension',
  'Edge extension',
  'Windows desktop',
  'macOS desktop',
  'Linux desktop',
  'Chrome',
  'Firefox',
  'Opera',
  'Edge',
  'Internet Explorer',
  'Unknown browser',
  'Android (Amazon)',
  'UWP',
  'Safari',
  'Vivaldi',
  'Vivaldi extension',
  'Safari extension',
  'SDK',
  'Server',
  'Windows CLI',
  'macOS CLI',
  'Linux CLI',
];

const FIELDS = [
  'itemId',
  'collectionId',
  'groupId',
  'policyId',
  'installationId',
  'secretId',
  'projectId',
  'domainName',
] as const;

const WHO = ['actingUserId', 'memberId', 'device', 'ipAddress', 'systemUser', 'serviceAccountId', ...FIELDS];

/** A record whose type and time are in these members. */
function eventOf(typeName: string, timeName: string): Shape['toEvent'] {
  return (record): EventDraft | ReturnType<typeof reject> => {
    const text = (path: string): string | null => filled(record.text(path));
    const time = parseUtcByContract(text(timeName) ?? '');
    if (time === null) return reject(`unreadable time (${timeName})`);
    const type = text(typeName) ?? '';
    const decided = entry(TYPES, type) ?? byFamily(Number(type));
    const acting = text('actingUserId');
    const machine = text('serviceAccountId') ?? text('systemUser');
    const member = text('memberId');
    const device = record.num('device');
    const address = readAddress(text('ipAddress'));
    const isSignIn = decided.class === 'authentication';
    // Somebody else than the person decided about the device.
    const byAdmin = type === '1513' || type === '1514';
    const detail = Object.fromEntries(FIELDS.flatMap((name) => (text(name) === null ? [] : [[name, text(name)!]])));
    return {
      recordId: null,
      time,
      class: decided.class,
      action: decided.action,
      outcome: decided.outcome,
      factor: decided.factor ?? null,
      code: type,
      actor:
        acting === null
          ? person({ id: machine ?? member, kind: machine === null ? 'human' : 'service_principal' })
          : person({ id: acting }),
      target: member !== null && member !== acting && (!isSignIn || byAdmin) ? person({ id: member }) : null,
      app: 'Bitwarden',
      resource: text('itemId') ?? text('collectionId') ?? text('groupId') ?? text('policyId') ?? text('secretId'),
      ip: address.ip,
      device: device === null ? null : { name: DEVICES[device] ?? `device type ${device}` },
      interactive: isSignIn ? machine === null : null,
      attempt: isSignIn
        ? { key: null, role: decided.outcome === 'challenged' ? 'prompt' : byAdmin ? 'answer' : 'outcome' }
        : undefined,
      flags: decided.flags ?? [],
      detail: Object.keys(detail).length > 0 ? detail : null,
      warnings: address.warning ? [address.warning] : [],
    };
  };
}

const events: Shape = {
  id: 'events-json',
  record: 'json',
  reads: ['object', 'type', 'date', ...WHO],
  fidelity: 3,
  signature: 'object event, a numbered type, date and actingUserId or memberId',
  accepts: (record) =>
    record.any('object') === 'event' &&
    /^\d{4}$/.test(record.text('type') ?? '') &&
    typeof record.any('date') === 'string' &&
    (record.has('actingUserId') || record.has('memberId') || record.has('ipAddress')),
  toEvent: eventOf('type', 'date'),
};

const ID = /^[\da-f]{8}-[\da-f]{4}-/i;

/** Rows of Sentinel's table, which keeps the date as its own time. */
const stored: Shape = {
  id: 'log-analytics',
  record: 'json',
  reads: ['eventType', 'TimeGenerated', ...WHO],
  fidelity: 2,
  signature: 'a numbered eventType, TimeGenerated, a device and an id as actingUserId or memberId',
  accepts: (record) =>
    /^\d{4}$/.test(record.text('eventType') ?? '') &&
    typeof record.any('TimeGenerated') === 'string' &&
    (record.has('device') || record.has('ipAddress')) &&
    ID.test(record.text('actingUserId') ?? record.text('memberId') ?? ''),
  toEvent: eventOf('eventType', 'TimeGenerated'),
};

const bitwarden: Source = {
  id: 'bitwarden',
  title: 'Bitwarden event log',
  shapes: [events, stored],
  about:
    'Organisation → Reporting → Event logs, the public API /public/events (JSON), or Sentinel’s BitwardenEventLogs_CL. People are ' +
    'identifiers only; the log says whether ' +
    'the second factor failed, not which it was, and not whether a login needed one. The web vault’s CSV opens by the column mapping.',
  example:
    '{"object":"event","type":1006,"itemId":null,"actingUserId":"a2549f79-0000-0000-0000-000000000001","date":"2026-01-02T03:04:05.678Z","device":9,"ipAddress":"203.0.113.4"}',
};
export default bitwarden;
