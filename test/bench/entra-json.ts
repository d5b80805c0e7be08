/** Entra sign-ins as the portal's JSON download holds them, from a seed: about 3 kB a record. */
import { random } from './random.ts';

const APPS = ['Office 365 Exchange Online', 'Microsoft Teams', 'Azure Portal', 'SharePoint Online', 'Payroll, Inc'];
const POLICIES = ['Require MFA for all users', 'Block legacy authentication', 'Require compliant device for finance'];
const PLACES = [
  ['Leeds', 'England', 'GB', 53.8, -1.55],
  ['Lyon', 'Auvergne-Rhone-Alpes', 'FR', 45.76, 4.84],
  ['Denver', 'Colorado', 'US', 39.74, -104.98],
  ['Osaka', 'Osaka', 'JP', 34.69, 135.5],
] as const;

/** Yields records as JSON, a line each, without breaks. */
export function* entraRecords(records: number, seed = 3): Generator<string> {
  const { int, hex, chance } = random(seed);
  const guid = (): string => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
  const people = Math.max(50, Math.min(20_000, Math.round(records / 250)));
  const tenant = guid();
  const ids = Array.from({ length: people }, guid);
  const devices = Array.from({ length: people }, guid);
  const policies = POLICIES.map((displayName) => ({ id: guid(), displayName }));
  let time = Date.UTC(2026, 0, 5, 6);
  for (let i = 0; i < records; i++) {
    const user = int(people);
    time += int(3_000);
    const isDenied = chance(0.03);
    const app = int(APPS.length);
    const [city, state, countryOrRegion, latitude, longitude] = PLACES[user % PLACES.length]!;
    const createdDateTime = `${new Date(time).toISOString().slice(0, 19)}Z`;
    const step = (requirement: string, authenticationMethod: string, succeeded: boolean, detail: string) => ({
      authenticationStepDateTime: createdDateTime,
      authenticationMethod,
      authenticationMethodDetail: null,
      succeeded,
      authenticationStepResultDetail: detail,
      authenticationStepRequirement: requirement,
    });
    yield JSON.stringify({
      id: guid(),
      createdDateTime,
      userDisplayName: `Person ${user}`,
      userPrincipalName: `person${user}@corp.example`,
      userId: ids[user],
      appId: `0000000${app}-0000-0000-c000-000000000000`,
      appDisplayName: APPS[app],
      ipAddress: `203.${user % 200}.${(user >> 3) % 250}.${1 + (user % 5)}`,
      ipAddressFromResourceProvider: null,
      clientAppUsed: 'Browser',
      userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/14${user % 3}.0.0.0 Safari/537.36`,
      correlationId: guid(),
      conditionalAccessStatus: isDenied ? 'failure' : 'success',
      originalRequestId: '',
      isInteractive: true,
      tokenIssuerName: '',
      tokenIssuerType: 'AzureAD',
      clientCredentialType: 'none',
      processingTimeInMilliseconds: int(900),
      riskDetail: 'none',
      riskLevelAggregated: 'none',
      riskLevelDuringSignIn: 'none',
      riskState: 'none',
      riskEventTypes_v2: [],
      resourceDisplayName: 'Microsoft Graph',
      resourceId: '00000003-0000-0000-c000-000000000000',
      resourceTenantId: tenant,
      homeTenantId: tenant,
      homeTenantName: '',
      authenticationMethodsUsed: [],
      authenticationRequirement: 'multiFactorAuthentication',
      signInIdentifier: `person${user}@corp.example`,
      signInIdentifierType: 'userPrincipalName',
      servicePrincipalName: null,
      signInEventTypes: ['interactiveUser'],
      servicePrincipalId: '',
      userType: 'member',
      flaggedForReview: false,
      isTenantRestricted: false,
      autonomousSystemNumber: 64_500 + (user % 40),
      crossTenantAccessType: 'none',
      sessionId: guid(),
      uniqueTokenIdentifier: hex(22),
      incomingTokenType: 'none',
      authenticationProtocol: 'none',
      status: {
        errorCode: isDenied ? 500121 : 0,
        failureReason: isDenied ? 'Authentication failed during strong authentication request.' : 'Other.',
        additionalDetails: isDenied ? 'MFA denied; user declined the authentication' : 'MFA completed in Azure AD',
      },
      deviceDetail: {
        deviceId: devices[user],
        displayName: `LAPTOP-${user}`,
        operatingSystem: 'Windows10',
        browser: 'Chrome 141.0.0',
        isCompliant: true,
        isManaged: true,
        trustType: 'Azure AD joined',
      },
      location: { city, state, countryOrRegion, geoCoordinates: { altitude: null, latitude, longitude } },
      mfaDetail: { authMethod: 'Mobile app notification', authDetail: null },
      appliedConditionalAccessPolicies: policies.map(({ id, displayName }, n) => ({
        id,
        displayName,
        enforcedGrantControls: n === 0 ? ['Mfa'] : [],
        enforcedSessionControls: [],
        result: n === 0 ? (isDenied ? 'failure' : 'success') : 'notApplied',
        conditionsSatisfied: n === 0 ? 'application,users' : 'none',
        conditionsNotSatisfied: 'none',
      })),
      authenticationContextClassReferences: [],
      authenticationProcessingDetails: [{ key: 'Root Key Type', value: 'Unknown' }],
      networkLocationDetails: [],
      authenticationDetails: [
        step('Primary authentication', 'Password', true, 'Correct password'),
        step(
          'Multifactor authentication',
          'Mobile app notification',
          !isDenied,
          isDenied ? 'MFA denied; user declined the authentication' : 'MFA completed in Azure AD',
        ),
      ],
      authenticationRequirementPolicies: [],
      sessionLifetimePolicies: [],
      privateLinkDetails: { policyId: '', policyName: '', resourceId: '', policyTenantId: '' },
      authenticationAppDeviceDetails: null,
    });
  }
}
