/** Vendors of the second generator, written from their published fields: each a place where people sign in. */
import type { Chance } from '../../../electron/engine/demo/random';
import { type Device, hex, type Person, type Place, uuid } from './cast';

export interface Act {
  who: Person;
  time: number;
  at: Place;
  device: Device;
  app?: string;
  session?: string;
}
export type How =
  | 'declined'
  | 'ignored'
  | 'fraud'
  | 'wrong_code'
  | 'wrong_number'
  | 'blocked'
  | 'not_enrolled'
  | 'locked';
export type By = 'push' | 'number' | 'totp' | 'sms' | 'fido2';

/** Records by file; a record outside what was exported is not there. */
export class Book {
  readonly files = new Map<string, { time: number; text: string }[]>();
  records = 0;
  constructor(
    readonly from: number,
    readonly until: number,
    readonly chance: Chance,
  ) {}

  write(file: string, time: number, id: string, record: unknown): string[] {
    if (time < this.from || time >= this.until) return [];
    const list = this.files.get(file) ?? [];
    this.files.set(file, list);
    list.push({ time, text: JSON.stringify(record) });
    this.records++;
    return [id];
  }
}

export interface Door {
  id: string;
  hows: readonly How[];
  bys: readonly By[];
  refuse(act: Act, how: How): string[];
  /** A whole sign-in with a second factor. */
  pass(act: Act, by: By): string[];
  /** No second factor was asked. */
  single?(act: Act): string[];
  /** A protocol that cannot ask. */
  legacy?(act: Act): string[];
  /** A session or token used again. */
  token?(act: Act): string[];
  deviceCode?(act: Act): string[];
  wrongPassword?(act: Act): string[];
  /** A factor enrolled by its owner or, from a help desk, taken away. */
  enrol?(act: Act): string[];
  reset?(by: Act, on: Person): string[];
  /** An application granted access to what the person may see. */
  consent?(act: Act): string[];
  /** Use of what is behind: mail, files. */
  use?(act: Act): string[];
}

const SECOND = 1_000;
const iso = (time: number): string => new Date(time).toISOString();

export type Shape = 'azure-monitor' | 'graph';
const TENANT = '9c1d2f40-77aa-4b55-8e10-31d6f0aa9f02';
const APPS: Record<string, string> = { Portal: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c', Mail: '9199bf20-a13f-4107-85dc-02114787ef48', Teams: '1fec8e78-bce4-4aaf-ab1b-5451cc387264', Home: '4765445b-32c6-49b0-83e6-1d93765276ca', Vpn: '7f6d4d2a-11b0-4b2c-9a37-5f1c0e9bbf31' }; // biome-ignore format: table

interface EntraTold {
  code: number;
  reason?: string;
  detail?: string | null;
  method?: string;
  step?: string;
  single?: boolean;
  client?: string;
  protocol?: string;
  quiet?: boolean;
}
const ENTRA: Record<How, EntraTold> = {
  declined: { code: 500121, reason: 'Authentication failed during strong authentication request.', detail: 'MFA denied; user declined the authentication', method: 'Mobile app notification', step: 'MFA denied; user declined the authentication' }, // biome-ignore format: table
  ignored: { code: 500121, reason: 'Authentication failed during strong authentication request.', detail: 'MFA denied; user did not respond to mobile app notification', method: 'Mobile app notification', step: 'MFA denied; user did not respond to mobile app notification' }, // biome-ignore format: table
  fraud: { code: 500121, reason: 'Authentication failed during strong authentication request.', detail: 'MFA denied; Phone App Reported Fraud', method: 'Mobile app notification', step: 'MFA denied; Phone App Reported Fraud' }, // biome-ignore format: table
  wrong_code: { code: 500121, reason: 'Authentication failed during strong authentication request.', detail: 'MFA denied; user entered incorrect verification code', method: 'OATH verification code', step: 'MFA denied; invalid mobile app verification code' }, // biome-ignore format: table
  wrong_number: { code: 500121, reason: 'Authentication failed during strong authentication request.', detail: 'MFA denied; user did not select the correct number', method: 'Mobile app notification', step: 'MFA denied; user did not select the correct number' }, // biome-ignore format: table
  blocked: { code: 53003, reason: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.', detail: null }, // biome-ignore format: table
  not_enrolled: { code: 50079, reason: 'User needs to enroll for second factor authentication.', detail: null },
  locked: { code: 50053, reason: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.", detail: null }, // biome-ignore format: table
};
const ENTRA_BY: Record<By, string> = { push: 'Mobile app notification', number: 'Mobile app notification', totp: 'OATH verification code', sms: 'Text message', fido2: 'Passkey (device-bound)' }; // biome-ignore format: table

export function entra(book: Book, shape: Shape, folder = 'entra'): Door {
  const { chance } = book;
  const row = (act: Act, told: EntraTold): string[] => {
    const id = uuid(chance);
    const { who, at, device, time } = act;
    const app = act.app ?? 'Home';
    const details = told.client === 'IMAP4' ? [] : [{ authenticationStepDateTime: iso(time), authenticationMethod: told.quiet ? 'Previously satisfied' : 'Password', authenticationMethodDetail: told.quiet ? null : 'Password in the cloud', succeeded: told.code !== 50126, authenticationStepResultDetail: told.quiet ? 'MFA requirement satisfied by claim in the token' : told.code === 50126 ? 'Incorrect password' : 'Correct password', authenticationStepRequirement: told.quiet ? '' : 'Primary authentication' }]; // biome-ignore format: one step
    if (told.method) details.push({ authenticationStepDateTime: iso(time + 7 * SECOND), authenticationMethod: told.method, authenticationMethodDetail: null, succeeded: told.code === 0, authenticationStepResultDetail: told.code === 0 ? 'MFA successfully completed' : (told.step ?? ''), authenticationStepRequirement: '' }); // biome-ignore format: one step
    const record = {
      id,
      createdDateTime: iso(time),
      userDisplayName: `${who.first} ${who.last}`,
      userPrincipalName: who.login,
      userId: who.id,
      appId: APPS[app] ?? APPS.Home,
      appDisplayName: app,
      ipAddress: at.ip,
      clientAppUsed: told.client ?? (told.quiet ? 'Mobile Apps and Desktop clients' : 'Browser'),
      userAgent: told.client === 'IMAP4' ? '' : device.agent,
      correlationId: uuid(chance),
      conditionalAccessStatus: told.code === 53003 ? 'failure' : told.code === 0 ? 'success' : 'notApplied',
      isInteractive: !told.quiet,
      riskDetail: 'none',
      riskLevelAggregated: 'none',
      riskLevelDuringSignIn: 'none',
      riskState: 'none',
      resourceDisplayName: 'Microsoft Graph',
      resourceId: '00000003-0000-0000-c000-000000000000',
      authenticationRequirement: told.single ? 'singleFactorAuthentication' : 'multiFactorAuthentication',
      autonomousSystemNumber: at.asn,
      authenticationProtocol: told.protocol ?? 'none',
      uniqueTokenIdentifier: hex(chance, 22),
      sessionId: act.session ?? uuid(chance),
      userType: 'member',
      homeTenantId: TENANT,
      resourceTenantId: TENANT,
      status: { errorCode: told.code, failureReason: told.reason ?? (told.code === 0 ? 'Other.' : ''), additionalDetails: told.detail === undefined ? (told.quiet ? 'MFA requirement satisfied by claim in the token' : null) : told.detail }, // biome-ignore format: one line
      deviceDetail: { deviceId: device.managed ? device.id : '', displayName: device.managed ? device.name : '', operatingSystem: told.client === 'IMAP4' ? '' : device.os, browser: told.client === 'IMAP4' ? '' : device.browser, isCompliant: device.managed, isManaged: device.managed, trustType: device.managed ? 'Azure AD joined' : '' }, // biome-ignore format: one line
      location: { city: at.city, state: '', countryOrRegion: at.country, geoCoordinates: { latitude: at.lat, longitude: at.lon } }, // biome-ignore format: one line
      appliedConditionalAccessPolicies: [],
      authenticationDetails: details,
    };
    if (shape === 'graph')
      return book.write(`${folder}/${told.quiet ? 'nonInteractive' : 'signIns'}.graph`, time, id, record);
    const late = chance.int(120, 900) * SECOND;
    return book.write(
      `${folder}/insights-logs-${told.quiet ? 'noninteractiveusersigninlogs' : 'signinlogs'}.ndjson`,
      time,
      id,
      {
        time: iso(time + late),
        resourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`,
        operationName: 'Sign-in activity',
        operationVersion: '1.0',
        category: told.quiet ? 'NonInteractiveUserSignInLogs' : 'SignInLogs',
        tenantId: TENANT,
        resultType: String(told.code),
        resultSignature: 'None',
        durationMs: 0,
        callerIpAddress: at.ip,
        correlationId: record.correlationId,
        identity: record.userDisplayName,
        Level: 4,
        location: at.country,
        properties: record,
      },
    );
  };
  const audit = (what: string, act: Act, on: Person, service: string, target: object | null = null): string[] => {
    const id = `Directory_${hex(chance, 12).toUpperCase()}`;
    const told = {
      id,
      category: 'UserManagement',
      correlationId: uuid(chance),
      result: 'success',
      resultReason: '',
      activityDisplayName: what,
      activityDateTime: iso(act.time),
      loggedByService: service,
      operationType: 'Update',
      initiatedBy: {
        user: { id: act.who.id, displayName: null, userPrincipalName: act.who.login, ipAddress: act.at.ip },
      },
      targetResources: [target ?? { id: on.id, displayName: `${on.first} ${on.last}`, type: 'User', userPrincipalName: on.login, modifiedProperties: [] }], // biome-ignore format: one line
      additionalDetails: [{ key: 'User-Agent', value: act.device.agent }],
    };
    if (shape === 'graph') return book.write(`${folder}/directoryAudits.graph`, act.time, id, told);
    return book.write(`${folder}/insights-logs-auditlogs.ndjson`, act.time, id, { time: iso(act.time + 60 * SECOND), resourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`, operationName: what, operationVersion: '1.0', category: 'AuditLogs', tenantId: TENANT, resultSignature: 'None', durationMs: 0, callerIpAddress: act.at.ip, correlationId: told.correlationId, identity: act.who.login, Level: 4, properties: told }); // biome-ignore format: one line
  };
  return {
    id: 'entra',
    hows: ['declined', 'ignored', 'fraud', 'wrong_code', 'wrong_number', 'blocked', 'not_enrolled', 'locked'],
    bys: ['push', 'number', 'totp', 'sms', 'fido2'],
    refuse: (act, how) => row(act, ENTRA[how]),
    pass: (act, by) => row(act, { code: 0, method: ENTRA_BY[by] }),
    single: (act) => row(act, { code: 0, single: true }),
    legacy: (act) => row(act, { code: 0, single: true, client: 'IMAP4', protocol: 'ropc' }),
    token: (act) => row(act, { code: 0, quiet: true }),
    deviceCode: (act) => row(act, { code: 0, method: 'Mobile app notification', protocol: 'deviceCode' }),
    wrongPassword: (act) => row(act, { code: 50126, reason: 'Error validating credentials due to invalid username or password.' }), // biome-ignore format: one line
    enrol: (act) => audit('User registered security info', act, act.who, 'Authentication Methods'),
    reset: (by, on) => audit('Admin deleted security info', by, on, 'Authentication Methods'),
    consent: (act) => audit('Consent to application', act, act.who, 'Core Directory', { id: uuid(chance), displayName: 'Mail Sorter', type: 'ServicePrincipal', modifiedProperties: [{ displayName: 'ConsentAction.Permissions', oldValue: '[]', newValue: '"Mail.Read offline_access"' }] }), // biome-ignore format: one line
    use: (act) => {
      const id = uuid(chance);
      return book.write('m365/audit.json', act.time, id, { CreationTime: iso(act.time).slice(0, 19), Id: id, Operation: 'MailItemsAccessed', OrganizationId: TENANT, RecordType: 50, ResultStatus: 'Succeeded', UserKey: act.who.id, UserType: 0, Version: 1, Workload: 'Exchange', UserId: act.who.login, ClientIPAddress: act.at.ip, ClientInfoString: 'Client=REST;', ...(act.session && { AppAccessContext: { AADSessionId: act.session } }) }); // biome-ignore format: one line
    },
  };
}

const OKTA_BY: Record<By, string> = { push: 'OKTA_VERIFY_PUSH', number: 'OKTA_VERIFY_PUSH', totp: 'OKTA_SOFT_TOKEN', sms: 'SMS_FACTOR', fido2: 'FIDO_WEBAUTHN' }; // biome-ignore format: table
export function okta(book: Book): Door {
  const { chance } = book;
  const row = (
    act: Act,
    eventType: string,
    result: string,
    reason: string | null,
    more: { debug?: Record<string, string>; on?: Person; transaction?: string; app?: string } = {},
  ): string[] => {
    // biome-ignore format: one line
    const id = uuid(chance);
    const { who, at, device, time } = act;
    const target = more.on ? [{ id: `00u${more.on.id.slice(0, 8)}${more.on.id.slice(9, 13)}`, type: 'User', alternateId: more.on.login, displayName: `${more.on.first} ${more.on.last}` }] : more.app ? [{ id: `0oa${hex(chance, 10)}`, type: 'AppInstance', alternateId: more.app, displayName: more.app }] : null; // biome-ignore format: one line
    return book.write('okta/system-log.json', time, id, {
      actor: { id: `00u${who.id.slice(0, 8)}${who.id.slice(9, 13)}`, type: 'User', alternateId: who.login, displayName: `${who.first} ${who.last}`, detailEntry: null }, // biome-ignore format: one line
      client: { userAgent: { rawUserAgent: device.agent, os: device.os, browser: device.browser.split(' ')[0]!.toUpperCase() }, zone: 'null', device: 'Computer', id: null, ipAddress: at.ip, geographicalContext: { city: at.city, state: null, country: at.countryName, postalCode: null, geolocation: { lat: at.lat, lon: at.lon } } }, // biome-ignore format: one line
      device: device.managed ? { id: `guo${device.id.slice(0, 8)}`, name: device.name, os_platform: device.os, managed: true, registered: true } : null, // biome-ignore format: one line
      authenticationContext: { authenticationStep: 0, externalSessionId: act.session ?? 'unknown' },
      displayMessage: eventType,
      eventType,
      outcome: { result, reason },
      published: iso(time),
      securityContext: { asNumber: at.asn, asOrg: at.org.toLowerCase(), isp: at.org.toLowerCase(), domain: null, isProxy: false }, // biome-ignore format: one line
      severity: result === 'SUCCESS' ? 'INFO' : 'WARN',
      debugContext: { debugData: { requestUri: '/idp/idx/challenge', ...more.debug } },
      legacyEventType: null,
      transaction: { type: 'WEB', id: more.transaction ?? hex(chance, 24), detail: {} },
      uuid: id,
      version: '0',
      request: { ipChain: [{ ip: at.ip, geographicalContext: null, version: 'V4', source: null }] },
      target,
    });
  };
  const asked = (act: Act, transaction: string): string[] => row({ ...act, time: act.time - 20 * SECOND }, 'system.push.send_factor_verify_push', 'SUCCESS', null, { transaction, debug: { factor: 'OKTA_VERIFY_PUSH' } }); // biome-ignore format: one line
  return {
    id: 'okta',
    hows: ['declined', 'ignored', 'fraud', 'wrong_code', 'wrong_number', 'blocked'],
    bys: ['push', 'number', 'totp', 'sms', 'fido2'],
    refuse(act, how) {
      const transaction = hex(chance, 24);
      const mfa = (debug: Record<string, string>, reason = 'INVALID_CREDENTIALS', result = 'FAILURE'): string[] =>
        row(act, 'user.authentication.auth_via_mfa', result, reason, { transaction, debug });
      if (how === 'blocked') return row(act, 'policy.evaluate_sign_on', 'DENY', 'Sign-on policy evaluation resulted in DENY', { app: act.app ?? 'Okta Dashboard' }); // biome-ignore format: one line
      if (how === 'wrong_code') return mfa({ factor: 'OKTA_SOFT_TOKEN' });
      asked(act, transaction);
      if (how === 'ignored') return mfa({ factor: 'OKTA_VERIFY_PUSH' }, 'UNANSWERED', 'UNANSWERED');
      if (how === 'wrong_number') return mfa({ factor: 'OKTA_VERIFY_PUSH', pushWithNumberChallengeResponseType: 'OV_WITH_CHALLENGE_RESPONSE_INVALID' }); // biome-ignore format: one line
      const ids = mfa({ factor: 'OKTA_VERIFY_PUSH', pushOnlyResponseType: 'OV_RESPONSE_DENY' });
      if (how === 'fraud') row({ ...act, time: act.time + 90 * SECOND }, 'user.account.report_suspicious_activity_by_enduser', 'SUCCESS', null); // biome-ignore format: one line
      return ids;
    },
    pass(act, by) {
      const transaction = hex(chance, 24);
      if (by === 'push' || by === 'number') asked(act, transaction);
      const session = act.session ?? `ses${hex(chance, 12)}`;
      const signed = { ...act, session };
      return [
        ...row(signed, 'user.authentication.auth_via_mfa', 'SUCCESS', null, { transaction, debug: { factor: OKTA_BY[by] } }), // biome-ignore format: one line
        ...row({ ...signed, time: act.time + SECOND }, 'user.session.start', 'SUCCESS', null, { transaction }),
        ...row({ ...signed, time: act.time + 3 * SECOND }, 'user.authentication.sso', 'SUCCESS', null, { app: act.app ?? 'Salesforce' }), // biome-ignore format: one line
      ];
    },
    single: (act) => row(act, 'user.session.start', 'SUCCESS', null),
    token: (act) => row(act, 'user.authentication.sso', 'SUCCESS', null, { app: act.app ?? 'Salesforce' }),
    wrongPassword: (act) => row(act, 'user.session.start', 'FAILURE', 'INVALID_CREDENTIALS'),
    enrol: (act) => row(act, 'user.mfa.factor.activate', 'SUCCESS', null, { on: act.who, debug: { factor: 'OKTA_VERIFY_PUSH' } }), // biome-ignore format: one line
    reset: (by, on) => row(by, 'user.mfa.factor.reset_all', 'SUCCESS', null, { on }),
    consent: (act) => row(act, 'app.oauth2.as.consent.grant', 'SUCCESS', null, { app: 'Mail Sorter' }),
  };
}

export function duo(book: Book, application = 'Corporate VPN'): Door {
  const { chance } = book;
  const row = (act: Act, result: string, reason: string, factor: string | null, phone: Place | null): string[] => {
    const id = uuid(chance);
    const { who, at, device, time } = act;
    const place = (p: Place) => ({ city: p.city, country: p.countryName, state: null });
    return book.write('duo/authlogs.json', time, id, {
      access_device: { browser: device.browser.split(' ')[0], browser_version: '131.0', epkey: device.managed ? `EP${device.id.slice(0, 8).toUpperCase()}` : null, hostname: device.managed ? device.name : null, ip: at.ip, location: place(at), os: device.os.split(' ')[0], os_version: '10' }, // biome-ignore format: one line
      adaptive_trust_assessments: {},
      alias: '',
      application: { key: 'DIK3PZ0Q8VY6N1R5TBXW', name: act.app ?? application },
      auth_device: { ip: phone?.ip ?? null, key: `DP${who.id.slice(0, 8).toUpperCase()}`, location: phone ? place(phone) : { city: null, country: null, state: null }, name: '+1 555 0100' }, // biome-ignore format: one line
      email: who.login,
      event_type: 'authentication',
      factor,
      isotimestamp: iso(time).replace('Z', '000+00:00'),
      ood_software: null,
      reason,
      result,
      timestamp: Math.floor(time / SECOND),
      trusted_endpoint_status: device.managed ? 'trusted' : 'not trusted',
      txid: id,
      user: { groups: [], key: `DU${who.id.slice(0, 8).toUpperCase()}`, name: who.login.split('@')[0] },
    });
  };
  const phone = (act: Act): Place => act.who.mobile;
  return {
    id: 'duo',
    hows: ['declined', 'ignored', 'fraud', 'wrong_code', 'wrong_number', 'blocked', 'not_enrolled', 'locked'],
    bys: ['push', 'number', 'totp', 'sms', 'fido2'],
    refuse(act, how) {
      if (how === 'declined') return row(act, 'denied', 'user_mistake', 'duo_push', phone(act));
      if (how === 'ignored') return row(act, 'denied', 'no_response', 'duo_push', null);
      if (how === 'fraud') return row(act, 'fraud', 'user_marked_fraud', 'duo_push', phone(act));
      if (how === 'wrong_code') return row(act, 'denied', 'invalid_passcode', 'passcode', null);
      if (how === 'wrong_number') return row(act, 'denied', 'verification_code_incorrect', 'verified_duo_push', phone(act)); // biome-ignore format: one line
      if (how === 'not_enrolled') return row(act, 'denied', 'deny_unenrolled_user', null, null);
      if (how === 'locked') return row(act, 'denied', 'locked_out', null, null);
      return row(act, 'denied', 'location_restricted', null, null);
    },
    pass: (act, by) => row(act, 'success', by === 'totp' || by === 'sms' ? 'valid_passcode' : 'user_approved', by === 'totp' || by === 'sms' ? 'passcode' : by === 'fido2' ? 'webauthn_credential' : by === 'number' ? 'verified_duo_push' : 'duo_push', by === 'push' || by === 'number' ? phone(act) : null), // biome-ignore format: one line
    single: (act) => row(act, 'success', 'bypass_user', 'not_available', null),
    token: (act) => row(act, 'success', 'remembered_device', 'remembered_device', null),
  };
}

export function auth0(book: Book): Door {
  const { chance } = book;
  const row = (act: Act, type: string, description: string | null, more: object = {}): string[] => {
    const id = `9002026${chance.int(10_000_000, 99_999_999)}${hex(chance, 20)}`;
    const { who, at, device, time } = act;
    const os = device.os.startsWith('Win') ? 'Windows 10' : device.os.startsWith('Mac') ? 'Mac OS X 10.15.7' : 'Linux';
    return book.write('auth0/stream.ndjson', time, id, { log_id: id, data: { date: iso(time), type, description, connection: 'Username-Password-Authentication', connection_id: 'con_1', client_id: 'a1b2c3d4e5', client_name: act.app ?? 'Customer Portal', ip: at.ip, user_agent: `Chrome 131.0.0 / ${os}`, hostname: 'acme.eu.auth0.com', user_id: `auth0|${who.id.slice(0, 13)}`, user_name: who.login, strategy: 'auth0', strategy_type: 'database', log_id: id, ...more } }); // biome-ignore format: one line
  };
  const details = (act: Act, authenticator?: string) => ({ details: { ...(authenticator && { authenticator: { type: authenticator } }), session_id: act.session ?? hex(chance, 16), transaction_id: hex(chance, 18) } }); // biome-ignore format: one line
  const NAMES: Record<By, string> = { push: 'push-notification', number: 'push-notification', totp: 'otp', sms: 'sms', fido2: 'webauthn-roaming' }; // biome-ignore format: table
  return {
    id: 'auth0',
    hows: ['declined', 'wrong_code', 'blocked', 'locked'],
    bys: ['push', 'totp', 'sms', 'fido2'],
    refuse(act, how) {
      if (how === 'blocked') return row(act, 'f', 'access_denied: blocked by rule', details(act));
      if (how === 'locked') return row(act, 'gd_otp_rate_limit_exceed', 'Too many failures', details(act));
      if (how === 'wrong_code') return row(act, 'gd_auth_failed', 'Multi-factor authentication failed', { details: { authenticator: { type: 'otp' }, failure_details: { errorCode: 'invalid_otp', message: 'Invalid OTP' }, session_id: hex(chance, 16) } }); // biome-ignore format: one line
      row({ ...act, time: act.time - 20 * SECOND }, 'gd_send_pn', 'Push notification sent', details(act));
      return row(act, 'gd_auth_rejected', 'User rejected the push notification', details(act, 'push-notification'));
    },
    pass(act, by) {
      const same = details(act, NAMES[by]);
      return [
        ...row(act, 'gd_auth_succeed', 'Successful second factor', same),
        ...row({ ...act, time: act.time + SECOND }, 's', 'Successful login', { details: { ...same.details, prompts: [{ name: 'mfa', performed_amr: ['mfa'] }] } }), // biome-ignore format: one line
      ];
    },
    single: (act) => row(act, 's', 'Successful login', details(act)),
    token: (act) => row(act, 'ssa', 'Successful silent authentication', details(act)),
    wrongPassword: (act) => row(act, 'fp', 'Wrong email or password.', details(act)),
    enrol: (act) => row(act, 'gd_enrollment_complete', 'Guardian enrollment complete', details(act)),
  };
}

export function onelogin(book: Book): Door {
  const { chance } = book;
  const row = (act: Act, type: number, more: object): string[] => {
    const id = uuid(chance);
    const { who, at, device, time } = act;
    return book.write('onelogin/events.ndjson', time, id, { uuid: id, event_timestamp: `${iso(time).slice(0, 19).replace('T', ' ')} UTC`, event_type_id: type, account_id: 142777, user_id: 50_000_000 + who.n, user_name: who.login, actor_user_id: 50_000_000 + who.n, actor_user_name: who.login, actor_system: '', ipaddr: at.ip, user_agent: device.agent, risk_score: null, ...more }); // biome-ignore format: one line
  };
  return {
    id: 'onelogin',
    hows: ['declined', 'wrong_code'],
    bys: ['push', 'totp'],
    refuse(act, how) {
      if (how === 'declined') return row(act, 6, { error_description: 'User denied the push notification', otp_device_name: 'OneLogin Protect' }); // biome-ignore format: one line
      return row(act, 1400, { notes: 'Authentication method: OTP (Invalid OTP). Factor name: Google Authenticator', otp_device_name: 'Google Authenticator' }); // biome-ignore format: one line
    },
    pass: (act, by) => [
      ...row(act, 1400, { notes: `Authentication method: OTP (Valid OTP). Factor name: ${by === 'push' ? 'OneLogin Protect' : 'Google Authenticator'}`, otp_device_name: by === 'push' ? 'OneLogin Protect' : 'Google Authenticator' }), // biome-ignore format: one line
      ...row({ ...act, time: act.time + SECOND }, 5, {}),
    ],
    single: (act) => row(act, 5, {}),
    token: (act) => row(act, 8, { app_name: act.app ?? 'Salesforce', app_id: 12 }),
    wrongPassword: (act) => row(act, 6, { error_description: 'Invalid password' }),
  };
}

export function pingone(book: Book): Door {
  const { chance } = book;
  const row = (act: Act, type: string, status: string, description: string, correlation = uuid(chance)): string[] => {
    const id = uuid(chance);
    const { who, at, device, time } = act;
    return book.write('pingone/activities.json', time, id, { id, recordedAt: iso(time), createdAt: iso(time + 300), correlationId: correlation, internalCorrelation: { sessionId: act.session ?? uuid(chance) }, actors: { client: { id: 'c-1', name: act.app ?? 'Self-Service', type: 'CLIENT' }, user: { id: who.id, name: who.login, type: 'USER', environment: { id: 'env1' } } }, source: { ipAddress: at.ip, userAgent: device.agent }, action: { type, description: type }, resources: [{ type: 'USER', id: who.id, name: who.login, environment: { id: 'env1' } }], result: { status, description } }); // biome-ignore format: one line
  };
  return {
    id: 'pingone',
    hows: ['declined', 'ignored', 'wrong_code'],
    bys: ['push', 'totp'],
    refuse(act, how) {
      if (how === 'declined') return row(act, 'PUSH_NOTIFICATION.REJECTED', 'FAILED', 'User rejected the push');
      if (how === 'ignored') return row(act, 'PUSH_NOTIFICATION.TIMEOUT', 'FAILED', 'Push timed out');
      return row(act, 'OTP.CHECK_FAILED', 'FAILED', 'Failed OTP');
    },
    pass(act, by) {
      const correlation = uuid(chance);
      return [
        ...row({ ...act, time: act.time - 9 * SECOND }, 'PASSWORD.CHECK_SUCCEEDED', 'SUCCESS', 'Passed', correlation),
        ...row(
          act,
          by === 'push' ? 'PUSH_NOTIFICATION.APPROVED' : 'OTP.CHECK_SUCCESS',
          'SUCCESS',
          'Passed',
          correlation,
        ),
        ...row({ ...act, time: act.time + SECOND }, 'USER.ACCESS_ALLOWED', 'SUCCESS', 'Allowed', correlation),
      ];
    },
    single(act) {
      const correlation = uuid(chance);
      row({ ...act, time: act.time - 2 * SECOND }, 'PASSWORD.CHECK_SUCCEEDED', 'SUCCESS', 'Passed', correlation);
      return row(act, 'USER.ACCESS_ALLOWED', 'SUCCESS', 'Allowed', correlation);
    },
    wrongPassword: (act) => row(act, 'PASSWORD.CHECK_FAILED', 'FAILED', 'Wrong password'),
  };
}

export function jumpcloud(book: Book): Door {
  const { chance } = book;
  const row = (act: Act, more: object): string[] => {
    const id = hex(chance, 24);
    const { who, at, device, time } = act;
    return book.write('jumpcloud/events.ndjson', time, id, { '@version': '1', id, timestamp: iso(time), event_type: 'user_login_attempt', service: 'directory', organization: '64f0a1', client_ip: at.ip, geoip: { country_code: at.country, region_name: at.city, latitude: at.lat, longitude: at.lon, timezone: 'UTC' }, useragent: { name: device.browser.split(' ')[0], os_full: device.os, os: device.os, major: '131', version: '131.0' }, initiated_by: { type: 'user', username: who.login.split('@')[0], id: who.id.replaceAll('-', '').slice(0, 24) }, ...more }); // biome-ignore format: one line
  };
  return {
    id: 'jumpcloud',
    hows: ['declined', 'wrong_code', 'blocked'],
    bys: ['push', 'totp', 'fido2'],
    refuse(act, how) {
      if (how === 'blocked') return row(act, { success: false, mfa: false, error_message: 'Access denied by conditional access policy', auth_context: { policies_applied: [{ metadata: { action: 'DENY' } }] } }); // biome-ignore format: one line
      if (how === 'declined') return row(act, { success: false, mfa: true, error_message: 'push MFA was denied by the user', auth_context: { auth_methods: { jumpcloud_protect: { success: false } } } }); // biome-ignore format: one line
      return row(act, { success: false, mfa: true, auth_context: { auth_methods: { totp: { success: false } } } });
    },
    pass: (act, by) => row(act, { success: true, mfa: true, auth_context: { auth_methods: { [by === 'push' ? 'jumpcloud_protect' : by === 'fido2' ? 'webauthn' : 'totp']: { success: true } } } }), // biome-ignore format: one line
    single: (act) => row(act, { success: true, mfa: false }),
    legacy: (act) => row(act, { event_type: 'ldap_bind', service: 'ldap', success: true, mfa: false }),
    wrongPassword: (act) => row(act, { success: false, mfa: false, auth_context: { auth_methods: { password: { success: false } } } }), // biome-ignore format: one line
  };
}

export function keycloak(book: Book): Door {
  const { chance } = book;
  const row = (act: Act, type: string, error: string | null, details: object, session: string | null): string[] => {
    const id = uuid(chance);
    const { who, at, time } = act;
    return book.write('keycloak/events.json', time, id, { id, time, type, realmId: 'acme', clientId: act.app ?? 'intranet', userId: who.id, sessionId: session, ipAddress: at.ip, ...(error && { error }), details: { auth_method: 'openid-connect', username: who.login.split('@')[0], code_id: uuid(chance), ...details } }); // biome-ignore format: one line
  };
  return {
    id: 'keycloak',
    hows: ['wrong_code'],
    bys: ['totp', 'fido2'],
    refuse: (act) => row(act, 'LOGIN_ERROR', 'invalid_user_credentials', { credential_type: 'otp' }, null),
    pass: (act, by) => row(act, 'LOGIN', null, { credential_type: by === 'fido2' ? 'webauthn' : 'otp' }, act.session ?? uuid(chance)), // biome-ignore format: one line
    single: (act) => row(act, 'LOGIN', null, { credential_type: 'password' }, act.session ?? uuid(chance)),
    token: (act) => row(act, 'REFRESH_TOKEN', null, { grant_type: 'refresh_token' }, act.session ?? uuid(chance)),
    wrongPassword: (act) => row(act, 'LOGIN_ERROR', 'invalid_user_credentials', { credential_type: 'password' }, null),
    enrol: (act) => row(act, 'UPDATE_TOTP', null, {}, act.session ?? uuid(chance)),
  };
}

export function google(book: Book): Door {
  const { chance } = book;
  const row = (act: Act, name: string, parameters: object[], application = 'login'): string[] => {
    const id = `${chance.int(100_000_000, 999_999_999)}${chance.int(100_000_000, 999_999_999)}`;
    const { who, at, time } = act;
    return book.write('google/activities.json', time, id, { kind: 'admin#reports#activity', id: { time: iso(time), uniqueQualifier: id, applicationName: application, customerId: 'C03az79cb' }, etag: '"abc"', actor: { callerType: 'USER', email: who.login, profileId: `1${who.id.replace(/\D/g, '').padEnd(20, '7').slice(0, 20)}` }, ipAddress: at.ip, networkInfo: { ipAsn: [at.asn], regionCode: at.country }, events: [{ type: 'login', name, parameters }] }); // biome-ignore format: one line
  };
  const value = (name: string, v: string) => ({ name, value: v });
  const GOOGLE: Record<By, string> = { push: 'google_prompt', number: 'google_prompt', totp: 'google_authenticator', sms: 'idv_any_phone', fido2: 'security_key' }; // biome-ignore format: table
  return {
    id: 'google',
    hows: ['wrong_code'],
    bys: ['push', 'totp', 'sms', 'fido2'],
    refuse: (act) => row(act, 'login_failure', [value('login_type', 'google_password'), { name: 'login_challenge_method', multiValue: ['password', 'google_authenticator'] }, { name: 'is_second_factor', boolValue: true }, value('login_challenge_status', 'Challenge Failed.')]), // biome-ignore format: one line
    pass: (act, by) => row(act, 'login_success', [value('login_type', 'google_password'), { name: 'login_challenge_method', multiValue: ['password', GOOGLE[by]] }, { name: 'is_suspicious', boolValue: false }, { name: 'is_second_factor', boolValue: true }]), // biome-ignore format: one line
    single: (act) => row(act, 'login_success', [value('login_type', 'google_password'), { name: 'login_challenge_method', multiValue: ['password'] }, { name: 'is_suspicious', boolValue: false }]), // biome-ignore format: one line
    wrongPassword: (act) => row(act, 'login_failure', [value('login_type', 'google_password'), { name: 'login_challenge_method', multiValue: ['password'] }]), // biome-ignore format: one line
  };
}

export function teleport(book: Book): Door {
  const { chance } = book;
  const row = (act: Act, code: string, event: string, more: object): string[] => {
    const id = uuid(chance);
    return book.write('teleport/events.ndjson', act.time, id, { ei: 0, event, code, uid: id, time: iso(act.time), cluster_name: 'acme.teleport.sh', user: act.who.login, user_kind: 1, method: 'local', 'addr.remote': `${act.at.ip}:51234`, user_agent: act.device.agent, ...more }); // biome-ignore format: one line
  };
  const mfa_device = { mfa_device_name: 'otp', mfa_device_uuid: 'd1', mfa_device_type: 'TOTP' };
  return {
    id: 'teleport',
    hows: ['wrong_code'],
    bys: ['totp'],
    refuse: (act) =>
      row(act, 'T1016W', 'mfa_auth_challenge.validate', { success: false, error: 'invalid mfa response' }),
    pass: (act) => row(act, 'T1000I', 'user.login', { success: true, mfa_device }),
    single: (act) => row(act, 'T1001I', 'user.login', { success: true, method: 'saml' }),
  };
}

/** A role assumed in AWS with what the identity provider told of the person: another door. */
export function awsRole(book: Book): Door {
  const { chance } = book;
  const event = (act: Act, more: object): string[] => {
    const id = uuid(chance);
    return book.write('aws/cloudtrail.trail', act.time, id, { eventVersion: '1.09', eventTime: `${iso(act.time).slice(0, 19)}Z`, awsRegion: 'us-east-1', sourceIPAddress: act.at.ip, userAgent: act.device.agent, requestID: uuid(chance), eventID: id, eventType: 'AwsApiCall', recipientAccountId: '210987654321', readOnly: true, ...more }); // biome-ignore format: one line
  };
  return {
    id: 'aws',
    hows: [],
    bys: [],
    refuse: () => [],
    pass: (act) => event(act, { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRoleWithSAML', userIdentity: { type: 'SAMLUser', principalId: `x:${act.who.login}`, userName: act.who.login, identityProvider: 'x' }, requestParameters: { roleArn: 'arn:aws:iam::210987654321:role/PowerUser', roleSessionName: act.who.login }, responseElements: { credentials: { accessKeyId: `ASIA${hex(chance, 16).toUpperCase()}` }, assumedRoleUser: { arn: `arn:aws:sts::210987654321:assumed-role/PowerUser/${act.who.login}` } } }), // biome-ignore format: one line
  };
}

/** Text of each file as its vendor hands it over. */
export function filesOf(book: Book): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [name, list] of book.files) {
    const rows = [...list].sort((a, b) => a.time - b.time).map(({ text }) => text);
    const all = rows.join(',\n');
    if (name.endsWith('.ndjson')) files[name] = `${rows.join('\n')}\n`;
    else if (name.endsWith('.graph'))
      files[name.replace('.graph', '.json')] = `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/x","value":[${all}]}`; // biome-ignore format: one line
    else if (name.endsWith('.trail')) files[name.replace('.trail', '.json')] = `{"Records":[${all}]}`;
    else if (name === 'google/activities.json') files[name] = `{"kind":"admin#reports#activities","items":[${all}]}`;
    else if (name === 'duo/authlogs.json')
      files[name] = `{"response":{"authlogs":[${all}],"metadata":{"total_objects":${rows.length}}},"stat":"OK"}`; // biome-ignore format: one line
    else if (name === 'pingone/activities.json') files[name] = `{"_embedded":{"activities":[${all}]}}`;
    else files[name] = `[${all}]`;
  }
  return files;
}
