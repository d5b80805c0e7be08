/** Okta System Log records as NDJSON, from a seed: a company's months, made up, about 1.5 kB a record. */
import { random } from './random.ts';

const APPS = [
  'Salesforce',
  'Slack',
  'GitHub',
  'Workday',
  'Zoom',
  'Jira',
  'AWS',
  'Google Workspace',
  'ServiceNow',
  'Box',
];
const PLACES = [
  ['Leeds', 'England', 'United Kingdom', 53.8, -1.55, 'LS1'],
  ['Lyon', 'Auvergne-Rhône-Alpes', 'France', 45.76, 4.84, '69001'],
  ['Denver', 'Colorado', 'United States', 39.74, -104.98, '80202'],
  ['Osaka', 'Osaka', 'Japan', 34.69, 135.5, '530-0001'],
  ['Bucharest', 'Bucuresti', 'Romania', 44.43, 26.1, '010011'],
] as const;
const AGENTS = [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Windows 10',
    'CHROME',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
    'Mac OS X',
    'SAFARI',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Linux', 'FIREFOX'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    'iOS',
    'UNKNOWN',
  ],
] as const;

/** Yields lines without their breaks. Users work in sessions of a few events; a few are refused. */
export function* oktaLines(records: number, seed = 1): Generator<string> {
  const { int, hex, chance } = random(seed);
  const people = Math.max(50, Math.min(20_000, Math.round(records / 250)));
  let time = Date.UTC(2026, 0, 5, 6);
  let made = 0;
  while (made < records) {
    const user = int(people);
    const isStranger = chance(0.01);
    const where = isStranger ? 4 : user % 4;
    const [city, state, country, lat, lon, postalCode] = PLACES[where]!;
    const ip = isStranger
      ? `198.51.${int(100)}.${int(250)}`
      : `203.${user % 200}.${(user >> 3) % 250}.${1 + (user % 3) + int(2)}`;
    const [rawUserAgent, os, browser] = AGENTS[(user + (isStranger ? 1 : 0)) % 4]!;
    const session = `trs${hex(22)}`;
    const geographicalContext = { city, state, country, postalCode, geolocation: { lat, lon } };
    const steps = sessionSteps(isStranger || chance(0.02), chance, int);
    for (const step of steps) {
      if (made++ >= records) return;
      time += 200 + int(1_500);
      const request = hex(32);
      yield JSON.stringify({
        actor: {
          id: `00u${(user * 7919).toString(36).padStart(14, '1')}5d7`,
          type: 'User',
          alternateId: `person${user}@corp.example`,
          displayName: `Person ${user}`,
        },
        client: {
          userAgent: { rawUserAgent, os, browser },
          zone: 'null',
          device: where === 3 ? 'Mobile' : 'Computer',
          id: null,
          ipAddress: ip,
          geographicalContext,
        },
        authenticationContext: {
          authenticationProvider: null,
          credentialType: null,
          authenticationStep: 0,
          rootSessionId: session,
          externalSessionId: session,
        },
        displayMessage: step.message,
        eventType: step.type,
        outcome: { result: step.result, reason: step.reason },
        published: new Date(time).toISOString(),
        securityContext: {
          asNumber: 64_500 + (where * 10 + (user % 7)),
          asOrg: `Provider ${where}-${user % 7}`,
          isp: `provider ${where}`,
          domain: 'provider.example',
          isProxy: false,
        },
        severity: step.result === 'FAILURE' ? 'WARN' : 'INFO',
        debugContext: {
          debugData: {
            ...step.debug,
            requestId: request,
            requestUri: step.uri,
            threatSuspected: 'false',
          },
        },
        legacyEventType: step.legacy,
        transaction: { type: 'WEB', id: request, detail: {} },
        uuid: `${hex(8)}-${hex(4)}-11f0-${hex(4)}-${hex(12)}`,
        version: '0',
        request: { ipChain: [{ ip, version: 'V4', source: null }] },
        target: [
          {
            id: `00u${user}`,
            type: 'User',
            alternateId: `person${user}@corp.example`,
            displayName: `Person ${user}`,
            detailEntry: null,
          },
          ...(step.app === null
            ? []
            : [
                {
                  id: `0oa${step.app}x`,
                  type: 'AppInstance',
                  alternateId: APPS[step.app],
                  displayName: APPS[step.app],
                  detailEntry: { signOnModeType: 'SAML_2_0' },
                },
              ]),
        ],
      });
    }
  }
}

interface Step {
  type: string;
  legacy: string;
  message: string;
  result: string;
  reason: string | null;
  uri: string;
  app: number | null;
  debug: Record<string, string>;
}

function sessionSteps(isRefused: boolean, chance: (p: number) => boolean, int: (n: number) => number): Step[] {
  const step = (type: string, message: string, over: Partial<Step> = {}): Step => ({
    type,
    legacy: `core.${type}`,
    message,
    result: 'SUCCESS',
    reason: null,
    uri: '/idp/idx/identify',
    app: null,
    debug: {},
    ...over,
  });
  const push = step('system.push.send_factor_verify_push', 'Send Okta Verify push', { uri: '/idp/idx/challenge' });
  const answer = (result: string): Step =>
    step('user.authentication.auth_via_mfa', 'Authentication of user via MFA', {
      result,
      reason: result === 'FAILURE' ? 'INVALID_CREDENTIALS' : null,
      uri: '/idp/idx/challenge/poll',
      debug: {
        factor: 'OKTA_VERIFY_PUSH',
        pushOnlyResponseType: result === 'FAILURE' ? 'OV_RESPONSE_DENY' : 'OV_RESPONSE_APPROVE',
      },
    });
  const opened = [
    step('policy.evaluate_sign_on', 'Evaluation of sign-on policy', { result: 'CHALLENGE' }),
    push,
    answer('SUCCESS'),
    step('user.session.start', 'User login to Okta'),
    ...Array.from({ length: 2 + int(4) }, () =>
      step('user.authentication.sso', 'User single sign on to app', { app: int(APPS.length), uri: '/app/sso/saml' }),
    ),
  ];
  if (!isRefused) return opened;
  const refused = Array.from({ length: 1 + int(5) }, () => [push, answer('FAILURE')]).flat();
  return chance(0.3) ? [...refused, ...opened] : refused;
}
