/**
 * The third set's second half: tenants of all sizes. Nearly nothing beside the incident, three days of history, a month of a
 * crowd; sanitised addresses; several sources of one incident whose clocks differ.
 */
import { type Row, type Scene, usual, type Where, type With } from './scene';

const two = (x: number): string => String(Math.floor(x)).padStart(2, '0');
/** The same row again, every so many seconds; past midnight too. */
function times(n: number, every: number, [when, ...rest]: Row): Row[] {
  const [day, clock] = when.slice(1).split(' ') as [string, string];
  const [h, m, s = 0] = clock.split(':').map(Number) as [number, number, number?];
  return Array.from({ length: n }, (_, i) => {
    const at = Number(day) * 86_400 + h * 3_600 + m * 60 + s + i * every;
    return [
      `d${Math.floor(at / 86_400)} ${two((at / 3_600) % 24)}:${two((at / 60) % 60)}:${two(at % 60)}`,
      ...rest,
    ] as Row;
  });
}
/** Each hour from one day to another, as machines do. */
const hourly = (who: string, what: string, where: Where, device: With | undefined, from: number, to: number): Row[] =>
  times((to - from) * 24, 3_600, [`d${from} 00:17`, who, what, where, device]);

const NAMES = 'abel beth carl dana egon fred gina hans ida jan kurt lena mona nils otto paul rita sven tina udo vito wim xena yves zoe'.split(' '); // biome-ignore format: one line
/** So many people who sign in every working day from two places. */
const crowd = (n: number, what: string, to = 28, places: readonly Where[] = ['docOffice', 'docHome2']): Row[] =>
  Array.from({ length: n }, (_, i) =>
    usual(`${NAMES[i % NAMES.length]}${Math.floor(i / NAMES.length) || ''}`, what, i % 3 === 0 ? places : places.slice(0, 1), i % 4 === 1 ? 'mac' : 'laptop', { to, hour: 6 + (i % 4) }),
  ).flat(); // biome-ignore format: one line
const DOC = ['docOffice', 'docHome'] as const;
const OUT = /session|revoke|sign|token|block/i;

const REQUESTS = 'id,identity,resource,type,requested,approved,starts,ends,approver,ticket';

export const TENANTS: readonly Scene[] = [
  // ------------------------------------------------------------------------------------------------ nearly nothing else
  {
    name: 'Okta, nothing but the incident: eight pushes refused, the ninth approved, all from abroad; two sign-ins before',
    rows: [
      ...usual('vera', 'okta push approved', ['docOffice'], 'laptop', { from: 1, to: 2 }),
      ...times(8, 45, ['d3 22:10', 'vera', 'okta push denied', 'docFar', 'kali']),
      ['d3 22:17', 'vera', 'okta push approved', 'docFar', 'kali', { session: 's' }],
      ['d3 22:19', 'vera', 'okta app', 'docFar', 'kali', { session: 's', app: 'Payroll' }],
    ],
    says: [
      { who: 'vera', verdict: 'likely_compromise', access: ['d3 22:17'], kind: 'approved_after_denials', step: OUT },
    ],
  },
  {
    name: 'Entra, nothing but the incident: four pushes declined abroad, then IMAP from there; one sign-in before',
    rows: [
      ['d1 14:10', 'vera', 'entra push approved', 'docOffice', 'laptop'],
      ...times(4, 70, ['d2 03:10', 'vera', 'entra push denied', 'docFar2', 'kali']),
      ['d2 03:40', 'vera', 'entra imap', 'docFar2', undefined, { app: 'Exchange Online' }],
    ],
    says: [
      {
        who: 'vera',
        verdict: 'likely_compromise',
        access: ['d2 03:40'],
        kind: 'legacy_protocol',
        step: /legacy|protocol|block|session|revoke/i,
      },
    ],
  },
  {
    name: 'Duo, nothing but the incident: reported as fraud twice, and the log goes on',
    rows: [
      ['d1 14:10', 'vera', 'duo table ok', 'docOffice', 'laptop', { phone: 'docCell' }],
      ['d2 02:10', 'vera', 'duo table fraud', 'docFar', 'kali', { phone: 'docCell' }],
      ['d2 02:12', 'vera', 'duo table fraud', 'docFar', 'kali', { phone: 'docCell' }],
      ['d2 14:11', 'vera', 'duo table ok', 'docOffice', 'laptop', { phone: 'docCell' }],
      ['d4 14:11', 'vera', 'duo table ok', 'docOffice', 'laptop', { phone: 'docCell' }],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /password|verify|report|session/i }],
  },
  {
    name: 'AWS, nothing but the incident: a key is refused three times from elsewhere, and then lists',
    rows: [
      ...times(6, 3_600, ['d1 08:00', 'ci-deploy', 'key put', 'cloud', 'cli']),
      ...times(3, 20, ['d2 01:00', 'ci-deploy', 'key denied', 'docFar', 'script']),
      ['d2 01:04', 'ci-deploy', 'key list buckets', 'docFar', 'script'],
    ],
    says: [
      { who: 'ci-deploy', verdict: 'likely_compromise', access: ['d2 01:04'], step: /key|rotate|revoke|disable/i },
    ],
  },
  {
    name: 'Okta, nothing but the slip: two codes wrong at home, then right',
    rows: [
      ...usual('vera', 'okta code ok', ['docHome'], 'laptop', { from: 1, to: 3 }),
      ...times(2, 25, ['d4 07:10', 'vera', 'okta code wrong', 'docHome', 'laptop']),
      ['d4 07:11', 'vera', 'okta code ok', 'docHome', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  // ------------------------------------------------------------------------------------------------ three days of history
  {
    name: 'Duo table, three days: seven pushes time out or are refused, then one is approved',
    rows: [
      ...crowd(6, 'duo table ok', 12),
      ...usual('vera', 'duo table ok', DOC, 'laptop', { from: 1, to: 3, more: { phone: 'docCell' } }),
      ...times(4, 65, ['d4 20:00', 'vera', 'duo table timeout', 'docFar', 'twin', { phone: 'docHome' }]),
      ...times(3, 50, ['d4 20:05', 'vera', 'duo table denied', 'docFar', 'twin', { phone: 'docHome' }]),
      ['d4 20:09', 'vera', 'duo table ok', 'docFar', 'twin', { phone: 'docHome' }],
    ],
    says: [
      { who: 'vera', verdict: 'likely_compromise', access: ['d4 20:09'], kind: 'approved_after_denials', step: OUT },
    ],
  },
  {
    name: 'AWS console, true addresses, three days: codes guessed with the right password, then in, and a key for later',
    rows: [
      ...crowd(5, 'console ok', 12, ['office', 'home2']),
      ...usual('vera', 'console ok', ['office', 'home'], 'laptop', { from: 1, to: 3 }),
      ...times(4, 30, ['d4 23:10', 'vera', 'console code wrong', 'lagos', 'kali']),
      ['d4 23:13', 'vera', 'console ok', 'lagos', 'kali'],
      ['d4 23:20', 'vera', 'console create key', 'lagos', 'kali'],
      ['d5 04:20', 'vera', 'new key list', 'romania', 'script'],
    ],
    says: [
      { who: 'vera', verdict: 'likely_compromise', access: ['d4 23:13'], kind: 'approved_after_denials', step: OUT },
    ],
  },
  {
    name: 'Keycloak, true addresses, three days: codes wrong from elsewhere, a new authenticator, and in with it',
    rows: [
      ...crowd(6, 'realm ok', 12, ['office', 'home2']),
      ...usual('vera', 'realm ok', ['office', 'home'], undefined, { from: 1, to: 3 }),
      ...times(3, 40, ['d4 19:00', 'vera', 'realm code wrong', 'lagos']),
      ['d4 19:30', 'vera', 'realm code added', 'lagos'],
      ['d4 19:32', 'vera', 'realm ok', 'lagos', undefined, { session: 'k' }],
    ],
    says: [
      {
        who: 'vera',
        verdict: 'likely_compromise',
        access: ['d4 19:32'],
        kind: ['method_registered', 'approved_after_denials'],
        step: /method|factor|enrol|session|revoke/i,
      },
    ],
  },
  {
    name: 'Keycloak, three days: two codes wrong at home, then right',
    rows: [
      ...crowd(6, 'realm ok', 12),
      ...usual('vera', 'realm ok', DOC, undefined, { from: 1, to: 3 }),
      ...times(2, 30, ['d4 06:30', 'vera', 'realm code wrong', 'docHome']),
      ['d4 06:31', 'vera', 'realm ok', 'docHome'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'JumpCloud, three days: pushes denied from a rented server, and the network door asks for no second factor',
    rows: [
      ...crowd(6, 'insights ok', 12),
      ...usual('vera', 'insights ok', DOC, 'laptop', { from: 1, to: 3 }),
      ...times(3, 60, ['d4 16:00', 'vera', 'insights push denied', 'docRented', 'kali']),
      ['d4 16:20', 'vera', 'insights radius', 'docRented', undefined, { app: 'VPN' }],
    ],
    says: [
      {
        who: 'vera',
        verdict: 'likely_compromise',
        access: ['d4 16:20'],
        kind: ['single_factor_gap', 'legacy_protocol', 'other_door'],
        step: /./,
      },
    ],
  },
  {
    name: 'PingOne, three days: pushes refused abroad, then by a code from a device just added',
    rows: [
      ...crowd(6, 'activity code ok', 12),
      ...usual('vera', 'activity code ok', DOC, 'laptop', { from: 1, to: 3 }),
      ...times(3, 60, ['d4 18:00', 'vera', 'activity push no', 'docFar2', 'kali']),
      ['d4 18:40', 'vera', 'activity device', 'docFar2', 'kali'],
      ['d4 18:42', 'vera', 'activity code ok', 'docFar2', 'kali'],
    ],
    says: [
      {
        who: 'vera',
        verdict: 'likely_compromise',
        access: ['d4 18:42'],
        kind: ['method_registered', 'factor_downgrade', 'approved_after_denials'],
        step: /method|factor|enrol|session|revoke/i,
      },
    ],
  },
  {
    name: 'Auth0, true addresses, three days: codes refused, then by a recovery code',
    rows: [
      ...crowd(6, 'auth0 ok', 12, ['office', 'home2']),
      ...usual('vera', 'auth0 ok', ['office', 'home'], 'laptop', { from: 1, to: 3 }),
      ...times(3, 40, ['d4 21:00', 'vera', 'auth0 code wrong', 'lagos', 'kali']),
      ['d4 21:05', 'vera', 'auth0 recovery', 'lagos', 'kali', { session: 'r' }],
      ['d4 21:05:02', 'vera', 'auth0 ok', 'lagos', 'kali', { session: 'r' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d4 21:05'], step: OUT }],
  },
  {
    name: 'Teleport, true addresses, three days: the key does not fit three times from elsewhere, then a login and a shell',
    rows: [
      ...crowd(6, 'tsh ok', 12, ['office', 'home2']),
      ...usual('vera', 'tsh ok', ['office', 'home'], undefined, { from: 1, to: 3 }),
      ...times(3, 30, ['d4 02:00', 'vera', 'tsh key wrong', 'lagos']),
      ['d4 02:05', 'vera', 'tsh ok', 'lagos'],
      ['d4 02:07', 'vera', 'tsh session', 'lagos', undefined, { session: 'root' }],
    ],
    // With three sign-ins before and no device told, the first journey of somebody looks the same.
    says: [{ who: 'vera', verdict: 'undetermined', access: [], step: /Ask vera/ }],
  },
  {
    name: 'GitHub, three days: codes wrong five times from abroad and no more',
    rows: [
      ...crowd(6, 'hub code ok', 12),
      ...usual('vera', 'hub code ok', DOC, 'laptop', { from: 1, to: 3 }),
      ...times(6, 20, ['d4 02:00', 'vera', 'hub code wrong', 'docFar', 'kali']),
      ...usual('vera', 'hub code ok', DOC, 'laptop', { from: 5, to: 12 }),
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'Google, three days: the second step fails three times abroad, and then a door that asks for none',
    rows: [
      ...crowd(6, 'workspace ok', 12),
      ...usual('vera', 'workspace ok', DOC, undefined, { from: 1, to: 3 }),
      ...times(3, 60, ['d4 21:00', 'vera', 'workspace step failed', 'docFar']),
      ['d4 21:20', 'vera', 'workspace password only', 'docFar'],
      ['d4 21:30', 'vera', 'workspace forwarding', 'docFar'],
    ],
    says: [
      {
        who: 'vera',
        verdict: 'likely_compromise',
        access: ['d4 21:20'],
        kind: ['single_factor_gap', 'factor_downgrade'],
        step: /./,
      },
    ],
  },
  // ------------------------------------------------------------------------------------------------ a month of a crowd
  {
    name: 'Okta, a crowd: one refusal, and the next evening in from there on a computer nobody manages',
    rows: [
      ...crowd(60, 'okta push approved'),
      ...usual('vera', 'okta push approved', DOC),
      ['d24 18:10', 'vera', 'okta push denied', 'docFar', 'twin'],
      ['d25 19:30', 'vera', 'okta push approved', 'docFar', 'twin', { session: 'q' }],
    ],
    says: [
      { who: 'vera', verdict: 'likely_compromise', access: ['d25 19:30'], kind: 'approved_after_denials', step: OUT },
    ],
  },
  {
    name: 'Okta, a crowd: a rented server of the own country refuses twice, then lets a colleague in',
    rows: [
      ...crowd(60, 'okta push approved'),
      ...usual('vera', 'okta push approved', DOC),
      ...times(2, 60, ['d24 15:10', 'vera', 'okta push denied', 'docRented', 'kali']),
      ['d24 16:30', 'dana', 'okta push approved', 'docRented', 'kali', { session: 'q' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d24 16:30'], kind: 'sibling_identity', step: OUT }],
  },
  {
    name: 'Okta and GitHub, a crowd: pushes refused, and a token clones from the same address',
    rows: [
      ...crowd(40, 'okta push approved'),
      ...usual('vera', 'okta push approved', DOC),
      ...usual('vera', 'hub code ok', DOC, 'laptop', { hour: 7 }),
      ...usual('vera', 'hub token used', DOC, 'laptop'),
      ...times(4, 60, ['d24 20:10', 'vera', 'okta push denied', 'docFar2', 'kali']),
      ['d24 20:40', 'vera', 'hub token used', 'docFar2', 'script'],
    ],
    says: [
      {
        who: 'vera',
        verdict: 'likely_compromise',
        access: ['d24 20:40'],
        kind: 'consent_granted',
        step: /./,
      },
    ],
  },
  {
    name: 'Duo and Entra, a crowd, Duo five minutes ahead: refused by Duo, in by Entra from the same address',
    rows: [
      ...crowd(40, 'entra push approved'),
      ...usual('vera', 'entra push approved', DOC),
      ...usual('vera', 'duo table ok', DOC),
      ...times(4, 30, ['d24 21:05', 'vera', 'duo table denied', 'docFar', 'kali']),
      ['d24 21:03', 'vera', 'entra password only', 'docFar', 'kali', { session: 'e', app: 'Azure Portal' }],
      ['d24 21:09', 'vera', 'entra token', 'docFar', 'kali', { session: 'e', app: 'Microsoft Graph' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d24 21:03'], step: OUT }],
  },
  {
    name: 'Okta and CloudTrail, a crowd: refused, in at Okta with another device, and a role in AWS',
    rows: [
      ...crowd(40, 'okta push approved'),
      ...usual('vera', 'okta push approved', DOC),
      ...usual('vera', 'aws saml', DOC, 'laptop'),
      ...times(5, 40, ['d24 03:10', 'vera', 'okta push denied', 'docFar', 'kali']),
      ['d24 03:15', 'vera', 'okta push approved', 'docFar2', 'twin', { session: 'o' }],
      ['d24 03:18', 'vera', 'aws saml', 'docFar2', 'twin'],
    ],
    says: [
      {
        who: 'vera',
        verdict: 'likely_compromise',
        access: ['d24 03:15'],
        kind: ['approved_after_denials', 'other_door'],
        step: OUT,
      },
    ],
  },
  {
    name: 'Windows, a crowd: the card is refused from the network of the VPN, and a remote desktop opens from there',
    rows: [
      ...crowd(12, 'kerberos ok'),
      ...usual('vera', 'kerberos ok', DOC, undefined),
      ...times(3, 60, ['d24 22:10', 'vera', 'kerberos card refused', 'docFar']),
      ['d24 22:20', 'vera', 'logon remote', 'docFar'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d24 22:20'], step: /./ }],
  },
  {
    name: 'Auth0, a crowd: pushes rejected five times abroad, nothing follows and the log goes on',
    rows: [
      ...crowd(40, 'auth0 ok', 40),
      ...usual('vera', 'auth0 ok', DOC, 'laptop', { to: 40 }),
      ...times(5, 50, ['d24 22:10', 'vera', 'auth0 push no', 'docFar', 'kali']),
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'AWS console, a crowd: codes guessed six times abroad, never right',
    rows: [
      ...crowd(20, 'console ok', 40),
      ...usual('vera', 'console ok', DOC, 'laptop', { to: 40 }),
      ...times(6, 20, ['d24 04:10', 'vera', 'console code wrong', 'docFar', 'kali']),
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'JumpCloud, a crowd: pushes denied abroad; the person works on at the office an hour later',
    rows: [
      ...crowd(40, 'insights ok', 40),
      ...usual('vera', 'insights ok', DOC, 'laptop', { to: 40 }),
      ...times(3, 50, ['d24 13:10', 'vera', 'insights push denied', 'docFar', 'kali']),
      ['d24 14:10', 'vera', 'insights ok', 'docOffice', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'Auth0, a crowd: secrets of a client tried from elsewhere, one is right',
    rows: [
      ...crowd(20, 'auth0 ok'),
      ...hourly('billing-sync', 'auth0 grant ok', 'cloud', undefined, 1, 24),
      ...times(5, 30, ['d24 04:30', 'billing-sync', 'auth0 grant wrong', 'docFar', 'script']),
      ['d24 04:36', 'billing-sync', 'auth0 grant ok', 'docFar', 'script'],
    ],
    says: [{ who: 'billing-sync', verdict: 'likely_compromise', access: ['d24 04:36'], step: /secret|rotate|revoke/i }],
  },
  {
    name: 'Auth0, a crowd: a client goes on with its old secret from its own place',
    rows: [
      ...crowd(20, 'auth0 ok', 30),
      ...hourly('billing-sync', 'auth0 grant ok', 'cloud', undefined, 1, 24),
      ...hourly('billing-sync', 'auth0 grant wrong', 'cloud', undefined, 24, 26),
    ],
    says: [{ who: 'billing-sync', verdict: 'misconfigured', access: [], step: /secret|rotate|owner|credential/i }],
  },
  {
    name: 'Keycloak, three days: a client asks every ten minutes with a secret that was changed',
    rows: [
      ...crowd(6, 'realm ok', 12),
      ...times(200, 600, ['d1 00:03', 'report-job', 'realm client ok', 'cloud']),
      ...times(80, 600, ['d2 12:03', 'report-job', 'realm client wrong', 'cloud']),
    ],
    says: [{ who: 'report-job', verdict: 'misconfigured', access: [], step: /secret|rotate|owner|credential/i }],
  },
  {
    name: 'Keycloak, a crowd: a client asks from elsewhere with wrong secrets, and then with the right one',
    rows: [
      ...crowd(12, 'realm ok'),
      ...hourly('report-job', 'realm client ok', 'cloud', undefined, 1, 24),
      ...times(4, 15, ['d24 03:30', 'report-job', 'realm client wrong', 'docFar']),
      ['d24 03:33', 'report-job', 'realm client ok', 'docFar'],
    ],
    says: [{ who: 'report-job', verdict: 'likely_compromise', access: ['d24 03:33'], step: /secret|rotate|revoke/i }],
  },
  {
    name: 'AWS, a crowd: a key lost a right and goes on asking every hour from its own place',
    rows: [
      ...crowd(10, 'console ok', 30),
      ...hourly('ci-deploy', 'key put', 'cloud', 'cli', 1, 24),
      ...hourly('ci-deploy', 'key denied', 'cloud', 'cli', 24, 26),
    ],
    says: [{ who: 'ci-deploy', verdict: 'misconfigured', access: [], step: /./ }],
  },
  {
    name: 'Teleport, a crowd: a bot whose token ran out tries to join every ten minutes',
    rows: [
      ...crowd(10, 'tsh ok', 30),
      ...hourly('ci', 'tsh bot ok', 'cloud', undefined, 1, 20),
      ...times(60, 600, ['d20 00:03', 'ci', 'tsh bot failed', 'cloud']),
    ],
    says: [{ who: 'ci', verdict: 'misconfigured', access: [], step: /./ }],
  },
  {
    name: 'Entra, a crowd: a policy turns everybody at the office away for an hour',
    rows: [
      ...crowd(24, 'entra push approved', 30),
      ...NAMES.slice(0, 14).map(
        (who, i): Row => [
          `d24 09:${two(2 + i * 3)}`,
          who,
          'entra blocked',
          'docOffice',
          i % 4 === 1 ? 'mac' : 'laptop',
        ],
      ),
    ],
    says: [
      { who: 'abel', verdict: 'misconfigured', access: [], step: /polic/i },
      { who: 'gina', verdict: 'misconfigured', access: [], step: /polic/i },
    ],
  },
  {
    name: 'Duo, a crowd: the factor for everybody from today',
    rows: [
      ...crowd(24, 'duo table ok', 30),
      ...Array.from({ length: 12 }, (_, i): Row[] => [
        [`d24 07:${two(2 + i * 4)}`, `neu${i}`, 'duo table not enrolled', 'docOffice', 'laptop'],
        [`d24 07:${two(4 + i * 4)}`, `neu${i}`, 'duo table ok', 'docOffice', 'laptop'],
      ]).flat(),
    ],
    registers: {
      'rollouts.csv': 'name,from,until,scope,note\nDuo for all,2026-03-24T00:00:00Z,2026-03-28T00:00:00Z,*,\n',
    },
    says: [
      { who: 'neu3', verdict: 'friction', access: [], step: /./ },
      { who: 'neu9', verdict: 'friction', access: [], step: /./ },
    ],
  },
  {
    name: 'Duo, a crowd: nobody at the phone twice at home, approved at the third',
    rows: [
      ...crowd(24, 'duo table ok', 30),
      ...usual('vera', 'duo table ok', DOC, 'laptop', { more: { phone: 'docCell' } }),
      ...times(2, 62, ['d25 07:10', 'vera', 'duo table timeout', 'docHome', 'laptop', { phone: 'docCell' }]),
      ['d25 07:13', 'vera', 'duo table ok', 'docHome', 'laptop', { phone: 'docCell' }],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Auth0, a crowd: a push rejected by mistake at the own desk, right twenty seconds later',
    rows: [
      ...crowd(24, 'auth0 ok', 30),
      ...usual('vera', 'auth0 ok', DOC),
      ['d25 07:10', 'vera', 'auth0 push no', 'docOffice', 'laptop'],
      ['d25 07:10:21', 'vera', 'auth0 ok', 'docOffice', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'AWS console, a crowd: one code wrong at the office, then right',
    rows: [
      ...crowd(20, 'console ok', 30),
      ...usual('vera', 'console ok', DOC),
      ['d25 08:10', 'vera', 'console code wrong', 'docOffice', 'laptop'],
      ['d25 08:10:40', 'vera', 'console ok', 'docOffice', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Google, a crowd: a new line at home, one step failed, passed at once, and a week from there',
    rows: [
      ...crowd(24, 'workspace ok', 34),
      ...usual('vera', 'workspace ok', DOC, undefined),
      ['d25 06:30', 'vera', 'workspace step failed', 'docNew'],
      ['d25 06:31', 'vera', 'workspace ok', 'docNew'],
      ...usual('vera', 'workspace ok', ['docNew', 'docOffice'], undefined, { from: 26, to: 34 }),
    ],
    says: [{ who: 'vera', verdict: ['friction', 'undetermined'], access: [], step: /./ }],
  },
  {
    name: 'JumpCloud, a crowd: a code wrong on the mobile network, then right, with the own laptop’s kind',
    rows: [
      ...crowd(24, 'insights ok', 34),
      ...usual('vera', 'insights ok', ['docOffice', 'docCell'], 'laptop'),
      ['d25 06:30', 'vera', 'insights code wrong', 'docCell', 'laptop'],
      ['d25 06:30:40', 'vera', 'insights ok', 'docCell', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Entra, a crowd: a journey that the calendar tells, codes wrong at the hotel, then right',
    rows: [
      ...crowd(24, 'entra code ok', 34),
      ...usual('vera', 'entra code ok', DOC),
      ...times(2, 30, ['d25 18:30', 'vera', 'entra code wrong', 'docTrip', 'laptop']),
      ['d25 18:31:20', 'vera', 'entra code ok', 'docTrip', 'laptop'],
    ],
    registers: {
      'travel.csv':
        'identity,from,until,country,city,note\nvera@corp.example,2026-03-25T00:00:00Z,2026-03-28T00:00:00Z,GB,London,customer\n',
    },
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Okta, a crowd: two people travel to one place; one is refused by policy, the other signs in at the hotel',
    rows: [
      ...crowd(24, 'okta push approved', 34),
      ...usual('vera', 'okta push approved', DOC),
      ...usual('wolf', 'okta push approved', DOC),
      ['d25 18:30', 'vera', 'okta code wrong', 'docTrip', 'laptop'],
      ['d25 18:31', 'vera', 'okta push approved', 'docTrip', 'laptop'],
      ['d25 18:50', 'wolf', 'okta push approved', 'docTrip', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Teleport, a crowd: a session refused until the request is approved',
    rows: [
      ...crowd(10, 'tsh ok', 30),
      ...usual('vera', 'tsh ok', DOC, undefined),
      ['d25 08:10', 'vera', 'tsh refused', 'docOffice'],
      ['d25 08:30', 'vera', 'tsh session', 'docOffice', undefined, { session: 'j' }],
    ],
    registers: {
      'requests.csv': `${REQUESTS}\nJ-1,vera,db2,jit,2026-03-26T08:05:00Z,2026-03-26T08:25:00Z,2026-03-26T08:25:00Z,2026-03-26T12:00:00Z,lead,REQ-1\n`,
    },
    // An access that a person is refused, and that is not privileged, is no denial.
    says: [],
    none: ['vera'],
  },
  {
    name: 'AWS console, a crowd: an announced test guesses codes from a rented server',
    rows: [
      ...crowd(20, 'console ok', 40),
      ...usual('vera', 'console ok', DOC, 'laptop', { to: 40 }),
      ...times(8, 20, ['d25 10:10', 'vera', 'console code wrong', 'docRented', 'kali']),
    ],
    registers: {
      'requests.csv': `${REQUESTS}\nT-1,vera,,test,2026-03-24T08:00:00Z,2026-03-24T09:00:00Z,2026-03-26T08:00:00Z,2026-03-26T18:00:00Z,ciso,CHG-9\n`,
    },
    says: [{ who: 'vera', verdict: 'expected', access: [], step: /./ }],
  },
  {
    name: 'AWS console, three days: the emergency account in a drill on file, one code wrong',
    rows: [
      ...crowd(6, 'console ok', 12),
      ['d4 09:00', 'rescue', 'console code wrong', 'docOffice', 'laptop'],
      ['d4 09:01', 'rescue', 'console ok', 'docOffice', 'laptop'],
    ],
    registers: {
      'identities.csv':
        'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases\nrescue,human,Rescue,,,IT,,,true,true,,\n',
      'requests.csv': `${REQUESTS}\nB-1,rescue,,break_glass,2026-03-05T08:00:00Z,2026-03-05T08:10:00Z,2026-03-05T08:30:00Z,2026-03-05T11:00:00Z,ciso,DR-1\n`,
    },
    says: [{ who: 'rescue', verdict: 'expected', access: [], step: /./ }],
  },
  {
    name: 'Okta, three days: a spray over twelve names; one is asked, refuses, and nobody gets in',
    rows: [
      ...crowd(14, 'okta push approved', 12),
      ...usual('vera', 'okta push approved', DOC, 'laptop', { from: 1, to: 12 }),
      ...NAMES.slice(0, 12).map(
        (who, i): Row => [`d4 03:${two(i * 2)}`, who, 'okta password wrong', 'docFar', 'script'],
      ),
      ['d4 03:25', 'vera', 'okta push denied', 'docFar', 'script'],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
];
