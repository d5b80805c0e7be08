/** Consoles, clients of machines and tables: what each writes for a word of a row. */
import type { Facts, Writer } from './records';

const ACCOUNT = '444455556666';
const user = (f: Facts): object => ({ type: 'IAMUser', principalId: `AIDA${f.short}`, arn: `arn:aws:iam::${ACCOUNT}:user/${f.who}`, accountId: ACCOUNT, accessKeyId: '', userName: f.who }); // biome-ignore format: one line

/** The console of AWS: a sign-in is one record, in whatever region it was served from. */
const awsConsole =
  (result: 'Success' | 'Failure', mfa: 'Yes' | 'No'): Writer =>
  (f) => [
    'trail/console.json',
    {
      eventVersion: '1.09',
      userIdentity: user(f),
      eventTime: f.iso.replace('.000', ''),
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      awsRegion: 'us-east-1',
      sourceIPAddress: f.at.ip,
      userAgent: f.device?.agent ?? 'Mozilla/5.0',
      ...(result === 'Failure' && { errorMessage: 'Failed authentication' }),
      requestParameters: null,
      responseElements: { ConsoleLogin: result },
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAUsed: mfa,
        ...(mfa === 'Yes' && { MFAIdentifier: `arn:aws:iam::${ACCOUNT}:mfa/${f.who}` }),
      },
      eventID: f.id,
      readOnly: false,
      eventType: 'AwsConsoleSignIn',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
    },
  ];

const call =
  (source: string, name: string, { error, key, more }: { error?: string; key?: string; more?: (f: Facts) => object } = {}): Writer =>
  (f) => [
    'trail/console.json',
    {
      eventVersion: '1.09',
      userIdentity: { ...user(f), accessKeyId: key ?? `AKIA${f.short.padStart(16, 'Q')}` },
      eventTime: f.iso.replace('.000', ''),
      eventSource: `${source}.amazonaws.com`,
      eventName: name,
      awsRegion: 'us-east-1',
      sourceIPAddress: f.at.ip,
      userAgent: f.device?.agent ?? 'aws-cli/2.17.2',
      ...(error && { errorCode: error, errorMessage: `User: arn:aws:iam::${ACCOUNT}:user/${f.who} is not authorized to perform: ${source}:${name}` }), // biome-ignore format: one line
      requestParameters: null,
      responseElements: null,
      eventID: f.id,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      ...more?.(f),
    },
  ]; // biome-ignore format: a record

/** The table of the admin panel of Duo. */
const duoTable =
  (factor: string, result: string, reason: string): Writer =>
  (f) => [
    'duo-authentication.csv',
    {
      'Timestamp (UTC)': f.iso.slice(0, 19),
      User: f.who,
      Integration: f.app ?? 'Corporate VPN',
      Factor: factor,
      Result: result,
      Reason: reason,
      Enrollment: 'False',
      '2FA Device Name': 'iPhone (XXX-XXX-0142)',
      '2FA Device Key': `DP${f.who.toUpperCase()}`,
      '2FA Device IP': f.phone?.ip ?? '',
      '2FA Device Country': f.phone ? f.countryName(f.phone) : '',
      '2FA Device State': '',
      '2FA Device City': f.phone?.city ?? '',
      'Access Device IP': f.at.ip,
      'Access Device Country': f.countryName(f.at),
      'Access Device State': '',
      'Access Device City': f.at.city,
      'Access Device Hostname': '',
      Alias: '',
      Email: f.login,
      'Out Of Date Software': '',
      'Access Device OS': f.device?.os.split(' ')[0] ?? '',
      'Access Device OS Version': '',
      'Access Device Browser': f.device?.browser.split(' ')[0] ?? '',
      'Access Device Browser Version': '',
      'Trusted Endpoint Status': f.device?.id ? 'Trusted' : 'Not trusted',
    },
  ];

const google = (app: string, type: string, name: string, parameters: object[]): Writer => (f) => [
  `workspace-${app}.ndjson`,
  {
    kind: 'admin#reports#activity',
    id: { time: f.iso, uniqueQualifier: `-${f.number}`, applicationName: app, customerId: 'C01abc23d' },
    actor: { callerType: 'USER', email: f.login, profileId: `1${f.number.slice(0, 12)}` },
    ipAddress: f.at.ip,
    networkInfo: { ipAsn: [f.at.asn], regionCode: f.at.country },
    events: [{ type, name, parameters }],
  },
]; // biome-ignore format: a record
const step = (method: string, status: string): object[] => [
  { name: 'login_type', value: 'google_password' },
  { name: 'login_challenge_method', multiValue: [method] },
  { name: 'login_challenge_status', value: status },
  { name: 'is_second_factor', boolValue: true },
];

const auth0 = (type: string, more: (f: Facts) => object = () => ({})): Writer => (f) => [
  'auth0-management.json',
  {
    _id: f.number,
    log_id: f.number,
    date: f.iso,
    type,
    connection: 'Username-Password-Authentication',
    strategy: 'auth0',
    strategy_type: 'database',
    client_id: 'portal',
    client_name: f.app ?? 'Portal',
    ip: f.at.ip,
    hostname: 'corp.us.auth0.com',
    tenant_name: 'corp',
    user_id: `auth0|${f.short}`,
    user_name: f.login,
    user_agent: f.device ? `${f.device.browser} / ${f.device.os}` : 'Other 0.0.0 / Other 0.0.0',
    ...more(f),
  },
]; // biome-ignore format: a record
const grant = (f: Facts): object => ({ connection: undefined, strategy: undefined, strategy_type: undefined, client_id: `m2m-${f.who}`, client_name: f.who, user_id: '', user_name: '', audience: 'https://api.corp.example', user_agent: f.device?.agent ?? 'axios/1.7' }); // biome-ignore format: one line
const by = (kind: string) => (f: Facts): object => ({ details: { session_id: f.session ?? f.uuid(`session ${f.id}`), authenticator: { id: `${kind}|dev_${f.short}`, type: kind } } }); // biome-ignore format: one line

const keycloak = (type: string, error: string | null, details: object, more: (f: Facts) => object = () => ({})): Writer => (f) => [
  'realm-events.json',
  {
    id: f.id,
    time: f.time,
    type,
    realmId: '7f1c',
    realmName: 'staff',
    clientId: f.app ?? 'wiki',
    userId: f.uuid(`user ${f.who}`),
    sessionId: error === null ? (f.session ?? f.uuid(`session ${f.id}`)) : null,
    ipAddress: f.at.ip,
    ...(error !== null && { error }),
    details: { username: f.login, auth_method: 'openid-connect', code_id: f.key, ...details },
    ...more(f),
  },
]; // biome-ignore format: a record
const client = (f: Facts): object => ({ clientId: f.who, userId: f.uuid(`service account ${f.who}`), details: { username: `service-account-${f.who}`, grant_type: 'client_credentials', client_auth_method: 'client-secret' } }); // biome-ignore format: one line

const jumpcloud = (type: string, service: string, success: boolean, mfa: boolean, more: object = {}): Writer => (f) => [
  'directory-insights.ndjson',
  {
    id: f.id.replaceAll('-', '').slice(0, 24),
    event_type: type,
    service,
    success,
    mfa,
    initiated_by: { type: 'user', id: f.short, username: f.who, email: f.login },
    client_ip: f.at.ip,
    geoip: { country_code: f.at.country, region_name: f.at.city, latitude: f.at.lat, longitude: f.at.lon },
    useragent: { name: f.device?.browser.split(' ')[0], os_full: f.device?.os, os: f.device?.os.split(' ')[0] },
    timestamp: f.iso,
    organization: '5e1a',
    '@version': '1',
    ...more,
  },
]; // biome-ignore format: a record

const pingone = (type: string, status: string, description: string): Writer => (f) => [
  'pingone-activities.ndjson',
  {
    _links: { self: { href: `https://api.pingone.eu/v1/environments/e7/activities/${f.id}` } },
    id: f.id,
    recordedAt: f.iso,
    createdAt: f.iso,
    correlationId: f.key,
    actors: { client: { id: 'cl7', name: f.app ?? 'Self service', type: 'CLIENT' }, user: { id: f.uuid(`user ${f.who}`), name: f.login, type: 'USER' } }, // biome-ignore format: one line
    action: { type, description },
    resources: [{ type: 'USER', id: f.uuid(`user ${f.who}`), name: f.login, environment: { id: 'e7' }, population: { id: 'p1' } }], // biome-ignore format: one line
    result: { status, description },
    source: { ipAddress: f.at.ip, userAgent: f.device?.agent ?? null },
  },
]; // biome-ignore format: a record

const teleport = (event: string, code: string, more: object | ((f: Facts) => object)): Writer => (f) => [
  'teleport-audit.ndjson',
  { ei: 0, event, code, uid: f.id, time: f.iso, cluster_name: 'root.corp.example', user: f.who, user_kind: 1, 'addr.remote': `${f.at.ip}:40022`, ...(typeof more === 'function' ? more(f) : more) }, // biome-ignore format: one line
]; // biome-ignore format: a record
const key = { mfa_device_name: 'yubikey', mfa_device_uuid: '5c1e', mfa_device_type: 'WebAuthn' };

const windows = (id: number, data: (f: Facts) => Record<string, string>): Writer => (f) => [
  'security.ndjson',
  { Event: { System: { Provider: { '#attributes': { Name: 'Microsoft-Windows-Security-Auditing' } }, EventID: id, TimeCreated: { '#attributes': { SystemTime: f.iso } }, EventRecordID: Number(f.number.slice(-8)) + 90_000, Channel: 'Security', Computer: 'dc1.corp.example' }, EventData: data(f) } }, // biome-ignore format: one line
]; // biome-ignore format: a record

const github = (action: string, more: object = {}): Writer => (f) => [
  'audit-stream.ndjson',
  { '@timestamp': f.time, _document_id: f.id, action, actor: f.who, actor_id: Number(f.short), actor_ip: f.at.ip, actor_location: { country_code: f.at.country }, user: f.who, user_id: Number(f.short), business: 'corp', org: 'corp', created_at: f.time, operation_type: 'authentication', user_agent: f.device?.agent ?? '', external_identity_nameid: f.login, ...more }, // biome-ignore format: one line
]; // biome-ignore format: a record

export const MORE: Record<string, Writer> = {
  'console ok': awsConsole('Success', 'Yes'),
  'console code wrong': awsConsole('Failure', 'Yes'),
  'console password only': awsConsole('Success', 'No'),
  'console password wrong': awsConsole('Failure', 'No'),
  'console create key': (f) =>
    call('iam', 'CreateAccessKey', {
      key: '',
      more: ({ who }) => ({
        requestParameters: { userName: who },
        responseElements: {
          accessKey: { userName: who, accessKeyId: `AKIA${f.short.padStart(16, 'N')}`, status: 'Active' },
        },
      }),
    })(f),
  'key list buckets': call('s3', 'ListBuckets'),
  'key put': call('s3', 'PutObject'),
  'key denied': call('s3', 'PutObject', { error: 'AccessDenied' }),
  'new key list': (f) => call('s3', 'ListBuckets', { key: `AKIA${f.short.padStart(16, 'N')}` })(f),
  'duo table ok': duoTable('Duo Push', 'Success', 'User approved'),
  'duo table denied': duoTable('Duo Push', 'Denied', 'User cancelled'),
  'duo table timeout': duoTable('Duo Push', 'Denied', 'No response'),
  'duo table fraud': duoTable('Duo Push', 'Fraud', 'User marked fraud'),
  'duo table code wrong': duoTable('Passcode', 'Denied', 'Invalid passcode'),
  'duo table not enrolled': duoTable('n/a', 'Denied', 'User is not enrolled'),
  'workspace ok': google('login', 'login', 'login_success', [{ name: 'login_type', value: 'google_password' }, { name: 'login_challenge_method', multiValue: ['password', 'google_authenticator'] }, { name: 'is_suspicious', boolValue: false }]), // biome-ignore format: a table
  'workspace step failed': google('login', 'login', 'login_verification', step('google_authenticator', 'Challenge Failed.')), // biome-ignore format: a table
  'workspace password only': google('login', 'login', 'login_success', [{ name: 'login_type', value: 'google_password' }, { name: 'login_challenge_method', multiValue: ['password'] }]), // biome-ignore format: a table
  'workspace enrolled': google('user_accounts', '2sv_change', '2sv_enroll', []),
  'workspace forwarding': google('user_accounts', 'email_forwarding_change', 'email_forwarding_out_of_domain', [{ name: 'email_forwarding_destination_address', value: 'x@mail.example' }]), // biome-ignore format: a table
  'auth0 ok': auth0('s', (f) => ({ details: { session_id: f.session ?? f.uuid(`session ${f.id}`), prompts: [{ name: 'prompt-authenticate', flow: 'universal-login', performed_amr: ['pwd'] }, { name: 'mfa', flow: 'mfa', performed_amr: ['mfa'] }] } })), // biome-ignore format: a table
  'auth0 code wrong': auth0('gd_auth_failed', by('otp')),
  'auth0 push no': auth0('gd_auth_rejected', by('push-notification')),
  'auth0 recovery': auth0('gd_recovery_succeed', by('recovery-code')),
  'auth0 single': auth0('sepft', (f) => ({ details: { session_id: f.session ?? f.id } })),
  'auth0 grant ok': auth0('seccft', grant),
  'auth0 grant wrong': auth0('feccft', (f) => ({ ...grant(f), description: 'Unauthorized', details: { error: { message: 'invalid_client' } } })), // biome-ignore format: a table
  'realm ok': keycloak('LOGIN', null, { credential_type: 'otp' }),
  'realm code wrong': keycloak('LOGIN_ERROR', 'invalid_user_credentials', { credential_type: 'otp' }),
  'realm code added': keycloak('UPDATE_TOTP', null, { custom_required_action: 'CONFIGURE_TOTP' }),
  'realm client ok': keycloak('CLIENT_LOGIN', null, {}, client),
  'realm client wrong': keycloak('CLIENT_LOGIN_ERROR', 'invalid_client_credentials', {}, client),
  'insights ok': jumpcloud('user_login_attempt', 'directory', true, true, { auth_context: { auth_methods: { password: { success: true }, jumpcloud_protect: { success: true } } } }), // biome-ignore format: a table
  'insights push denied': jumpcloud('user_login_attempt', 'directory', false, true, { auth_context: { auth_methods: { password: { success: true }, jumpcloud_protect: { success: false } } }, error_message: 'push notification denied by user' }), // biome-ignore format: a table
  'insights code wrong': jumpcloud('user_login_attempt', 'directory', false, true, { auth_context: { auth_methods: { password: { success: true }, totp: { success: false } } }, error_message: 'mfa failed: invalid totp' }), // biome-ignore format: a table
  'insights radius': jumpcloud('radius_auth_attempt', 'radius', true, false, { nas_mfa_state: 'DISABLED', auth_type: 'PAP' }), // biome-ignore format: a table
  'activity push no': pingone('PUSH_NOTIFICATION.REJECTED', 'FAILED', 'Push Notification Rejected'),
  'activity code wrong': pingone('OTP.CHECK_FAILED', 'FAILED', 'Invalid OTP'),
  'activity code ok': pingone('OTP.CHECK_SUCCESS', 'SUCCESS', 'OTP Check Success'),
  'activity device': pingone('DEVICE.ACTIVATED', 'SUCCESS', 'Device Activated'),
  'tsh ok': teleport('user.login', 'T1000I', { success: true, method: 'local', mfa_device: key }),
  'tsh key wrong': teleport('mfa_auth_challenge.validate', 'T1016W', { success: false, error: 'invalid webauthn response', challenge_scope: 'CHALLENGE_SCOPE_LOGIN', mfa_device: key }), // biome-ignore format: a table
  'tsh session': teleport('session.start', 'T2000I', (f) => ({ login: 'root', sid: f.session ?? f.id, server_hostname: 'db2' })), // biome-ignore format: a table
  'tsh refused': teleport('session.rejected', 'T1006W', { success: false, error: 'access denied', server_hostname: 'db2', reason: 'access_request_required' }), // biome-ignore format: a table
  'tsh bot ok': teleport('bot.join', 'TJ001I', (f) => ({ success: true, bot_name: f.who, method: 'token', token_name: 'ci', user: undefined, user_kind: undefined })), // biome-ignore format: a table
  'tsh bot failed': teleport('bot.join', 'TJ001E', (f) => ({ success: false, error: 'token expired or not found', bot_name: f.who, method: 'token', token_name: 'ci', user: undefined, user_kind: undefined })), // biome-ignore format: a table
  'logon remote': windows(4624, (f) => ({ SubjectUserName: 'DC1$', TargetUserSid: `S-1-5-21-9-8-7-${f.short}`, TargetUserName: f.who, TargetDomainName: 'CORP', TargetLogonId: `0x${f.short}`, LogonType: '10', AuthenticationPackageName: 'Negotiate', WorkstationName: 'TS2', IpAddress: f.at.ip, IpPort: '51000', Status: '0x0' })), // biome-ignore format: a table
  'kerberos ok': windows(4768, (f) => ({ TargetUserName: f.who, TargetDomainName: 'CORP', TargetSid: `S-1-5-21-9-8-7-${f.short}`, ServiceName: 'krbtgt', TicketOptions: '0x40810010', Status: '0x0', PreAuthType: '15', IpAddress: `::ffff:${f.at.ip}`, IpPort: '50100' })), // biome-ignore format: a table
  'kerberos card refused': windows(4771, (f) => ({ TargetUserName: f.who, TargetSid: `S-1-5-21-9-8-7-${f.short}`, ServiceName: 'krbtgt/CORP', TicketOptions: '0x40810010', Status: '0xC', PreAuthType: '0', IpAddress: `::ffff:${f.at.ip}`, IpPort: '50100' })), // biome-ignore format: a table
  'hub code ok': github('user.two_factor_challenge_success'),
  'hub code wrong': github('user.two_factor_challenge_failure'),
  'hub token used': github('git.clone', { operation_type: 'access', repository: 'corp/payments', transport_protocol_name: 'https', programmatic_access_type: 'Personal access token (classic)', hashed_token: 'zz19' }), // biome-ignore format: a table
};
