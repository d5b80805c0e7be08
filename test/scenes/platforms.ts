/** Platforms and networks: what each writes for a word of a row. */
import type { Facts, Writer } from './records';

const ual =
  (operation: string, more: (f: Facts) => object): Writer =>
  (f) => [
    'ual.ndjson',
    { CreationTime: f.iso.slice(0, 19), Id: f.id, Operation: operation, OrganizationId: '0b7e62d4-91aa-4c67-9a5e-6d2f1c0e8b77', RecordType: 15, ResultStatus: 'Success', UserKey: f.uuid(`user ${f.who}`), UserType: 0, Version: 1, Workload: 'AzureActiveDirectory', ClientIP: f.at.ip, UserId: f.login, ...more(f) }, // biome-ignore format: one line
  ];
const sts = (type: string, error: string, name: string, method?: string) => (f: Facts) => ({
  ObjectId: '00000002-0000-0ff1-ce00-000000000000',
  AzureActiveDirectoryEventType: 1,
  ExtendedProperties: [{ Name: 'ResultStatusDetail', Value: 'Success' }, { Name: 'UserAgent', Value: f.device?.agent ?? '' }, ...(method ? [{ Name: 'UserAuthenticationMethod', Value: method }] : []), { Name: 'RequestType', Value: type }], // biome-ignore format: one line
  Actor: [
    { ID: f.uuid(`user ${f.who}`), Type: 0 },
    { ID: f.login, Type: 5 },
  ],
  ActorIpAddress: f.at.ip,
  Target: [{ ID: '00000002-0000-0ff1-ce00-000000000000', Type: 0 }],
  ApplicationId: '00000002-0000-0ff1-ce00-000000000000',
  IntraSystemId: f.key,
  DeviceProperties: [{ Name: 'OS', Value: f.device?.os ?? '' }, { Name: 'BrowserType', Value: f.device?.browser.split(' ')[0] ?? '' }, { Name: 'IsCompliantAndManaged', Value: f.device?.id ? 'True' : 'False' }, { Name: 'SessionId', Value: f.session ?? f.uuid(`session ${f.id}`) }, ...(f.device?.id ? [{ Name: 'Id', Value: f.uuid(`device ${f.who}`) }] : [])], // biome-ignore format: one line
  ErrorNumber: error,
  ...(name && { LogonError: name }),
});

interface AwsTold {
  source: string;
  name: string;
  error?: string;
  more?: (f: Facts) => object;
}
const ACCOUNT = '210987654321';
const keyOf = (f: Facts): string => `AKIA${f.who.replace(/[^a-z0-9]/gi, '').toUpperCase().padEnd(16, 'X').slice(0, 16)}`; // biome-ignore format: one line
const aws =
  (identity: (f: Facts) => object, { source, name, error, more }: AwsTold): Writer =>
  (f) => [
    'cloudtrail.ndjson',
    { eventVersion: '1.10', userIdentity: identity(f), eventTime: f.iso.replace('.000', ''), eventSource: `${source}.amazonaws.com`, eventName: name, awsRegion: 'eu-central-1', sourceIPAddress: f.at.ip, userAgent: f.device?.agent ?? 'aws-cli/2.17.2', requestParameters: null, responseElements: null, ...(error && { errorCode: error, errorMessage: `User is not authorized to perform: ${source}:${name}` }), requestID: f.key, eventID: f.id, readOnly: false, eventType: 'AwsApiCall', managementEvent: true, recipientAccountId: ACCOUNT, ...more?.(f) }, // biome-ignore format: one line
  ];
const iamKey = (f: Facts): object => ({ type: 'IAMUser', principalId: `AIDA${f.who.toUpperCase()}`, arn: `arn:aws:iam::${ACCOUNT}:user/${f.who}`, accountId: ACCOUNT, accessKeyId: keyOf(f), userName: f.who }); // biome-ignore format: one line
const center = (f: Facts): object => ({ type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf: { userId: f.uuid(`user ${f.who}`), identityStoreArn: `arn:aws:identitystore::${ACCOUNT}:identitystore/d-1` }, credentialId: f.key, userName: f.login }); // biome-ignore format: one line
const role = (f: Facts): object => ({ type: 'AssumedRole', principalId: `AROAEXAMPLE:${f.session ?? 'agent'}`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${f.who}/${f.session ?? 'agent'}`, accountId: ACCOUNT, accessKeyId: `ASIA${f.who.replace(/[^a-z0-9]/gi, '').toUpperCase().padEnd(16, 'Y').slice(0, 16)}`, sessionContext: { sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn: `arn:aws:iam::${ACCOUNT}:role/${f.who}`, accountId: ACCOUNT, userName: f.who }, attributes: { creationDate: f.iso, mfaAuthenticated: 'false' } } }); // biome-ignore format: one line
const credential = (name: string, type: string, result: string): Writer =>
  aws(center, { source: 'signin', name, more: (f) => ({ eventType: 'AwsServiceEvent', additionalEventData: { AuthWorkflowID: f.key, CredentialType: type, UserName: f.login, LoginTo: 'https://corp.awsapps.com/start' }, serviceEventDetails: { [name]: result } }) }); // biome-ignore format: one line

const github =
  (action: string, more: object = {}): Writer =>
  (f) => [
    'github.ndjson',
    { '@timestamp': f.time, _document_id: f.id, action, actor: f.who, actor_id: Number(f.short), actor_ip: f.at.ip, actor_location: { country_code: f.at.country }, user: f.who, user_id: Number(f.short), org: 'corp', created_at: f.time, operation_type: 'access', user_agent: f.device?.agent ?? '', ...more }, // biome-ignore format: one line
  ];

const cyberark =
  (action: string, type: string, more: object = {}): Writer =>
  (f) => [
    'cyberark.ndjson',
    { uuid: f.id, tenantId: 't1', timestamp: f.time, username: f.login, applicationCode: 'IDP', auditCode: 'IDP1001', auditType: type, action, userId: f.uuid(`user ${f.who}`), source: f.at.ip, actionType: 'Execute', component: '', serviceName: 'Identity', identityType: 'HUMAN', customData: { geoip_country_code: f.at.country, geoip_city_name: f.at.city, request_device_os: f.device?.os ?? '', request_browser_name: f.device?.browser.split(' ')[0] ?? '' }, ...more }, // biome-ignore format: one line
  ];

const teleport =
  (event: string, code: string, more: object): Writer =>
  (f) => [
    'teleport.ndjson',
    { ei: 0, event, code, uid: f.id, time: f.iso, cluster_name: 'tp.corp.example', user: f.login, user_kind: 1, 'addr.remote': `${f.at.ip}:52110`, user_agent: f.device?.agent ?? '', ...more }, // biome-ignore format: one line
  ];

const pulse =
  (text: (f: Facts) => string): Writer =>
  (f) => [
    'pulse.log',
    `<134>1 ${f.iso.replace('.000', '')} 10.0.0.1 PulseSecure: - - - ${f.iso.slice(0, 19).replace('T', ' ')} - vpn1 - [${f.at.ip}] ${f.who}(STAFF)[] - ${text(f)}`, // biome-ignore format: one line
  ];

const radius =
  (text: (f: Facts) => string): Writer =>
  (f) => ['radius.log', `${f.iso.slice(0, 19)}Z radius1 radiusd[812]: (${f.number.slice(-4)}) ${text(f)}`];

const windows =
  (id: number, data: Record<string, string>): Writer =>
  (f) => [
    'windows.ndjson',
    { Event: { System: { Provider: { '#attributes': { Name: 'Microsoft-Windows-Security-Auditing' } }, EventID: id, TimeCreated: { '#attributes': { SystemTime: f.iso } }, EventRecordID: Number(f.number.slice(-8)) + 70_000, Channel: 'Security', Computer: 'ts1.corp.example' }, EventData: { SubjectUserSid: 'S-1-5-18', SubjectUserName: 'TS1$', SubjectDomainName: 'CORP', TargetUserSid: `S-1-5-21-1-2-3-${f.short}`, TargetUserName: f.who, TargetDomainName: 'CORP', TargetLogonId: `0x${f.short}`, WorkstationName: 'DESKTOP', IpAddress: f.at.ip, IpPort: '50211', ...data } } }, // biome-ignore format: one line
  ];

/** Audits of AD FS as Windows collects them: the block of XML is the record. */
const adfs =
  (id: number, result: string, failure: string, mfa: boolean): Writer =>
  (f) => [
    'adfs.ndjson',
    { Event: { System: { Provider: { '#attributes': { Name: 'AD FS Auditing' } }, EventID: id, TimeCreated: { '#attributes': { SystemTime: f.iso } }, EventRecordID: Number(f.number.slice(-8)) + 40_000, Channel: 'Security', Computer: 'fs1.corp.example' }, EventData: { Data: { '#text': [f.key, `<?xml version="1.0" encoding="utf-16"?><AuditBase xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="FreshCredentialAudit"><AuditType>FreshCredentials</AuditType><AuditResult>${result}</AuditResult><FailureType>${failure}</FailureType><ErrorCode>N/A</ErrorCode><ContextComponents><Component xsi:type="ResourceAuditComponent"><RelyingParty>urn:federation:MicrosoftOnline</RelyingParty><ClaimsProvider>AD AUTHORITY</ClaimsProvider><UserId>CORP\\${f.who}</UserId></Component><Component xsi:type="AuthNAuditComponent"><PrimaryAuth>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</PrimaryAuth><DeviceAuth>false</DeviceAuth><DeviceId>N/A</DeviceId><MfaPerformed>${mfa}</MfaPerformed><MfaMethod>${mfa ? 'AzureMfaAuthentication' : 'N/A'}</MfaMethod></Component><Component xsi:type="RequestAuditComponent"><Server>http://fs.corp.example/adfs/services/trust</Server><AuthProtocol>WSFederation</AuthProtocol><NetworkLocation>Extranet</NetworkLocation><IpAddress>${f.at.ip}</IpAddress><ForwardedIpAddress></ForwardedIpAddress><ProxyServer>WAP1</ProxyServer><UserAgentString>${f.device?.agent ?? ''}</UserAgentString><Endpoint>/adfs/ls/</Endpoint></Component></ContextComponents></AuditBase>`] } } } }, // biome-ignore format: one line
  ];

const verification =
  (status: string, method: string): Writer =>
  (f) => [
    'salesforce-verification.csv',
    { Id: `0hQ${f.number.slice(0, 12)}`, VerificationTime: f.iso, UserId: `005${f.who.padEnd(15, '0').toUpperCase()}`, Status: status, VerificationMethod: method, Activity: 'Login', Username: f.login, EventGroup: f.number.slice(-6), SourceIp: f.at.ip, Policy: 'TwoFactorAuthentication' }, // biome-ignore format: one line
  ];
const salesforce =
  (type: string, status: string): Writer =>
  (f) => [
    'salesforce-login.csv',
    { Id: `0Ya${f.number.slice(0, 12)}`, UserId: `005${f.who.padEnd(15, '0').toUpperCase()}`, Username: f.login, LoginTime: f.iso, LoginType: type, SourceIp: f.at.ip, LoginUrl: 'login.salesforce.com', Browser: f.device?.browser ?? 'Unknown', Platform: f.device?.os ?? 'Unknown', Status: status, Application: type === 'Application' ? 'Browser' : 'Dataloader', CountryIso: f.at.country }, // biome-ignore format: one line
  ];

export const PLATFORMS: Record<string, Writer> = {
  'ual login': ual('UserLoggedIn', sts('OAuth2:Authorize', '0', '')),
  'ual token': ual('UserLoggedIn', sts('OAuth2:Token', '0', '', '1')),
  'ual mfa failed': ual('UserLoginFailed', sts('SAS:EndAuth', '500121', 'AuthenticationFailedSasError')),
  'ual password wrong': ual('UserLoginFailed', sts('Login:login', '50126', 'InvalidUserNameOrPassword')),
  'ual inbox rule': ual('New-InboxRule', (f) => ({ RecordType: 1, Workload: 'Exchange', ObjectId: `${f.login}\\..`, ClientIP: `${f.at.ip}:41822`, Parameters: [{ Name: 'Name', Value: '..' }, { Name: 'SubjectContainsWords', Value: 'invoice;payment' }, { Name: 'DeleteMessage', Value: 'True' }] })), // biome-ignore format: a table
  'ual mail read': ual('MailItemsAccessed', (f) => ({ RecordType: 50, Workload: 'Exchange', ClientIPAddress: f.at.ip, AppId: f.uuid(`app ${f.app}`), ClientAppId: f.uuid(`app ${f.app}`), MailboxOwnerUPN: f.login, ClientInfoString: 'Client=REST;Client=RESTSystem;', LogonType: 0, OperationProperties: [{ Name: 'MailAccessType', Value: 'Bind' }] })), // biome-ignore format: a table
  'ual file': ual('FileDownloaded', (f) => ({ RecordType: 6, Workload: 'SharePoint', ObjectId: 'https://corp.sharepoint.com/sites/board/minutes.docx', SourceFileName: 'minutes.docx', SiteUrl: 'https://corp.sharepoint.com/sites/board', UserAgent: f.device?.agent ?? '', EventSource: 'SharePoint', ItemType: 'File' })), // biome-ignore format: a table
  'aws saml': (f) => ['cloudtrail.ndjson', { eventVersion: '1.08', userIdentity: { type: 'SAMLUser', principalId: `x:${f.login}`, userName: f.login, identityProvider: 'okta' }, eventTime: f.iso.replace('.000', ''), eventSource: 'sts.amazonaws.com', eventName: 'AssumeRoleWithSAML', awsRegion: 'us-east-1', sourceIPAddress: f.at.ip, userAgent: f.device?.agent ?? '', requestParameters: { sAMLAssertionID: f.key, roleSessionName: f.login, roleArn: `arn:aws:iam::${ACCOUNT}:role/Admin`, principalArn: `arn:aws:iam::${ACCOUNT}:saml-provider/okta` }, responseElements: { assumedRoleUser: { assumedRoleId: `AROA:${f.login}`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/${f.login}` }, credentials: { accessKeyId: `ASIA${f.number.slice(0, 16)}`, expiration: 'Mar 30, 2026, 1:24:29 PM' } }, requestID: f.key, eventID: f.id, readOnly: true, eventType: 'AwsApiCall', managementEvent: true, recipientAccountId: ACCOUNT }], // biome-ignore format: a table
  'aws who am I': aws(iamKey, { source: 'sts', name: 'GetCallerIdentity' }),
  'aws list': aws(iamKey, { source: 's3', name: 'ListBuckets' }),
  'aws put': aws(iamKey, { source: 's3', name: 'PutObject' }),
  'aws denied users': aws(iamKey, { source: 'iam', name: 'ListUsers', error: 'AccessDenied' }),
  'aws denied key': aws(iamKey, { source: 'iam', name: 'CreateAccessKey', error: 'AccessDenied' }),
  'aws denied secrets': aws(iamKey, { source: 'secretsmanager', name: 'ListSecrets', error: 'AccessDenied' }),
  'aws assume': aws(iamKey, { source: 'sts', name: 'AssumeRole', more: (f) => ({ requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${f.app}`, roleSessionName: 'x' }, responseElements: { credentials: { accessKeyId: `ASIA${f.number.slice(0, 16)}`, expiration: 'Mar 30, 2026, 1:24:29 PM' }, assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${f.app}/x` } } }) }), // biome-ignore format: a table
  'aws role ok': aws(role, { source: 'dynamodb', name: 'GetItem' }),
  'aws role denied users': aws(role, { source: 'iam', name: 'ListUsers', error: 'AccessDenied' }),
  'aws role denied key': aws(role, { source: 'iam', name: 'CreateAccessKey', error: 'AccessDenied' }),
  'aws role denied policy': aws(role, { source: 'iam', name: 'AttachRolePolicy', error: 'AccessDenied' }),
  'aws role denied secrets': aws(role, { source: 'secretsmanager', name: 'GetSecretValue', error: 'AccessDenied' }),
  'sso password ok': credential('CredentialVerification', 'PASSWORD', 'Success'),
  'sso code wrong': credential('CredentialVerification', 'TOTP', 'Failure'),
  'sso ok': credential('UserAuthentication', 'PASSWORD,TOTP', 'Success'),
  'github login': github('user.login'),
  'github code ok': github('user.two_factor_challenge_success'),
  'github code wrong': github('user.two_factor_challenge_failure'),
  'github recovery': github('user.two_factor_recover'),
  'github token made': github('personal_access_token.create', { operation_type: 'create' }),
  'github clone': github('git.clone', { repo: 'corp/infra', transport_protocol_name: 'http', programmatic_access_type: 'OAuth access token', hashed_token: 'q1w2' }), // biome-ignore format: a table
  'cyberark ok': cyberark('cloud.core.login', 'Info', { message: 'login with mfa', customData: undefined }),
  'cyberark mfa failed': cyberark('cloud.core.login.fail', 'Error', { message: 'mfa challenge failed: push denied by user' }), // biome-ignore format: a table
  'cyberark login': cyberark('cloud.core.login', 'Info', { message: 'login success, mfa' }),
  'cyberark retrieve': cyberark('Retrieve password', 'Info', { applicationCode: 'PAM', auditCode: 'PAM00295', serviceName: 'Privilege Cloud', safe: 'Domain', accountName: 'da-root' }), // biome-ignore format: a table
  'teleport ok': teleport('user.login', 'T1000I', { success: true, method: 'local', mfa_device: { mfa_device_name: 'otp', mfa_device_type: 'TOTP', mfa_device_uuid: 'd1' } }), // biome-ignore format: a table
  'teleport rejected': teleport('user.headless_login.rejected', 'T1014W', { success: false, headless_authentication_id: 'h1' }), // biome-ignore format: a table
  'teleport approved': teleport('user.headless_login.approved', 'T1013I', { success: true, headless_authentication_id: 'h2' }), // biome-ignore format: a table
  'teleport session': teleport('session.start', 'T2000I', { login: 'root', sid: 's9', server_hostname: 'db1' }),
  'radius ok': radius((f) => `Login OK: [${f.login}] (from client vpn1 port 0 cli ${f.at.ip})`),
  'radius code wrong': radius((f) => `Login incorrect (totp: wrong token): [${f.login}] (from client vpn1 port 0 cli ${f.at.ip})`), // biome-ignore format: a table
  'windows remote desktop': windows(4624, { LogonType: '10', AuthenticationPackageName: 'Negotiate', Status: '0x0' }),
  'windows locked': windows(4625, { LogonType: '3', Status: '0xC0000234', SubStatus: '0x0', FailureReason: '%%2307' }),
  'pulse password ok': pulse((f) => `Primary authentication successful for ${f.who}/STAFF from ${f.at.ip}`),
  'pulse code wrong': pulse((f) => `Secondary authentication failed for ${f.who}/OTP from ${f.at.ip}`),
  'pulse code ok': pulse((f) => `Secondary authentication successful for ${f.who}/OTP from ${f.at.ip}`),
  'pulse login': pulse((f) => `Agent login succeeded for ${f.who}/STAFF (session:${f.number.slice(0, 8)}) from ${f.at.ip} with Pulse-Secure/9.1 (${f.device?.os ?? 'Windows 10'}) Pulse/9.1.`), // biome-ignore format: a table
  'adfs ok': adfs(1202, 'Success', 'None', true),
  'adfs single': adfs(1202, 'Success', 'None', false),
  'adfs mfa failed': adfs(1203, 'Failure', 'MfaError', false),
  'adfs locked': adfs(1203, 'Failure', 'ExtranetLockoutError: account locked', false),
  'salesforce denied': verification('Denied', 'SalesforceAuthenticator'),
  'salesforce approved': verification('Succeeded', 'SalesforceAuthenticator'),
  'salesforce login': salesforce('Application', 'Success'),
  'salesforce api': salesforce('Other Apex API', 'Success'),
};
