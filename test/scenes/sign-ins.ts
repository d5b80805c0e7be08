/** Identity providers: what each writes for a word of a row. */
import type { Facts, Writer } from './records';

const geo = ({ at }: Facts) => ({ city: at.city, state: null, country: at.country, geolocation: { lat: at.lat, lon: at.lon } }); // biome-ignore format: one line

interface OktaTold {
  type: string;
  result: string;
  reason?: string;
  factor?: string;
  target?: (facts: Facts) => object[];
}
const okta =
  ({ type, result, reason, factor, target }: OktaTold): Writer =>
  (f) => [
    'okta.json',
    {
      uuid: f.id,
      published: f.iso,
      eventType: type,
      version: '0',
      severity: result === 'SUCCESS' ? 'INFO' : 'WARN',
      legacyEventType: null,
      displayMessage: type,
      actor: { id: `00u${f.who}`, type: 'User', alternateId: f.login, displayName: f.who, detailEntry: null },
      client: { userAgent: { rawUserAgent: f.device?.agent ?? null, os: f.device?.os ?? 'Unknown', browser: f.device?.browser.split(' ')[0]?.toUpperCase() ?? 'UNKNOWN' }, zone: 'null', device: 'Computer', id: null, ipAddress: f.at.ip, geographicalContext: geo(f) }, // biome-ignore format: one line
      device: f.device?.id ? { id: `guo${f.device.id}${f.who}`, name: `${f.who}-pc`, os_platform: 'WINDOWS', managed: true, registered: true } : null, // biome-ignore format: one line
      authenticationContext: { authenticationProvider: null, credentialProvider: factor ?? null, externalSessionId: f.session ?? 'unknown', authenticationStep: 0 }, // biome-ignore format: one line
      outcome: { result, reason: reason ?? null },
      securityContext: { asNumber: f.at.asn, asOrg: null, isp: null, domain: null, isProxy: false },
      target: target?.(f) ?? (f.app ? [{ id: '0oa77', type: 'AppInstance', alternateId: f.app, displayName: f.app }] : []), // biome-ignore format: one line
      transaction: { type: 'WEB', id: f.key, detail: {} },
      debugContext: { debugData: { requestUri: '/idp/idx/challenge/poll', ...(factor && { factor }) } },
      request: { ipChain: [] },
    },
  ];
const onUser = (f: Facts): object[] => [{ id: `00u${f.on}`, type: 'User', alternateId: f.onLogin, displayName: f.on }];

interface EntraTold {
  code: number;
  why?: string;
  method?: string;
  step?: string;
  single?: boolean;
  quiet?: boolean;
  client?: string;
  protocol?: string;
}
const TENANT = '0b7e62d4-91aa-4c67-9a5e-6d2f1c0e8b77';
const entra =
  ({ code, why, method, step, single, quiet, client, protocol }: EntraTold): Writer =>
  (f) => [
    `entra-${quiet ? 'NonInteractiveSignIns' : 'InteractiveSignIns'}.json`,
    {
      id: f.id,
      createdDateTime: f.iso,
      userDisplayName: f.who,
      userPrincipalName: f.login,
      userId: f.uuid(`user ${f.who}`),
      appId: f.uuid(`app ${f.app ?? 'OfficeHome'}`),
      appDisplayName: f.app ?? 'OfficeHome',
      ipAddress: f.at.ip,
      clientAppUsed: client ?? (quiet ? 'Mobile Apps and Desktop clients' : 'Browser'),
      userAgent: client ? '' : (f.device?.agent ?? ''),
      correlationId: f.key,
      conditionalAccessStatus: code === 53003 ? 'failure' : code === 0 ? 'success' : 'notApplied',
      isInteractive: !quiet,
      authenticationRequirement: single ? 'singleFactorAuthentication' : 'multiFactorAuthentication',
      authenticationProtocol: protocol ?? 'none',
      incomingTokenType: quiet ? 'primaryRefreshToken' : 'none',
      uniqueTokenIdentifier: f.uuid(`token ${f.id}`),
      sessionId: f.session ?? f.uuid(`session ${f.id}`),
      userType: 'member',
      homeTenantId: TENANT,
      resourceTenantId: TENANT,
      autonomousSystemNumber: f.at.asn,
      status: { errorCode: code, failureReason: why ?? 'Other.', additionalDetails: step ?? (quiet ? 'MFA requirement satisfied by claim in the token' : null) }, // biome-ignore format: one line
      deviceDetail: { deviceId: f.device?.id ? f.uuid(`device ${f.who} ${f.device.id}`) : '', displayName: f.device?.id ? `${f.who}-pc` : '', operatingSystem: client ? '' : (f.device?.os ?? ''), browser: client ? '' : (f.device?.browser ?? ''), isCompliant: !!f.device?.id, isManaged: !!f.device?.id, trustType: f.device?.id ? 'Azure AD joined' : '' }, // biome-ignore format: one line
      location: { city: f.at.city, state: '', countryOrRegion: f.at.country, geoCoordinates: { latitude: f.at.lat, longitude: f.at.lon } }, // biome-ignore format: one line
      authenticationDetails: [
        ...(client ? [] : [{ authenticationStepDateTime: f.iso, authenticationMethod: quiet ? 'Previously satisfied' : 'Password', succeeded: code !== 50126, authenticationStepResultDetail: quiet ? 'MFA requirement satisfied by claim in the token' : code === 50126 ? 'Invalid username or password' : 'Correct password' }]), // biome-ignore format: one line
        ...(method ? [{ authenticationStepDateTime: f.iso, authenticationMethod: method, succeeded: code === 0, authenticationStepResultDetail: code === 0 ? 'MFA successfully completed' : (step ?? '') }] : []), // biome-ignore format: one line
      ],
    },
  ];
const SAS = 'Authentication failed during strong authentication request.';

const principal =
  (code: number, why: string): Writer =>
  (f) => [
    'entra-ApplicationSignIns.json',
    {
      id: f.id,
      createdDateTime: f.iso,
      appId: f.uuid(`app ${f.who}`),
      appDisplayName: f.who,
      servicePrincipalId: f.uuid(`sp ${f.who}`),
      servicePrincipalName: f.who,
      servicePrincipalCredentialKeyId: f.uuid(`key ${f.session ?? f.who}`),
      servicePrincipalCredentialThumbprint: '',
      ipAddress: f.at.ip,
      correlationId: f.key,
      conditionalAccessStatus: code === 53003 ? 'failure' : 'notApplied',
      resourceDisplayName: f.app ?? 'Microsoft Graph',
      resourceId: '00000003-0000-0000-c000-000000000000',
      status: { errorCode: code, failureReason: why, additionalDetails: null },
      location: { city: f.at.city, state: '', countryOrRegion: f.at.country, geoCoordinates: { latitude: f.at.lat, longitude: f.at.lon } }, // biome-ignore format: one line
      signInEventTypes: ['servicePrincipal'],
      uniqueTokenIdentifier: f.uuid(`token ${f.id}`),
    },
  ];

const audit =
  (activity: string, service: string, target: (f: Facts) => object): Writer =>
  (f) => [
    'entra-AuditLogs.json',
    {
      id: `Directory_${f.id}`,
      category: 'ApplicationManagement',
      correlationId: f.key,
      result: 'success',
      resultReason: '',
      activityDisplayName: activity,
      activityDateTime: f.iso,
      loggedByService: service,
      operationType: 'Update',
      initiatedBy: { app: null, user: { id: f.uuid(`user ${f.who}`), displayName: null, userPrincipalName: f.login, ipAddress: f.at.ip, roles: [] } }, // biome-ignore format: one line
      targetResources: [target(f)],
      additionalDetails: [{ key: 'User-Agent', value: f.device?.agent ?? '' }],
    },
  ];
const aUser = (f: Facts): object => ({ id: f.uuid(`user ${f.on}`), displayName: f.on, type: 'User', userPrincipalName: f.onLogin, modifiedProperties: [] }); // biome-ignore format: one line
const aPrincipal = (f: Facts): object => ({ id: f.uuid(`sp ${f.on}`), displayName: f.on, type: 'ServicePrincipal', userPrincipalName: null, modifiedProperties: [{ displayName: 'KeyDescription', oldValue: '[]', newValue: `["[KeyIdentifier=${f.uuid(`key ${f.session}`)},KeyType=Password,KeyUsage=Verify,DisplayName=backup]"]` }] }); // biome-ignore format: one line

const duo =
  (factor: string, result: string, reason: string): Writer =>
  (f) => [
    'duo.ndjson',
    {
      txid: f.id,
      timestamp: Math.floor(f.time / 1_000),
      isotimestamp: f.iso.replace('Z', '000+00:00'),
      event_type: 'authentication',
      factor,
      result,
      reason,
      user: { key: `DU${f.who}`, name: f.who, groups: [] },
      email: f.login,
      alias: '',
      application: { key: 'DI7', name: f.app ?? 'Citrix Gateway' },
      access_device: { ip: f.at.ip, hostname: f.device?.id ? `${f.who}-pc` : null, browser: f.device?.browser.split(' ')[0], browser_version: f.device?.browser.split(' ')[1], os: f.device?.os.split(' ')[0], os_version: f.device?.os.split(' ')[1] ?? null, epkey: f.device?.id ? `EP${f.who}` : null, location: { city: f.at.city, state: null, country: f.countryName(f.at) } }, // biome-ignore format: one line
      auth_device: { ip: f.phone?.ip ?? null, key: `DP${f.who}`, name: 'iPhone', location: { city: f.phone?.city ?? null, state: null, country: f.phone ? f.countryName(f.phone) : null } }, // biome-ignore format: one line
      trusted_endpoint_status: f.device?.id ? 'trusted' : 'not trusted',
    },
  ];

const google =
  (name: string, parameters: object[], type = 'login', app = 'login'): Writer =>
  (f) => [
    `google-${app}.ndjson`,
    {
      kind: 'admin#reports#activity',
      id: { time: f.iso, uniqueQualifier: f.number, applicationName: app, customerId: 'C03az79cb' },
      actor: { callerType: 'USER', email: f.login, profileId: `1${f.number.slice(0, 12)}` },
      ipAddress: f.at.ip,
      events: [{ type, name, parameters }],
    },
  ];
const loginBy = (method: string, more: object[] = []): object[] => [
  { name: 'login_type', value: 'google_password' },
  { name: 'login_challenge_method', multiValue: ['password', method] },
  ...more,
];

const auth0 =
  (type: string, details: (f: Facts) => object = () => ({}), description: string | null = null): Writer =>
  (f) => [
    'auth0.ndjson',
    {
      log_id: f.number,
      data: { date: f.iso, type, description, connection: 'Username-Password-Authentication', strategy: 'auth0', strategy_type: 'database', client_id: 'hq81', client_name: f.app ?? 'Customer desk', ip: f.at.ip, hostname: 'corp.eu.auth0.com', user_id: `auth0|${f.who}`, user_name: f.login, user_agent: f.device ? `${f.device.browser} / ${f.device.os}` : '', details: { transaction_id: f.key, ...details(f) }, log_id: f.number }, // biome-ignore format: one line
    },
  ];
const mfaPrompts = (f: Facts): object => ({ session_id: f.session ?? f.uuid(`session ${f.id}`), prompts: [{ name: 'prompt-authenticate', flow: 'universal-login', performed_amr: ['pwd'] }, { name: 'mfa', flow: 'mfa', performed_amr: ['mfa'] }] }); // biome-ignore format: one line

const keycloak =
  (type: string, error: string | null, details: object): Writer =>
  (f) => [
    'keycloak.json',
    { id: f.id, time: f.time, type, realmId: 'corp', clientId: f.app ?? 'intranet', userId: f.uuid(`user ${f.who}`), sessionId: error === null ? (f.session ?? f.uuid(`session ${f.id}`)) : null, ipAddress: f.at.ip, ...(error && { error }), details: { username: f.login, auth_method: 'openid-connect', code_id: f.key, ...details } }, // biome-ignore format: one line
  ];

const onelogin =
  (type: number, notes: string | null): Writer =>
  (f) => [
    'onelogin.ndjson',
    { uuid: f.id, event_type_id: type, event_timestamp: `${f.iso.slice(0, 19).replace('T', ' ')} UTC`, account_id: 4411, user_id: f.short, user_name: f.login, actor_user_id: f.short, actor_user_name: f.login, ipaddr: f.at.ip, app_name: null, risk_score: 12, notes, user_agent: f.device?.agent ?? null }, // biome-ignore format: one line
  ];

const pingone =
  (type: string, status: string, description: string): Writer =>
  (f) => [
    'pingone.ndjson',
    { id: f.id, recordedAt: f.iso, createdAt: f.iso, correlationId: f.key, actors: { client: { id: 'c1', name: f.app ?? 'Workforce portal', type: 'CLIENT' }, user: { id: f.uuid(`user ${f.who}`), name: f.login, type: 'USER' } }, action: { type, description }, resources: [{ type: 'USER', id: f.uuid(`user ${f.who}`), name: f.login, environment: { id: 'e1' } }], result: { status, description }, source: { ipAddress: f.at.ip, userAgent: f.device?.agent ?? null } }, // biome-ignore format: one line
  ];

const pingid =
  (status: string | null, message: string): Writer =>
  (f) => [
    'pingid.ndjson',
    { source: 'PINGID', id: f.id, recorded: f.iso, actors: [{ type: 'user', name: f.login }], resources: [{ ipaddress: f.at.ip, websession: f.key, devicemodel: 'iPhone 14', ...(status === null && { pingidmsg: message }) }], ...(status !== null && { result: { status, message } }) }, // biome-ignore format: one line
  ];

const jumpcloud =
  (type: string, success: boolean, mfa: boolean, error: string | null, methods: object): Writer =>
  (f) => [
    'jumpcloud.ndjson',
    { id: f.id, event_type: type, service: 'directory', success, mfa, initiated_by: { type: 'user', id: f.uuid(`user ${f.who}`), username: f.login, email: f.login }, client_ip: f.at.ip, geoip: { country_code: f.at.country, latitude: f.at.lat, longitude: f.at.lon }, useragent: { name: f.device?.browser.split(' ')[0], os_full: f.device?.os }, auth_context: { auth_methods: methods }, error_message: error, timestamp: f.iso, organization: 'o1', '@version': '1' }, // biome-ignore format: one line
  ];

export const SIGN_INS: Record<string, Writer> = {
  'okta push approved': okta({ type: 'user.authentication.auth_via_mfa', result: 'SUCCESS', factor: 'OKTA_VERIFY_PUSH' }), // biome-ignore format: a table
  'okta push denied': okta({ type: 'user.mfa.okta_verify.deny_push', result: 'FAILURE', reason: 'User rejected Okta push verify', factor: 'OKTA_VERIFY_PUSH' }), // biome-ignore format: a table
  'okta push sent': okta({ type: 'system.push.send_factor_verify_push', result: 'SUCCESS' }),
  'okta code wrong': okta({ type: 'user.authentication.auth_via_mfa', result: 'FAILURE', reason: 'INVALID_CREDENTIALS', factor: 'OKTA_SOFT_TOKEN' }), // biome-ignore format: a table
  'okta code ok': okta({ type: 'user.authentication.auth_via_mfa', result: 'SUCCESS', factor: 'OKTA_SOFT_TOKEN' }),
  'okta password wrong': okta({ type: 'user.session.start', result: 'FAILURE', reason: 'INVALID_CREDENTIALS' }),
  'okta password only': okta({ type: 'user.session.start', result: 'SUCCESS' }),
  'okta reported': okta({ type: 'user.account.report_suspicious_activity_by_enduser', result: 'SUCCESS' }),
  'okta factor reset': okta({ type: 'user.mfa.factor.reset_all', result: 'SUCCESS', target: onUser }),
  'okta factor added': okta({ type: 'user.mfa.factor.activate', result: 'SUCCESS', reason: 'User set up OKTA_VERIFY_PUSH factor', target: onUser }), // biome-ignore format: a table
  'okta blocked': okta({ type: 'policy.evaluate_sign_on', result: 'DENY', reason: 'Sign-on policy evaluation resulted in DENY' }), // biome-ignore format: a table
  'okta locked': okta({ type: 'user.account.lock', result: 'SUCCESS', reason: 'LOCKED_OUT' }),
  'okta app': okta({ type: 'user.authentication.sso', result: 'SUCCESS' }),
  'entra push approved': entra({ code: 0, method: 'Mobile app notification' }),
  'entra push denied': entra({ code: 500121, why: SAS, method: 'Mobile app notification', step: 'MFA denied; user declined the authentication' }), // biome-ignore format: a table
  'entra fraud': entra({ code: 500121, why: SAS, method: 'Mobile app notification', step: 'MFA denied; phone app reported fraud' }), // biome-ignore format: a table
  'entra push ignored': entra({ code: 500121, why: SAS, method: 'Mobile app notification', step: 'MFA denied; user did not respond to mobile app notification' }), // biome-ignore format: a table
  'entra number wrong': entra({ code: 500121, why: SAS, method: 'Mobile app notification', step: 'MFA denied; user did not select the correct number' }), // biome-ignore format: a table
  'entra code wrong': entra({ code: 500121, why: SAS, method: 'OATH verification code', step: 'MFA denied; user entered incorrect verification code' }), // biome-ignore format: a table
  'entra code ok': entra({ code: 0, method: 'OATH verification code' }),
  'entra sms ok': entra({ code: 0, method: 'Text message' }),
  'entra passkey failed': entra({ code: 500121, why: SAS, method: 'Passkey (device-bound)', step: 'MFA denied; fido authentication failed' }), // biome-ignore format: a table
  'entra imap blocked': entra({ code: 53003, why: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.', client: 'IMAP4', single: true }), // biome-ignore format: a table
  'entra app secret ok': principal(0, 'Other.'),
  'entra blocked': entra({ code: 53003, why: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.' }), // biome-ignore format: a table
  'entra must enrol': entra({
    code: 50072,
    why: 'User needs to enroll for multi-factor authentication (interactive).',
  }),
  'entra device refused': entra({ code: 53000, why: 'Device is not in required device state: compliant.' }),
  'entra password wrong': entra({ code: 50126, why: 'Error validating credentials due to invalid username or password.' }), // biome-ignore format: a table
  'entra password expired': entra({ code: 50055, why: 'Invalid password, entered expired password.' }),
  'entra password only': entra({ code: 0, single: true }),
  'entra token': entra({ code: 0, quiet: true }),
  'entra imap': entra({ code: 0, single: true, client: 'IMAP4', protocol: 'ropc' }),
  'entra device code': entra({ code: 0, method: 'Mobile app notification', protocol: 'deviceCode' }),
  'entra app ok': principal(0, 'Other.'),
  'entra app blocked': principal(53003, 'Access has been blocked by Conditional Access policies.'),
  'entra app secret expired': principal(7000222, 'The provided client secret keys for app are expired.'),
  'entra app secret wrong': principal(7000215, 'Invalid client secret is provided.'),
  'entra add credential': audit('Add service principal credentials', 'Core Directory', aPrincipal),
  'entra method added': audit('User registered security info', 'Authentication Methods', aUser),
  'entra method removed': audit('Admin deleted security info', 'Authentication Methods', aUser),
  'entra password reset': audit('Reset user password', 'Core Directory', aUser),
  'entra consent': audit('Consent to application', 'Core Directory', (f) => ({ id: f.uuid(`sp ${f.on}`), displayName: f.on, type: 'ServicePrincipal', modifiedProperties: [{ displayName: 'ConsentAction.Permissions', oldValue: '[]', newValue: '"[[Id: 1, ClientId: 0, PrincipalId: 0, ResourceId: 0, ConsentType: Principal, Scope: Mail.Read offline_access]]"' }] })), // biome-ignore format: a table
  'duo push approved': duo('duo_push', 'success', 'user_approved'),
  'duo push ignored': duo('duo_push', 'denied', 'no_response'),
  'duo push denied': duo('duo_push', 'denied', 'user_cancelled'),
  'duo fraud': duo('duo_push', 'fraud', 'user_marked_fraud'),
  'duo mistake': duo('duo_push', 'denied', 'user_mistake'),
  'duo bypass': duo('not_available', 'success', 'bypass_user'),
  'duo code wrong': duo('passcode', 'denied', 'invalid_passcode'),
  'duo bypass code made': (f) => ['duo-admin.ndjson', { action: 'bypass_create', description: JSON.stringify({ bypass: '', count: 1, auto_generated: true }), isotimestamp: f.iso.replace('.000Z', '+00:00'), object: f.on, timestamp: Math.floor(f.time / 1_000), username: f.who, eventtype: 'administrator', host: 'api-1.duosecurity.com' }], // biome-ignore format: a table
  'duo bypass code used': duo('bypass_code', 'success', 'valid_passcode'),
  'duo not enrolled': duo('n/a', 'denied', 'deny_unenrolled_user'),
  'google ok': google('login_success', loginBy('google_prompt', [{ name: 'is_second_factor', boolValue: true }])),
  'google failed': google('login_failure', loginBy('google_prompt', [{ name: 'login_failure_type', value: 'login_failure_invalid_second_factor' }])), // biome-ignore format: a table
  'google challenge failed': google('login_challenge', [{ name: 'login_challenge_method', multiValue: ['google_prompt'] }, { name: 'login_challenge_status', value: 'Challenge Failed.' }, { name: 'login_type', value: 'google_password' }]), // biome-ignore format: a table
  'google password wrong': google('login_failure', [{ name: 'login_type', value: 'google_password' }, { name: 'login_challenge_method', multiValue: ['password'] }, { name: 'login_failure_type', value: 'login_failure_invalid_password' }]), // biome-ignore format: a table
  'google password only': google('login_success', [{ name: 'login_type', value: 'google_password' }, { name: 'login_challenge_method', multiValue: ['password'] }]), // biome-ignore format: a table
  'google grant': (f) => google('authorize', [{ name: 'client_id', value: '77.apps.googleusercontent.com' }, { name: 'app_name', value: f.app ?? 'Mail Saver' }, { name: 'client_type', value: 'WEB' }, { name: 'scope', multiValue: ['https://mail.google.com/'] }], 'auth', 'token')(f), // biome-ignore format: a table
  'auth0 sent': auth0('gd_send_pn', () => ({ authenticator: { id: 'push|dev_1', type: 'push-notification' } })),
  'auth0 rejected': auth0('gd_auth_rejected', () => ({ authenticator: { id: 'push|dev_1', type: 'push-notification' } })), // biome-ignore format: a table
  'auth0 sms ok': auth0('gd_auth_succeed', () => ({ authenticator: { id: 'sms|dev_2', type: 'sms' } })),
  'auth0 push ok': auth0('gd_auth_succeed', () => ({ authenticator: { id: 'push|dev_1', type: 'push-notification' } })),
  'auth0 login': auth0('s', mfaPrompts, 'Successful login'),
  'keycloak ok': keycloak('LOGIN', null, { credential_type: 'otp' }),
  'keycloak code wrong': keycloak('LOGIN_ERROR', 'invalid_user_credentials', { credential_type: 'otp' }),
  'keycloak password wrong': keycloak('LOGIN_ERROR', 'invalid_user_credentials', { credential_type: 'password' }),
  'onelogin ok': onelogin(1400, 'Authentication method: OneLogin Protect (Valid OTP)'),
  'onelogin code wrong': onelogin(1400, 'Authentication method: OneLogin Protect (Invalid OTP)'),
  'onelogin login': onelogin(5, null),
  'pingone push refused': pingone('PUSH_NOTIFICATION.REJECTED', 'FAILED', 'Push notification rejected by user'),
  'pingone push ok': pingone('PUSH_NOTIFICATION.APPROVED', 'SUCCESS', 'Passed'),
  'pingid timeout': pingid('FAILURE,authFail', 'VPN Auth. Timed Out, Unresponsive User "iPhone 14"'),
  'pingid asked': (f) => ['pingid.ndjson', { source: 'PINGID', id: f.id, recorded: f.iso, actors: [{ type: 'user', name: f.login }], resources: [{ ipaddress: f.at.ip, websession: f.key }], result: { status: 'POLICY', message: `Authentication Details:\nIP Address: ${f.at.ip}\nCountry: ${f.countryName(f.at)}\nCurrent VPN/Proxy login: N/A` } }], // biome-ignore format: a table
  'pingid push denied': pingid('FAILURE,authFail', 'SSO Auth. Denied by User "iPhone 14"'),
  'pingid denied': pingid('FAILURE,authFail', 'VPN Auth. Denied "iPhone 14"'),
  'pingid swipe': pingid('SUCCESS', 'VPN Swipe "iPhone 14"'),
  'jumpcloud ok': jumpcloud('user_login_attempt', true, true, null, { password: { success: true }, push: { success: true } }), // biome-ignore format: a table
  'jumpcloud code wrong': jumpcloud('user_login_attempt', false, true, 'mfa failed', { password: { success: true }, totp: { success: false } }), // biome-ignore format: a table
};
