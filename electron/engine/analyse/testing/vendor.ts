/**
 * The same rows of words as in the pictures, written as the vendors export them: for tests that go through the real
 * importers. Times, people, places and devices are those of `picture.ts`.
 */
import { at, DEVICES, PLACES } from './picture';

export interface More {
  /** Correlation or transaction that joins the records of one prompt; each row has its own without it. */
  key?: string;
  session?: string;
  app?: string;
  /** Members that take the place of the record's own. */
  record?: Record<string, unknown>;
  /** Milliseconds that the source's clock is ahead. */
  skew?: number;
}
export type VendorRow = [time: string, who: string, what: string, where: string, device?: string, more?: More];

const DOMAIN = 'corp.example';
export const upnOf = (who: string): string => `${who}@${DOMAIN}`;
const TENANT = '7d3d0c53-5f0e-4e0b-9f0b-0b4c5a3f1a01';
const AGENTS: Record<string, string> = {
  laptop: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36',
  phone: 'Outlook-iOS/2.0',
  stranger: 'Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0',
  stranger2: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15',
};

/** A number of its own for every text, the same in every run. */
function numberOf(text: string): number {
  let h = 2_166_136_261;
  for (const char of text) h = Math.imul(h ^ char.codePointAt(0)!, 16_777_619) >>> 0;
  return h;
}
export const uuidOf = (text: string): string => {
  const part = (salt: string): string => numberOf(`${salt}${text}`).toString(16).padStart(8, '0');
  const [a, b, c, d] = [part('a'), part('b'), part('c'), part('d')];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
};

interface Facts {
  id: string;
  time: number;
  iso: string;
  who: string;
  ip: string | null;
  spot: (typeof PLACES)[string] | null;
  os: string;
  browser: string;
  agent: string | null;
  deviceId: string | null;
  key: string;
  more: More;
}
type Writer = (facts: Facts) => Record<string, unknown>;

const okta =
  (eventType: string, result: string, reason: string | null = null, debug: Record<string, string> = {}): Writer =>
  ({ id, iso, who, ip, spot, os, browser, agent, key, deviceId, more }) => ({
    uuid: id,
    published: iso,
    eventType,
    version: '0',
    severity: 'INFO',
    displayMessage: eventType,
    actor: { id: `00u${who}`, type: 'User', alternateId: upnOf(who), displayName: who },
    client: {
      userAgent: { rawUserAgent: agent, os, browser: browser.toUpperCase() },
      zone: 'null',
      device: 'Computer',
      id: null,
      ipAddress: ip,
      geographicalContext: spot && {
        city: spot.city,
        country: spot.country,
        geolocation: { lat: spot.lat, lon: spot.lon },
      },
    },
    device: null,
    authenticationContext: { externalSessionId: more.session ?? 'unknown', authenticationStep: 0 },
    outcome: { result, reason },
    securityContext: { asNumber: spot?.asn ?? null, isProxy: false },
    target: more.app ? [{ id: '0oa1', type: 'AppInstance', alternateId: more.app, displayName: more.app }] : [],
    transaction: { type: 'WEB', id: key, detail: {} },
    debugContext: { debugData: { ...debug, ...(deviceId && { deviceFingerprint: deviceId }) } },
    request: { ipChain: [] },
  });

interface EntraFacts {
  code: number;
  reason?: string;
  additional?: string;
  method?: string;
  isQuiet?: boolean;
  requirement?: string;
  clientApp?: string;
  protocol?: string;
  token?: string;
}
const entra =
  (told: EntraFacts): Writer =>
  ({ id, iso, who, ip, spot, os, browser, agent, deviceId, key, more }) => ({
    id,
    createdDateTime: iso,
    userDisplayName: who,
    userPrincipalName: upnOf(who),
    userId: uuidOf(`user ${who}`),
    appId: uuidOf(`app ${more.app ?? 'Portal'}`),
    appDisplayName: more.app ?? 'Portal',
    ipAddress: ip,
    clientAppUsed: told.clientApp ?? 'Browser',
    correlationId: key,
    conditionalAccessStatus: 'notApplied',
    isInteractive: !told.isQuiet,
    authenticationRequirement: told.requirement ?? 'multiFactorAuthentication',
    authenticationProtocol: told.protocol ?? 'none',
    incomingTokenType: told.token ?? 'none',
    userType: 'member',
    homeTenantId: TENANT,
    resourceTenantId: TENANT,
    resourceDisplayName: 'Office 365 Exchange Online',
    userAgent: agent,
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    riskDetail: 'none',
    sessionId: more.session ?? null,
    autonomousSystemNumber: spot?.asn ?? null,
    signInEventTypes: [told.isQuiet ? 'nonInteractiveUser' : 'interactiveUser'],
    status: {
      errorCode: told.code,
      failureReason: told.reason ?? 'Other.',
      additionalDetails: told.additional ?? null,
    },
    deviceDetail: { deviceId: deviceId ?? '', displayName: '', operatingSystem: os, browser },
    location: spot && {
      city: spot.city,
      state: '',
      countryOrRegion: spot.country,
      geoCoordinates: { latitude: spot.lat, longitude: spot.lon },
    },
    authenticationDetails: told.method
      ? [
          step(iso, 'Password', 'Password Hash Sync', true, 'Correct password'),
          step(iso, told.method, '', told.code === 0, told.additional ?? 'MFA successfully completed'),
        ]
      : [],
  });
const step = (iso: string, method: string, detail: string, succeeded: boolean, result: string): unknown => ({
  authenticationStepDateTime: iso,
  authenticationMethod: method,
  authenticationMethodDetail: detail,
  succeeded,
  authenticationStepResultDetail: result,
});
const DENIED = 'MFA denied; user declined the authentication';
const FAILED = 'Authentication failed during strong authentication request.';
const PUSH = 'Mobile app notification';

const machine =
  (code: number, reason = 'Other.'): Writer =>
  ({ id, iso, who, ip, key, more }) => ({
    id,
    createdDateTime: iso,
    servicePrincipalId: uuidOf(`principal ${who}`),
    servicePrincipalName: who,
    appId: uuidOf(`app ${who}`),
    appDisplayName: who,
    ipAddress: ip,
    correlationId: key,
    servicePrincipalCredentialKeyId: uuidOf(`key ${more.key ?? who}`),
    servicePrincipalCredentialThumbprint: '',
    resourceDisplayName: 'Microsoft Graph',
    signInEventTypes: ['servicePrincipal'],
    status: { errorCode: code, failureReason: reason, additionalDetails: null },
    location: {},
    isInteractive: false,
    homeTenantId: TENANT,
  });

const duo =
  (result: string, reason: string): Writer =>
  ({ time, iso, who, ip, spot, os, browser, key }) => ({
    txid: key,
    timestamp: Math.floor(time / 1_000),
    isotimestamp: iso.replace('Z', '000+00:00'),
    event_type: 'authentication',
    result,
    reason,
    factor: 'duo_push',
    user: { name: who, key: `DU${who}`, groups: [] },
    email: upnOf(who),
    alias: '',
    application: { name: 'VPN', key: 'DIVPN' },
    access_device: {
      ip,
      os,
      browser,
      location: { city: spot?.city ?? null, state: null, country: spot ? COUNTRIES[spot.country] : null },
    },
    auth_device: { ip: null, name: '+44 700', key: 'DP1', location: { city: null, state: null, country: null } },
    trusted_endpoint_status: 'unknown',
  });
const COUNTRIES: Record<string, string> = { GB: 'United Kingdom', RO: 'Romania', VN: 'Vietnam', RU: 'Russia', DE: 'Germany', SG: 'Singapore', FR: 'France' }; // biome-ignore format: one table

/** Microsoft 365's unified audit log: the directory's logons, and what was opened. */
const logon =
  (Operation: string, error: string | null): Writer =>
  ({ id, iso, who, ip, agent, key, more }) => ({
    ...audited(Operation, 15, 'AzureActiveDirectory', id, iso, who),
    ClientIP: ip,
    ActorIpAddress: ip,
    ObjectId: '00000003-0000-0ff1-ce00-000000000000',
    InterSystemsId: key,
    IntraSystemId: id,
    ApplicationId: '4765445b-32c6-49b0-83e6-1d93765276ca',
    ...(error !== null && { ErrorNumber: error, LogonError: 'UserStrongAuthClientAuthNRequiredInterrupt' }),
    ExtendedProperties: [
      { Name: 'UserAgent', Value: agent },
      { Name: 'RequestType', Value: 'SAS:EndAuth' },
    ],
    DeviceProperties: more.session ? [{ Name: 'SessionId', Value: more.session }] : [],
    ModifiedProperties: [],
    Actor: [
      { ID: uuidOf(`user ${who}`), Type: 0 },
      { ID: upnOf(who), Type: 5 },
    ],
    Target: [{ ID: '00000003-0000-0ff1-ce00-000000000000', Type: 0 }],
  });
const opened =
  (Operation: string, RecordType: number, Workload: string): Writer =>
  ({ id, iso, who, ip, agent, more }) => ({
    ...audited(Operation, RecordType, Workload, id, iso, who),
    ...(Workload === 'Exchange'
      ? { ClientIPAddress: ip, ClientInfoString: agent }
      : { ClientIP: ip, UserAgent: agent }),
    ...(more.session && { AppAccessContext: { AADSessionId: more.session } }),
    ObjectId: 'https://corp.example/plan.docx',
  });
const audited = (Operation: string, RecordType: number, Workload: string, id: string, iso: string, who: string) => ({
  CreationTime: iso.slice(0, 19),
  Id: id,
  Operation,
  OrganizationId: TENANT,
  RecordType,
  ResultStatus: Operation === 'UserLoginFailed' ? 'Failed' : 'Success',
  UserKey: uuidOf(`user ${who}`),
  UserType: 0,
  Version: 1,
  Workload,
  UserId: upnOf(who),
});

/** One call of Microsoft Graph. */
const graph =
  (requestMethod: string, path: string, status = 200): Writer =>
  ({ id, iso, who, ip, agent, more }) => ({
    time: iso,
    resourceId: `/TENANTS/${TENANT.toUpperCase()}/PROVIDERS/MICROSOFT.AADIAM`,
    operationName: 'Microsoft Graph Activity',
    category: 'MicrosoftGraphActivityLogs',
    tenantId: TENANT,
    callerIpAddress: ip,
    properties: {
      timeGenerated: iso,
      requestId: id,
      requestMethod,
      responseStatusCode: status,
      appId: uuidOf(`app ${more.app ?? who}`),
      C_Idtyp: who.startsWith('svc-') ? 'app' : 'user',
      ...(who.startsWith('svc-')
        ? { servicePrincipalId: uuidOf(`principal ${who}`) }
        : { userId: uuidOf(`user ${who}`) }),
      C_Sid: more.session,
      ipAddress: ip,
      userAgent: agent,
      requestUri: `https://graph.microsoft.com/v1.0${path}`,
    },
  });

const directoryChange =
  (activityDisplayName: string): Writer =>
  ({ id, iso, who, ip, agent, more }) => ({
    id: `Directory_${id}`,
    category: 'UserManagement',
    correlationId: id,
    result: 'success',
    resultReason: '',
    activityDisplayName,
    activityDateTime: iso,
    loggedByService: 'Core Directory',
    operationType: 'Update',
    initiatedBy: {
      user: { id: uuidOf(`user ${who}`), displayName: who, userPrincipalName: upnOf(who), ipAddress: ip },
    },
    targetResources: [
      more.app
        ? {
            id: uuidOf(`principal ${more.app}`),
            displayName: more.app,
            type: 'ServicePrincipal',
            modifiedProperties: [],
          }
        : {
            id: uuidOf(`user ${who}`),
            displayName: who,
            type: 'User',
            userPrincipalName: upnOf(who),
            modifiedProperties: [],
          },
    ],
    additionalDetails: [{ key: 'User-Agent', value: agent }],
  });

const aws =
  (eventName: string, told: Record<string, unknown> = {}): Writer =>
  ({ id, iso, who, ip, agent }) => ({
    eventVersion: '1.08',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:${upnOf(who)}`,
      arn: `arn:aws:sts::111122223333:assumed-role/Reader/${upnOf(who)}`,
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE000000001',
      sessionContext: {
        sessionIssuer: { type: 'Role', userName: 'Reader', arn: 'arn:aws:iam::111122223333:role/Reader' },
      },
    },
    eventTime: `${iso.slice(0, 19)}Z`,
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: ip,
    userAgent: agent,
    requestParameters: null,
    responseElements: null,
    requestID: uuidOf(`request ${id}`),
    eventID: id,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    readOnly: true,
    ...told,
  });
const federated: Writer = (facts) =>
  aws('AssumeRoleWithSAML', {
    eventSource: 'sts.amazonaws.com',
    readOnly: true,
    userIdentity: {
      type: 'SAMLUser',
      principalId: `idp:${upnOf(facts.who)}`,
      userName: upnOf(facts.who),
      identityProvider: 'idp',
    },
    requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/Reader', roleSessionName: upnOf(facts.who) },
    responseElements: {
      credentials: { accessKeyId: 'ASIAEXAMPLE000000001' },
      assumedRoleUser: { arn: `arn:aws:sts::111122223333:assumed-role/Reader/${upnOf(facts.who)}` },
    },
  })(facts);

/** By source and what happened. */
const WRITERS: Record<string, Record<string, Writer>> = {
  okta: {
    'push denied': okta('user.mfa.okta_verify.deny_push', 'FAILURE', 'User rejected Okta push verify', {
      factor: 'OKTA_VERIFY_PUSH',
    }),
    'push denied, classic': okta('user.authentication.auth_via_mfa', 'FAILURE', 'INVALID_CREDENTIALS', {
      factor: 'OKTA_VERIFY_PUSH',
    }),
    'push denied, engine': okta('user.authentication.auth_via_mfa', 'FAILURE', 'INVALID_CREDENTIALS', {
      factor: 'OKTA_VERIFY_PUSH',
      pushOnlyResponseType: 'OV_RESPONSE_DENY',
    }),
    'push sent': okta('system.push.send_factor_verify_push', 'SUCCESS'),
    'push approved': okta('user.authentication.auth_via_mfa', 'SUCCESS', null, { factor: 'OKTA_VERIFY_PUSH' }),
    'code wrong': okta('user.authentication.auth_via_mfa', 'FAILURE', 'INVALID_CREDENTIALS', { factor: 'GOOGLE_OTP' }),
    'code ok': okta('user.authentication.auth_via_mfa', 'SUCCESS', null, { factor: 'GOOGLE_OTP' }),
    'sms ok': okta('user.authentication.auth_via_mfa', 'SUCCESS', null, { factor: 'SMS_FACTOR' }),
    'method registered': okta('user.mfa.factor.activate', 'SUCCESS'),
    'access requested': okta('access.request.create', 'SUCCESS'),
    'access granted': okta('access.request.resolve', 'SUCCESS'),
    'privilege granted': okta('user.account.privilege.grant', 'SUCCESS'),
    'password ok': okta('user.session.start', 'SUCCESS'),
    sso: okta('user.authentication.sso', 'SUCCESS'),
    blocked: okta('application.policy.sign_on.deny_access', 'DENY'),
  },
  entra: {
    'push denied': entra({ code: 500121, reason: FAILED, additional: DENIED, method: PUSH }),
    'push duplicate': entra({
      code: 500121,
      reason: FAILED,
      additional: 'MFA denied; duplicate authentication attempt',
      method: PUSH,
    }),
    'push ignored': entra({
      code: 500121,
      reason: FAILED,
      additional: 'MFA denied; user did not respond to mobile app notification',
      method: PUSH,
    }),
    'push approved': entra({ code: 0, additional: 'MFA completed in Azure AD', method: PUSH }),
    'mfa asked': entra({
      code: 50074,
      reason: 'Strong Authentication is required.',
      additional: 'MFA required in Azure AD',
    }),
    token: entra({
      code: 0,
      isQuiet: true,
      token: 'primaryRefreshToken',
      additional: 'MFA requirement satisfied by claim in the token',
    }),
    imap: entra({ code: 0, clientApp: 'IMAP4', requirement: 'singleFactorAuthentication' }),
    'password only': entra({ code: 0, requirement: 'singleFactorAuthentication' }),
    'device code': entra({ code: 0, protocol: 'deviceCode', requirement: 'singleFactorAuthentication' }),
    'secret ok': machine(0),
    'secret wrong': machine(7_000_215, 'Invalid client secret is provided.'),
    'secret expired': machine(7_000_222, 'The provided client secret keys are expired.'),
  },
  duo: {
    'push denied': duo('denied', 'user_cancelled'),
    'push ignored': duo('denied', 'no_response'),
    'push approved': duo('success', 'user_approved'),
  },
  ual: {
    'push denied': logon('UserLoginFailed', '500121'),
    'signed in': logon('UserLoggedIn', null),
    'mail read': opened('MailItemsAccessed', 50, 'Exchange'),
    'file opened': opened('FileDownloaded', 6, 'SharePoint'),
  },
  graph: {
    'mail read': graph('GET', '/me/messages'),
    'files listed': graph('GET', '/me/drive/root/children'),
    'users listed': graph('GET', '/users'),
    refused: graph('GET', '/users', 403),
  },
  audit: {
    'method registered': directoryChange('User registered security info'),
    'secret added': directoryChange('Add service principal credentials'),
    consented: directoryChange('Consent to application'),
    'role asked': directoryChange('Add member to role requested (PIM activation)'),
    'role activated': directoryChange('Add member to role completed (PIM activation)'),
  },
  aws: {
    'role session': federated,
    'bucket read': aws('ListBuckets'),
    'call refused': aws('GetSecretValue', { errorCode: 'AccessDenied', errorMessage: 'not authorized' }),
  },
};

function recordOf([time, who, said, where, deviceName, more = {}]: VendorRow, i: number): [source: string, unknown] {
  const [source, ...words] = said.split(' ');
  const what = words.join(' ');
  const write = WRITERS[source!]?.[what];
  if (!write) throw new Error(`no such thing: ${said}`);
  const spot = where === '-' ? null : PLACES[where]!;
  if (spot === undefined) throw new Error(`no such place: ${where}`);
  const device = deviceName && deviceName !== '-' ? DEVICES[deviceName]! : null;
  const moment = at(time) + (more.skew ?? 0);
  const id = uuidOf(`${i} ${time} ${who} ${said}`);
  const record = write({
    id,
    time: moment,
    iso: new Date(moment).toISOString(),
    who,
    ip: spot?.ip ?? null,
    spot,
    os: device?.os ?? '',
    browser: device?.browser ?? '',
    agent: deviceName ? (AGENTS[deviceName] ?? null) : null,
    deviceId: deviceName === 'laptop' ? uuidOf(`laptop ${who}`) : null,
    key: uuidOf(`key ${more.key ?? id}`),
    more,
  });
  return [source!, { ...record, ...more.record }];
}

/** Records by source, in the order given. */
export function vendorRecords(rows: readonly VendorRow[]): Record<string, unknown[]> {
  const bySource: Record<string, unknown[]> = {};
  rows.forEach((row, i) => {
    const [source, record] = recordOf(row, i);
    bySource[source] ??= [];
    bySource[source].push(record);
  });
  return bySource;
}

/** One file of lines per source. */
export const vendorFiles = (rows: readonly VendorRow[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(vendorRecords(rows)).map(([source, records]) => [
      `${source}.ndjson`,
      records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    ]),
  );

/** An ordinary month as in `picture.ts`: office twice a day, home in the evening. */
export function vendorMonth(
  who: string,
  what = 'okta push approved',
  until = 28,
  where = 'office',
  device = 'laptop',
): VendorRow[] {
  const rows: VendorRow[] = [];
  for (let day = 1; day <= until; day++) {
    if (new Date(at(`d${day} 00:00`)).getUTCDay() % 6 === 0) continue;
    rows.push(
      [`d${day} 08:5${day % 10}`, who, what, where, device],
      [`d${day} 13:0${day % 10}`, who, what, where, device],
    );
    rows.push([`d${day} 19:1${day % 10}`, who, what, where === 'office' ? 'home' : where, device]);
  }
  return rows;
}

/** The log goes on: somebody else's sign-ins. */
export const vendorLater = (from: number, what = 'okta push approved', days = 3): VendorRow[] =>
  Array.from({ length: days * 2 }, (_, i) => [
    `d${from + Math.floor(i / 2)} ${i % 2 ? '16' : '09'}:30`,
    'colleague',
    what,
    'office',
    'laptop',
  ]);
