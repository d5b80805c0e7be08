/** Scenes in which nobody came in who should not: attacks that were stopped, and what only looks like one. */
import { colleagues, type Row, type Scene, usual } from './scene';

const okta = colleagues('okta push approved');
const entra = colleagues('entra push approved');
const NONE: readonly string[] = [];

const every = (
  n: number,
  day: string,
  hour: number,
  minutes: number,
  rest: readonly [string, string, Row[3], Row[4]?, Row[5]?],
): Row[] =>
  // biome-ignore format: one line
  Array.from({ length: n }, (_, i) => {
    const at = hour * 60 + i * minutes;
    const clock = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
    return [`${day} ${clock}`, ...rest] as unknown as Row;
  });

export const NO_ENTRY: readonly Scene[] = [
  {
    name: 'Duo: reported as fraud at the first prompt',
    rows: [
      ...colleagues('duo push approved'),
      ...usual('vera', 'duo push approved', ['office', 'home'], 'laptop', { to: 40, more: { phone: 'carrier' } }),
      ['d25 21:40', 'vera', 'duo fraud', 'romania', 'kali', { phone: 'home' }],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: NONE, step: /password|reset|verify|ask/i }],
  },
  {
    name: 'Entra: wrong numbers chosen, never the right one',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...every(3, 'd25', 21, 1, ['vera', 'entra number wrong', 'lagos', 'kali']),
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: NONE, step: /password|reset|verify|ask/i }],
  },
  {
    name: 'Entra: right password abroad, stopped by policy; the person works at the office meanwhile',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...every(3, 'd25', 10, 2, ['vera', 'entra blocked', 'romania', 'kali']),
      ['d25 10:20', 'vera', 'entra token', 'office', 'laptop', { app: 'Teams' }],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: NONE, step: /password|reset|verify|ask/i }],
  },
  {
    name: 'Okta: a colleague tries another one’s account from the own managed laptop at home',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...usual('bruno', 'okta push approved', ['office', 'newHome'], 'mac', { to: 40 }),
      ...every(3, 'd25', 20, 1, ['vera', 'okta push denied', 'newHome', 'mac']),
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: NONE, step: /password|reset|verify|ask/i }],
  },
  {
    name: 'Entra: a workload that only works in one region is refused in another',
    rows: [
      ...entra,
      ...usual('exporter', 'entra app ok', ['cloud'], undefined, { to: 40, hour: 2 }),
      ...every(3, 'd25', 4, 3, ['exporter', 'entra app blocked', 'farCloud']),
    ],
    says: [{ who: 'exporter', verdict: 'attempted_abuse', access: NONE, step: /secret|rotate|credential/i }],
  },
  {
    name: 'AWS: an agent asks for what its work never needed, from its own place',
    rows: [
      ...colleagues('aws put'),
      ...usual('triage-agent', 'aws role ok', ['cloud'], 'script', { to: 40 }),
      ['d25 06:40', 'triage-agent', 'aws role denied users', 'cloud', 'script'],
      ['d25 06:41', 'triage-agent', 'aws role denied key', 'cloud', 'script'],
      ['d25 06:42', 'triage-agent', 'aws role denied policy', 'cloud', 'script'],
      ['d25 06:43', 'triage-agent', 'aws role denied secrets', 'cloud', 'script'],
    ],
    says: [{ who: 'triage-agent', verdict: ['attempted_abuse', 'misconfigured', 'undetermined'], access: NONE, step: /scope|right|access|owner/i }], // biome-ignore format: a table
  },
  {
    name: 'Okta: travel in the calendar, one slip at the hotel',
    rows: [
      ...okta,
      ...usual('vera', 'okta code ok'),
      ['d25 18:00', 'vera', 'okta code wrong', 'paris', 'laptop'],
      ['d25 18:01', 'vera', 'okta code ok', 'paris', 'laptop'],
      ['d26 07:00', 'vera', 'okta code ok', 'paris', 'laptop'],
    ],
    registers: { 'travel.csv': 'identity,from,until,country,city,note\nvera@corp.example,2026-03-25T00:00:00+01:00,2026-03-28T00:00:00+01:00,FR,Paris,fair\n' }, // biome-ignore format: one line
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Entra: travel that no calendar tells, on the own managed laptop',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ['d25 18:00', 'vera', 'entra push ignored', 'paris', 'laptop'],
      ['d25 18:02', 'vera', 'entra push approved', 'paris', 'laptop'],
      ['d26 07:00', 'vera', 'entra push approved', 'paris', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Okta: a VPN of one’s own on the managed laptop',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 19:00', 'vera', 'okta push denied', 'vpn', 'laptop'],
      ['d25 19:01', 'vera', 'okta push approved', 'vpn', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Entra: a new phone, prompts to the old one, a new method from home',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...every(2, 'd25', 16, 3, ['vera', 'entra push ignored', 'home', 'laptop']),
      ['d25 16:12', 'vera', 'entra method added', 'home', 'laptop', { on: 'vera' }],
      ['d25 16:15', 'vera', 'entra push approved', 'home', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Okta: step-up inside the own session, a wrong code first',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 09:00', 'vera', 'okta push approved', 'office', 'laptop', { session: 'day' }],
      ['d25 09:30', 'vera', 'okta code wrong', 'office', 'laptop', { session: 'day', app: 'Payroll' }],
      ['d25 09:31', 'vera', 'okta code ok', 'office', 'laptop', { session: 'day', app: 'Payroll' }],
    ],
    says: [{ who: 'vera', verdict: ['expected', 'friction'], access: NONE, step: /./ }],
  },
  {
    name: 'Entra: an expired password, typed wrong, changed, and a code mistyped',
    rows: [
      ...entra,
      ...usual('vera', 'entra code ok', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 06:50', 'vera', 'entra password wrong', 'office', 'laptop'],
      ['d25 06:51', 'vera', 'entra password expired', 'office', 'laptop'],
      ['d25 06:55', 'vera', 'entra code wrong', 'office', 'laptop'],
      ['d25 06:56', 'vera', 'entra code ok', 'office', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Keycloak: the clock of the authenticator is off: codes wrong at the own desk on two days',
    rows: [
      ...colleagues('keycloak ok'),
      ...usual('vera', 'keycloak ok', ['office', 'home'], undefined),
      ...every(4, 'd25', 7, 2, ['vera', 'keycloak code wrong', 'office']),
      ...every(4, 'd26', 7, 2, ['vera', 'keycloak code wrong', 'home']),
      ['d26 08:30', 'vera', 'keycloak ok', 'home'],
      ...usual('vera', 'keycloak ok', ['office', 'home'], undefined, { from: 27, to: 40 }),
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Entra: conditional access is rolled out, and many must enrol',
    rows: [
      ...entra,
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'k'].flatMap((letter, i): Row[] => [
        ...usual(`staff-${letter}`, 'entra push approved', ['office'], 'laptop'),
        [`d25 08:${10 + i}`, `staff-${letter}`, 'entra must enrol', 'office', 'laptop'],
        [`d25 08:${30 + i}`, `staff-${letter}`, 'entra push approved', 'office', 'laptop'],
      ]),
    ],
    registers: {
      'rollouts.csv':
        'name,from,until,scope,note\nMFA for everybody,2026-03-26T00:00:00+01:00,2026-03-27T00:00:00+01:00,*,CA012\n',
    },
    says: [{ who: 'staff-c', verdict: ['friction', 'expected'], access: NONE, step: /./ }],
  },
  {
    name: 'Okta: two colleagues behind one exit of the office; one stumbles, the other signs in',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved', ['office'], 'laptop', { to: 40 }),
      ...usual('bruno', 'okta push approved', ['office'], 'mac', { to: 40 }),
      ['d25 08:00', 'vera', 'okta push denied', 'office', 'laptop'],
      ['d25 08:02', 'bruno', 'okta push approved', 'office', 'mac'],
      ['d25 08:05', 'vera', 'okta push approved', 'office', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Entra: on call at three in the morning, at home, on the own laptop',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 03:10', 'vera', 'entra push ignored', 'home', 'laptop'],
      ['d25 03:12', 'vera', 'entra push approved', 'home', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Okta: an announced test',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...every(4, 'd25', 11, 2, ['vera', 'okta push denied', 'rented', 'kali']),
    ],
    registers: { 'requests.csv': 'id,identity,resource,type,requested,approved,starts,ends,approver,ticket\nT-9,vera@corp.example,Okta,test,2026-03-20T08:00:00Z,2026-03-21T08:00:00Z,2026-03-26T10:00:00Z,2026-03-26T14:00:00Z,ciso@corp.example,CHG-9\n' }, // biome-ignore format: one line
    says: [{ who: 'vera', verdict: 'expected', access: NONE, step: /./ }],
  },
  {
    name: 'Duo: a carrier that gives another address each time',
    rows: [
      ...colleagues('duo push approved'),
      ...usual('vera', 'duo push approved', ['carrier', 'carrier2', 'carrier3'], 'mac', { to: 24 }),
      ['d25 17:00', 'vera', 'duo push ignored', 'carrier3', 'mac', { phone: 'carrier' }],
      ['d25 17:01', 'vera', 'duo push approved', 'carrier2', 'mac', { phone: 'carrier' }],
      ...usual('vera', 'duo push approved', ['carrier', 'carrier2', 'carrier3'], 'mac', { from: 26, to: 40 }),
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Entra: a service account that goes on with an expired secret',
    rows: [
      ...entra,
      ...usual('nightly', 'entra app ok', ['cloud'], undefined, { hour: 1 }),
      ...every(60, 'd25', 1, 10, ['nightly', 'entra app secret expired', 'cloud']),
    ],
    says: [{ who: 'nightly', verdict: 'misconfigured', access: NONE, step: /secret|rotate|renew/i }],
  },
  {
    name: 'PingID: nobody at the phone, then a swipe at home',
    rows: [
      ...colleagues('pingid swipe'),
      ...usual('vera', 'pingid swipe', ['home', 'carrier'], undefined, { to: 40 }),
      ['d25 07:00', 'vera', 'pingid timeout', 'home'],
      ['d25 07:02', 'vera', 'pingid swipe', 'home'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'JumpCloud: three codes mistyped at home, then right',
    rows: [
      ...colleagues('jumpcloud ok'),
      ...usual('vera', 'jumpcloud ok', ['office', 'home'], 'laptop', { to: 40 }),
      ...every(3, 'd25', 7, 1, ['vera', 'jumpcloud code wrong', 'home', 'laptop']),
      ['d25 07:04', 'vera', 'jumpcloud ok', 'home', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Entra: an emergency drill with its request on file',
    rows: [
      ...entra,
      ['d4 09:00', 'emergency', 'entra push approved', 'office', 'laptop'],
      ['d25 10:10', 'emergency', 'entra push ignored', 'office', 'laptop'],
      ['d25 10:12', 'emergency', 'entra push approved', 'office', 'laptop'],
    ],
    registers: {
      'identities.csv': 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases\nemergency@corp.example,human,Emergency,Security,sec@corp.example,IT,,,true,true,DE,\n', // biome-ignore format: one line
      'requests.csv': 'id,identity,resource,type,requested,approved,starts,ends,approver,ticket\nB-1,emergency@corp.example,Azure,break_glass,2026-03-26T08:00:00Z,2026-03-26T09:00:00Z,2026-03-26T10:00:00Z,2026-03-26T12:00:00Z,ciso@corp.example,CHG-7\n', // biome-ignore format: one line
    },
    says: [{ who: 'emergency', verdict: 'expected', access: NONE, step: /./ }],
  },
  {
    name: 'Okta: one prompt denied by somebody of whom nothing is known',
    rows: [...okta, ['d25 15:00', 'vera', 'okta push denied', 'home2', 'mac']],
    says: [{ who: 'vera', verdict: 'undetermined', access: NONE, step: /./ }],
  },
  {
    name: 'Entra: a mail client of one’s own keeps asking by a protocol that is blocked',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...every(20, 'd25', 6, 30, ['vera', 'entra imap blocked', 'home']),
    ],
    says: [{ who: 'vera', verdict: ['misconfigured', 'friction'], access: NONE, step: /./ }],
  },
  {
    name: 'Okta: first days at the job: a code wrong at the office, then right',
    rows: [
      ...okta,
      ['d25 07:00', 'nina', 'okta password only', 'office', 'laptop'],
      ['d25 07:10', 'nina', 'okta factor added', 'office', 'laptop', { on: 'nina' }],
      ['d25 07:12', 'nina', 'okta code wrong', 'office', 'laptop'],
      ['d25 07:13', 'nina', 'okta code ok', 'office', 'laptop'],
    ],
    says: [{ who: 'nina', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Google: at home on a new line, one challenge failed, passed a minute later, and days from there',
    rows: [
      ...colleagues('google ok'),
      ...usual('vera', 'google ok', ['office', 'home'], undefined, { to: 24 }),
      ['d25 18:10', 'vera', 'google challenge failed', 'newHome'],
      ['d25 18:11', 'vera', 'google ok', 'newHome'],
      ...usual('vera', 'google ok', ['newHome'], undefined, { from: 26, to: 40 }),
    ],
    says: [{ who: 'vera', verdict: 'friction', access: NONE, step: /./ }],
  },
  {
    name: 'Windows: a phone keeps an old password, and the account is locked at the office',
    rows: [
      ...usual('jonas', 'windows remote desktop', ['office'], undefined, { to: 40 }),
      ...usual('ines', 'windows remote desktop', ['office'], undefined, { to: 40, hour: 7 }),
      ...usual('vera', 'windows remote desktop', ['office', 'home'], undefined, { to: 40 }),
      ...every(6, 'd25', 7, 10, ['vera', 'windows locked', 'office']),
      ['d25 08:30', 'vera', 'windows remote desktop', 'office'],
    ],
    says: [{ who: 'vera', verdict: ['friction', 'misconfigured'], access: NONE, step: /./ }],
  },
  {
    name: 'Okta: one address locks many accounts and nobody gets in',
    rows: [
      ...okta,
      ...['jonas', 'ines', 'omar', 'petra', 'anna', 'bert', 'cora'].flatMap((who, i): Row[] => [
        [`d25 03:0${i}`, who, 'okta password wrong', 'rented2', 'script'],
        [`d25 03:1${i}`, who, 'okta password wrong', 'rented2', 'script'],
      ]),
      ...usual('vera', 'okta push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 03:20', 'vera', 'okta push denied', 'rented2', 'script'],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: NONE, step: /password|block|ask/i }],
  },
  {
    name: 'Entra: three blocked tries of a traveller on the managed laptop, in from there after the policy was changed',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 24 }),
      ...every(3, 'd25', 8, 5, ['vera', 'entra blocked', 'paris', 'laptop']),
      ['d25 11:00', 'vera', 'entra push approved', 'paris', 'laptop'],
      ['d26 08:00', 'vera', 'entra push approved', 'paris', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: ['friction', 'misconfigured'], access: NONE, step: /./ }],
  },
  {
    name: 'Entra: a job that lost a right goes on asking from its own place',
    rows: [
      ...entra,
      ...usual('exporter', 'entra app ok', ['cloud'], undefined, { hour: 2 }),
      ...every(40, 'd25', 2, 15, ['exporter', 'entra app blocked', 'cloud']),
    ],
    says: [{ who: 'exporter', verdict: 'misconfigured', access: NONE, step: /exporter/i }],
  },
  {
    name: 'Auth0: the person rejects a push and calls it a day; the next sign-in is at the office',
    rows: [
      ...colleagues('auth0 login'),
      ...usual('vera', 'auth0 login', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 18:00', 'vera', 'auth0 sent', 'home', 'laptop', { key: 'a' }],
      ['d25 18:00:12', 'vera', 'auth0 rejected', 'home', 'laptop', { key: 'a' }],
    ],
    says: [{ who: 'vera', verdict: ['friction', 'undetermined'], access: NONE, step: /./ }],
  },
  {
    name: 'AWS: a build with a new version asks for one thing that it may not, from its own place',
    rows: [
      ...colleagues('aws put'),
      ...usual('deploy', 'aws put', ['cloud'], 'cli', { to: 40 }),
      ...every(12, 'd25', 6, 10, ['deploy', 'aws denied secrets', 'cloud', 'cli']),
      ['d25 09:00', 'deploy', 'aws put', 'cloud', 'cli'],
    ],
    says: [{ who: 'deploy', verdict: 'misconfigured', access: NONE, step: /deploy/i }],
  },
];
