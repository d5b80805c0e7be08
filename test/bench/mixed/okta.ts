/** Okta System Log records as NDJSON; about 2 kB a record. See `people.ts`. */
import { chances, clock, population, REFUSED, session, whence } from './people.ts';

const APPS = ['Salesforce', 'Slack', 'AWS IAM Identity Center', 'Workday', 'Zoom', 'Jira', 'GitHub', 'Box'];
const STEPS = [
  ['user.session.start', 'User login to Okta', 'core.user_auth.login_success'],
  ['user.authentication.auth_via_mfa', 'Authentication of user via MFA', 'core.user.factor.attempt_success'],
  ['user.authentication.sso', 'User single sign on to app', 'core.user_auth.sso'],
  ['policy.evaluate_sign_on', 'Evaluation of sign-on policy', null],
] as const;
const REFUSALS = [
  ['user.mfa.okta_verify.deny_push', 'User rejected Okta push verify', 'core.user.factor.deny_push'],
  ...STEPS,
] as const;
const REASONS = ['INVALID_CREDENTIALS', 'VERIFICATION_ERROR', 'User rejected the Okta push verify'];

/** Yields lines without their breaks. */
export function* oktaLines(records: number, seed = 11): Generator<string> {
  const draw = chances(seed);
  const { int, hex, chance, pick, guid } = draw;
  const next = population(draw);
  const now = clock(records, draw);
  for (let i = 0; i < records; i++) {
    const person = next();
    const isRefused = chance(REFUSED);
    const [eventType, displayMessage, legacyEventType] = pick<readonly [string, string, string | null]>(
      isRefused ? REFUSALS : STEPS,
    );
    const { ip, place } = whence(person, draw);
    const [city, state, , country, lat, lon] = place;
    const geographicalContext = {
      city,
      state,
      country,
      postalCode: chance(0.2) ? String(10_000 + int(90_000)) : '10115',
      geolocation: { lat, lon },
    };
    const request = hex(27);
    const user = {
      id: person.okta,
      type: 'User',
      alternateId: person.login,
      displayName: person.name,
      detailEntry: null,
    };
    const app = int(APPS.length);
    yield JSON.stringify({
      actor: user,
      client: {
        userAgent: { rawUserAgent: pick(person.agents), os: 'Windows 10', browser: 'CHROME' },
        zone: 'null',
        device: 'Computer',
        id: null,
        ipAddress: ip,
        geographicalContext,
      },
      device: null,
      authenticationContext: {
        authenticationProvider: null,
        credentialProvider: null,
        credentialType: null,
        issuer: null,
        interface: null,
        authenticationStep: 0,
        externalSessionId: session(person, draw),
      },
      displayMessage,
      eventType,
      outcome: isRefused ? { result: 'FAILURE', reason: pick(REASONS) } : { result: 'SUCCESS', reason: null },
      published: now().toISOString(),
      securityContext: {
        asNumber: chance(0.1) ? 1_000 + int(60_000) : 3320,
        asOrg: 'deutsche telekom ag',
        isp: 'deutsche telekom ag',
        domain: 't-ipconnect.example',
        isProxy: chance(0.02),
      },
      severity: isRefused ? 'WARN' : 'INFO',
      debugContext: {
        debugData: {
          deviceFingerprint: pick(person.devices),
          requestId: request,
          dtHash: person.devices.join(''),
          requestUri: '/api/v1/authn',
          threatSuspected: 'false',
          url: '/api/v1/authn?',
          logOnlySecurityData: JSON.stringify({
            risk: { level: 'LOW' },
            behaviors: { 'New Geo-Location': 'NEGATIVE', 'New Device': chance(0.5) ? 'NEGATIVE' : 'POSITIVE' },
          }),
        },
      },
      legacyEventType,
      transaction: { type: 'WEB', id: request, detail: {} },
      uuid: guid(),
      version: '0',
      request: { ipChain: [{ ip, geographicalContext, version: 'V4', source: null }] },
      target: chance(0.5)
        ? [user]
        : [
            user,
            {
              id: `0oa${String(app).padStart(17, '0')}`,
              type: 'AppInstance',
              alternateId: APPS[app],
              displayName: APPS[app],
              detailEntry: chance(0.3) ? { signOnModeType: 'SAML_2_0' } : null,
            },
          ],
    });
  }
}
