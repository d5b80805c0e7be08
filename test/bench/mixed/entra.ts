/** Entra sign-ins as the portal's JSON download and its CSV hold them; 2 to 4 kB and 0.9 kB a record. See `people.ts`. */
import { type Chances, chances, clock, type Person, population, REFUSED, session, whence } from './people.ts';

const TENANT = '5b1e7a0e-5d4e-4f0e-9d59-1c3c2a9d0f11';
const named = (kind: number, names: readonly string[]) =>
  names.map((name, n) => ({ id: `${kind}000000${n}-0000-4000-a000-000000000000`, name }));
const APPS = named(1, ['Office 365 Exchange Online', 'Microsoft Teams', 'Azure Portal', 'OfficeHome', 'Salesforce', 'Workday', 'Zoom', 'My Apps']); // biome-ignore format: one line
const RESOURCES = named(2, ['Microsoft Graph', 'Office 365 Exchange Online', 'Windows Azure Active Directory']);
const POLICIES = named(3, ['Require MFA for all users', 'Block legacy authentication', 'Require compliant device', 'CA004: Require MFA for admins', 'Session lifetime 8h', 'Block countries', 'Report-only: risky users']); // biome-ignore format: one line
const RESULTS = ['success', 'notApplied', 'notApplied', 'notEnabled', 'reportOnlyNotApplied'];
const SECOND = ['Mobile app notification', 'Text message', 'Passcode (Authenticator app)', 'FIDO2 security key'];
const ADMITTED = [
  [0, 'Other.', 'MFA requirement satisfied by claim in the token'],
  [0, 'Other.', null],
] as const;
const REFUSALS = [
  [50074, 'Strong Authentication is required.', 'MFA required in Azure AD'],
  [
    500121,
    'Authentication failed during strong authentication request.',
    'MFA denied; user declined the authentication',
  ],
  [500121, 'Authentication failed during strong authentication request.', 'MFA denied; user did not respond to mobile app notification'], // biome-ignore format: one line
  [50126, 'Error validating credentials due to invalid username or password.', null],
  [53003, 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.', null], // biome-ignore format: one line
] as const;

function device(person: Person, { chance }: Chances) {
  const { n, devices } = person;
  const [a = ''] = devices;
  if (chance(0.2))
    return { deviceId: '', displayName: '', operatingSystem: `Ios 18.${n % 6}`, browser: `Mobile Safari ${15 + (n % 3)}.0`, isCompliant: false, isManaged: false, trustType: '' }; // biome-ignore format: one line
  const deviceId = `${a.slice(0, 8)}-${a.slice(8, 12)}-${a.slice(12, 16)}-${a.slice(16, 20)}-${a.slice(20)}`;
  const isManaged = n % 9 !== 0;
  return { deviceId, displayName: `DESKTOP-${a.slice(0, 7).toUpperCase()}`, operatingSystem: n % 3 ? 'Windows 11' : 'MacOs', browser: `Edge ${128 + (n % 5)}.0.0`, isCompliant: isManaged, isManaged, trustType: 'Azure AD joined' }; // biome-ignore format: one line
}

function* signIns(records: number, seed: number) {
  const draw = chances(seed);
  const { int, hex, chance, pick, guid } = draw;
  const next = population(draw);
  const now = clock(records, draw);
  for (let i = 0; i < records; i++) {
    const person = next();
    const { ip, place } = whence(person, draw);
    const [city, state, countryOrRegion, , latitude, longitude] = place;
    const [errorCode, failureReason, additionalDetails] = pick<readonly [number, string, string | null]>(
      chance(REFUSED) ? REFUSALS : ADMITTED,
    );
    const hasSecond = chance(0.6);
    const [app, resource] = [pick(APPS), pick(RESOURCES)];
    const time = now().getTime();
    const text = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
    const createdDateTime = text(time);
    const isTyped = chance(0.5);
    yield {
      id: guid(),
      createdDateTime,
      userDisplayName: person.name,
      userPrincipalName: person.login,
      userId: person.id,
      appId: app.id,
      appDisplayName: app.name,
      ipAddress: ip,
      clientAppUsed: chance(0.7) ? 'Browser' : 'Mobile Apps and Desktop clients',
      userAgent: pick(person.agents),
      correlationId: guid(),
      conditionalAccessStatus: pick(['success', 'notApplied', 'failure']),
      originalRequestId: guid(),
      isInteractive: chance(0.7),
      tokenIssuerName: '',
      tokenIssuerType: 'AzureAD',
      processingTimeInMilliseconds: 50 + int(850),
      riskDetail: 'none',
      riskLevelAggregated: 'none',
      riskLevelDuringSignIn: 'none',
      riskState: 'none',
      riskEventTypes_v2: [],
      resourceDisplayName: resource.name,
      resourceId: resource.id,
      resourceTenantId: TENANT,
      homeTenantId: TENANT,
      authenticationRequirement: hasSecond ? 'multiFactorAuthentication' : 'singleFactorAuthentication',
      authenticationMethodsUsed: [],
      signInIdentifier: person.login,
      signInEventTypes: ['interactiveUser'],
      servicePrincipalId: '',
      userType: 'member',
      flaggedForReview: false,
      isTenantRestricted: false,
      autonomousSystemNumber: chance(0.1) ? 1_000 + int(60_000) : 8075,
      crossTenantAccessType: 'none',
      sessionId: session(person, draw),
      uniqueTokenIdentifier: hex(22),
      incomingTokenType: 'none',
      authenticationProtocol: 'none',
      status: { errorCode, failureReason, additionalDetails },
      deviceDetail: device(person, draw),
      location: { city, state, countryOrRegion, geoCoordinates: { altitude: null, latitude, longitude } },
      mfaDetail: hasSecond ? { authMethod: 'Mobile app notification', authDetail: null } : null,
      appliedConditionalAccessPolicies: POLICIES.slice(0, 1 + int(POLICIES.length)).map(({ id, name }) => ({
        id,
        displayName: name,
        enforcedGrantControls: name.includes('MFA') ? ['Mfa'] : name.startsWith('Block') ? ['Block'] : [],
        enforcedSessionControls: [],
        result: pick(RESULTS),
      })),
      authenticationContextClassReferences: [],
      authenticationProcessingDetails: [
        { key: 'Login Hint Present', value: 'True' },
        { key: 'Oauth Scope Info', value: '["User.Read","openid","profile","email"]' },
        { key: 'Is CAE Token', value: chance(0.5) ? 'True' : 'False' },
      ],
      networkLocationDetails: chance(0.3)
        ? [{ networkType: 'trustedNamedLocation', networkNames: [`Office ${city}`] }]
        : [],
      authenticationDetails: [
        {
          authenticationStepDateTime: createdDateTime,
          authenticationMethod: isTyped ? 'Password' : 'Previously satisfied',
          authenticationMethodDetail: isTyped ? 'Password Hash Sync' : null,
          succeeded: errorCode !== 50126,
          authenticationStepResultDetail: isTyped
            ? errorCode === 50126
              ? 'Invalid username or password'
              : 'Correct password'
            : 'First factor requirement satisfied by claim in the token',
          authenticationStepRequirement: 'Primary authentication',
        },
        ...(hasSecond
          ? [
              {
                authenticationStepDateTime: text(time + int(40_000)),
                authenticationMethod: pick(SECOND),
                authenticationMethodDetail: null,
                succeeded: errorCode === 0,
                authenticationStepResultDetail: additionalDetails ?? 'MFA completed in Azure AD',
                authenticationStepRequirement: 'Multi-factor authentication',
              },
            ]
          : []),
      ],
      sessionLifetimePolicies: [],
      privateLinkDetails: { policyId: '', policyName: '', resourceId: '', policyTenantId: '' },
    };
  }
}

/** Yields records as JSON, without breaks. */
export function* entraRecords(records: number, seed = 13): Generator<string> {
  for (const signIn of signIns(records, seed)) yield JSON.stringify(signIn);
}

type SignIn = ReturnType<typeof signIns> extends Generator<infer T> ? T : never;
const yes = (is: boolean): string => (is ? 'Yes' : 'No');
const COLUMNS: readonly (readonly [heading: string, cell: (signIn: SignIn) => string])[] = [
  ['Date (UTC)', (s) => s.createdDateTime],
  ['Request ID', (s) => s.id],
  ['User agent', (s) => s.userAgent],
  ['Correlation ID', (s) => s.correlationId],
  ['User ID', (s) => s.userId],
  ['User', (s) => s.userDisplayName],
  ['Username', (s) => s.userPrincipalName],
  ['User type', (s) => s.userType],
  ['Cross tenant access type', (s) => s.crossTenantAccessType],
  ['Incoming token type', (s) => s.incomingTokenType],
  ['Authentication Protocol', (s) => s.authenticationProtocol],
  ['Unique token identifier', (s) => s.uniqueTokenIdentifier],
  ['Application', (s) => s.appDisplayName],
  ['Application ID ', (s) => s.appId],
  ['Resource', (s) => s.resourceDisplayName],
  ['Resource ID ', (s) => s.resourceId],
  ['Resource tenant ID', (s) => s.resourceTenantId],
  ['Home tenant ID', (s) => s.homeTenantId],
  ['IP address', (s) => s.ipAddress],
  ['Location', ({ location: { city, state, countryOrRegion } }) => `${city}, ${state}, ${countryOrRegion}`],
  ['Status', (s) => (s.status.errorCode ? 'Failure' : 'Success')],
  ['Sign-in error code', (s) => (s.status.errorCode ? String(s.status.errorCode) : '')],
  ['Failure reason', (s) => s.status.failureReason],
  ['Client app', (s) => s.clientAppUsed],
  ['Device ID', (s) => s.deviceDetail.deviceId],
  ['Browser', (s) => s.deviceDetail.browser],
  ['Operating System', (s) => s.deviceDetail.operatingSystem],
  ['Compliant', (s) => yes(s.deviceDetail.isCompliant)],
  ['Managed', (s) => yes(s.deviceDetail.isManaged)],
  ['Join Type', (s) => s.deviceDetail.trustType],
  ['Multifactor authentication result', (s) => s.status.additionalDetails ?? ''],
  ['Multifactor authentication auth method', (s) => s.mfaDetail?.authMethod ?? ''],
  ['Authentication requirement', (s) => (s.mfaDetail ? 'Multifactor authentication' : 'Single-factor authentication')],
  ['Sign-in identifier', (s) => s.signInIdentifier],
  ['Session ID', (s) => s.sessionId],
  ['Autonomous system  number', (s) => String(s.autonomousSystemNumber)],
  ['Flagged for review', (s) => yes(s.flaggedForReview)],
  ['Token issuer type', () => 'Azure AD'],
  ['Latency', (s) => String(s.processingTimeInMilliseconds)],
  ['Conditional Access', (s) => s.conditionalAccessStatus],
];

/** Yields lines with their breaks, the header first. */
export function* entraCsv(records: number, seed = 12): Generator<string> {
  const row = (cells: string[]): string => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
  yield `\ufeff${row(COLUMNS.map(([heading]) => heading))}`;
  for (const signIn of signIns(records, seed)) yield row(COLUMNS.map(([, cell]) => cell(signIn)));
}
