/**
 * What a fourth set, written by another hand that had not read the engine, showed to be wrong: one scene for each cause that
 * was mended. They are ours; the set itself is not kept.
 */
import { colleagues, type Row, type Scene, usual } from './scene';

const REGISTER =
  'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases';

/** Asked from one place, answered on a telephone at another: two records of one web session. */
const asked = (day: string, minute: number, from: Row[3], phone: Row[3], what: string): Row[] => [
  [`${day} 04:${String(minute).padStart(2, '0')}:00`, 'vera', 'pingid asked', from, undefined, { key: `${day} ${minute}` }],
  [`${day} 04:${String(minute).padStart(2, '0')}:08`, 'vera', what, phone, undefined, { key: `${day} ${minute}` }],
]; // biome-ignore format: a table

export const ANOTHER_HAND: readonly Scene[] = [
  {
    name: 'PingID: pushes asked for from Lagos are declined on the phone at home; the place is Lagos',
    rows: [
      ...colleagues('pingid swipe'),
      ...usual('vera', 'pingid swipe', ['home', 'carrier'], undefined, { to: 40 }),
      ...[10, 12, 14, 16, 18].flatMap((minute) => asked('d25', minute, 'lagos', 'home', 'pingid push denied')),
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'Entra: two prompts time out and the third passes, on a new company phone at the carrier',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d25 08:10', 'vera', 'entra push ignored', 'carrier2', 'companyPhone'],
      ['d25 08:12', 'vera', 'entra push ignored', 'carrier2', 'companyPhone'],
      ['d25 08:14', 'vera', 'entra push approved', 'carrier2', 'companyPhone'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Entra: declined from a rented server; two days later her company phone at the carrier is hers',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d24 22:10', 'vera', 'entra push denied', 'rented', 'kali'],
      ['d24 22:11', 'vera', 'entra push denied', 'rented', 'kali'],
      ['d24 22:12', 'vera', 'entra push denied', 'rented', 'kali'],
      ['d26 17:40', 'vera', 'entra push approved', 'carrier2', 'companyPhone'],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'AWS: a role of which only its rhythm tells that nobody types is refused one right, every run',
    rows: [
      ...colleagues('aws put'),
      ...usual('report-writer', 'aws role ok', ['cloud'], 'script', { to: 40, hour: 1 }),
      ...usual('report-writer', 'aws role ok', ['cloud'], 'script', { to: 40, hour: 7 }),
      ...usual('report-writer', 'aws role ok', ['cloud'], 'script', { to: 40, hour: 13 }),
      ...usual('report-writer', 'aws role denied key', ['cloud'], 'script', { from: 20, to: 30, hour: 2 }),
    ],
    registers: { 'identities.csv': `${REGISTER}\nreport-writer,agent,Report writer,ines,,,,,false,false,,\n` },
    says: [{ who: 'report-writer', verdict: 'misconfigured', access: [], step: /./ }],
  },
  {
    name: 'Okta: pushes that nobody answers, one after the other, then one approved: each later one tells that the earlier was not',
    rows: [
      ...colleagues('okta push approved'),
      ...usual('vera', 'okta push approved', ['office', 'home']),
      ['d25 23:01', 'vera', 'okta push sent', 'lagos', 'kali'],
      ['d25 23:03', 'vera', 'okta push sent', 'lagos', 'kali'],
      ['d25 23:05', 'vera', 'okta push sent', 'lagos', 'kali', { key: 'last' }],
      ['d25 23:05:20', 'vera', 'okta push approved', 'lagos', 'kali', { key: 'last', session: 'q' }],
      ['d25 23:07', 'vera', 'okta app', 'lagos', 'kali', { session: 'q', app: 'Payroll' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 23:05'], step: /./ }],
  },
  {
    name: 'Entra: declined abroad, and two hours later a method is added from there of which no sign-in tells',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d25 21:10', 'vera', 'entra push denied', 'lagos', 'kali'],
      ['d25 21:11', 'vera', 'entra push denied', 'lagos', 'kali'],
      ['d25 21:12', 'vera', 'entra push denied', 'lagos', 'kali'],
      ['d25 23:15', 'vera', 'entra method added', 'lagos', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 23:15'], step: /./ }],
  },
  {
    name: 'GitHub: codes refused from abroad, then her token clones from there: the first use is the access',
    rows: [
      ...colleagues('github code ok'),
      ...usual('vera', 'github code ok', ['office', 'home']),
      ['d25 21:00', 'vera', 'github code wrong', 'lagos', 'kali'],
      ['d25 21:01', 'vera', 'github code wrong', 'lagos', 'kali'],
      ['d25 21:02', 'vera', 'github code wrong', 'lagos', 'kali'],
      ['d25 21:40', 'vera', 'github clone', 'lagos', 'kali'],
      ['d25 21:41', 'vera', 'github clone', 'lagos', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 21:40'], step: /./ }],
  },
  {
    name: 'Entra: a rollout for everybody excuses no stranger abroad',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { from: 18 }),
      ['d25 02:10', 'vera', 'entra number wrong', 'lagos', 'kali'],
      ['d25 02:11', 'vera', 'entra number wrong', 'lagos', 'kali'],
      ['d25 02:12', 'vera', 'entra number wrong', 'lagos', 'kali'],
    ],
    registers: {
      'rollouts.csv': 'name,from,until,scope,note\nNumber matching,2026-03-24T00:00:00Z,2026-03-30T00:00:00Z,*,\n',
    },
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'Keycloak: eight codes wrong by night on her own provider, at an address never seen, and nobody gets in',
    rows: [
      ...colleagues('keycloak ok'),
      ...usual('vera', 'keycloak ok', ['carrier', 'home'], undefined),
      ...Array.from({ length: 8 }, (_, i): Row => [`d25 02:1${i}`, 'vera', 'keycloak code wrong', 'carrier2']),
    ],
    says: [{ who: 'vera', verdict: ['attempted_abuse', 'undetermined'], access: [], step: /./ }],
  },
  {
    name: 'Okta: declined seven times by night on her own laptop at a line never seen, reported, and never taken back',
    rows: [
      ...colleagues('okta push approved'),
      ...usual('vera', 'okta push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...Array.from({ length: 7 }, (_, i): Row => [`d23 02:1${i}`, 'vera', 'okta push denied', 'newHome', 'laptop']),
      ['d23 02:18', 'vera', 'okta reported', 'home', 'mac'],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'Duo: reported at her own desk on her own laptop, where she comes in the next morning: no friction',
    rows: [
      ...colleagues('duo push approved'),
      ...usual('vera', 'duo push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 15:00', 'vera', 'duo fraud', 'office', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: ['attempted_abuse', 'undetermined'], access: [], step: /./ }],
  },
  {
    name: 'Okta: five prompts declined on her own laptop at a line never seen, and nobody comes in',
    rows: [
      ...colleagues('okta push approved'),
      ...usual('vera', 'okta push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...Array.from({ length: 5 }, (_, i): Row => [`d23 02:1${i}`, 'vera', 'okta push denied', 'newHome', 'laptop']),
    ],
    says: [{ who: 'vera', verdict: ['attempted_abuse', 'undetermined'], access: [], step: /./ }],
  },
  {
    name: 'Entra: five prompts declined on a new company phone at the carrier, then one is approved there',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...Array.from({ length: 5 }, (_, i): Row => [`d24 02:1${i}`, 'vera', 'entra push denied', 'carrier2', 'companyPhone']), // biome-ignore format: one line
      ['d24 02:16', 'vera', 'entra push approved', 'carrier2', 'companyPhone'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d24 02:16'], step: /./ }],
  },
  {
    name: 'Look-alike, Duo: reported by mistake at her own desk, taken back by coming in there three minutes later',
    rows: [
      ...colleagues('duo push approved'),
      ...usual('vera', 'duo push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 15:00', 'vera', 'duo fraud', 'office', 'laptop'],
      ['d25 15:03', 'vera', 'duo push approved', 'office', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Look-alike, Entra: two prompts declined at her own desk, of a window that she had forgotten',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 15:00', 'vera', 'entra push denied', 'office', 'laptop'],
      ['d25 15:02', 'vera', 'entra push denied', 'office', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Look-alike, Entra: a prompt missed and one declined by mistake on a new company phone, then approved',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 08:10', 'vera', 'entra push ignored', 'carrier2', 'companyPhone'],
      ['d25 08:12', 'vera', 'entra push denied', 'carrier2', 'companyPhone'],
      ['d25 08:14', 'vera', 'entra push approved', 'carrier2', 'companyPhone'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Google: a prompt fails once at a rented server, and she passes the next a minute and a half later: little is known',
    rows: [
      ...colleagues('google ok'),
      ...usual('vera', 'google ok', ['office', 'home'], undefined, { to: 40 }),
      ['d25 19:31', 'vera', 'google failed', 'rented'],
      ['d25 19:32:30', 'vera', 'google ok', 'rented'],
    ],
    says: [{ who: 'vera', verdict: ['undetermined', 'friction'], access: [], step: /./ }],
  },
  {
    name: 'Google: a prompt fails and the next passes where, four days before, one password after the other was tried',
    rows: [
      ...colleagues('google ok'),
      ...usual('vera', 'google ok', ['office', 'home'], undefined, { to: 40 }),
      ...['jonas', 'ines', 'omar', 'petra', 'anna', 'bert', 'cora'].map((who, i): Row => [`d21 03:0${i}`, who, 'google password wrong', 'rented']), // biome-ignore format: one line
      ['d25 19:31', 'vera', 'google failed', 'rented'],
      ['d25 19:32:30', 'vera', 'google ok', 'rented'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 19:32:30'], step: /session|revoke|password/i }],
  },
  {
    name: 'Keycloak: three codes mistyped in Paris, then right, and again in the evening: little is known',
    rows: [
      ...colleagues('keycloak ok'),
      ...usual('vera', 'keycloak ok', ['office', 'home'], undefined, { to: 40 }).filter(
        ([when]) => !/^d2[56]/.test(when),
      ),
      ['d25 08:40', 'vera', 'keycloak code wrong', 'paris'],
      ['d25 08:41', 'vera', 'keycloak code wrong', 'paris'],
      ['d25 08:42', 'vera', 'keycloak code wrong', 'paris'],
      ['d25 08:46', 'vera', 'keycloak ok', 'paris'],
      ['d25 18:30', 'vera', 'keycloak ok', 'paris'],
    ],
    says: [{ who: 'vera', verdict: ['undetermined', 'friction'], access: [], step: /./ }],
  },
  {
    name: 'Look-alike, Auth0: pushes rejected twice from Lagos, then one approved there',
    rows: [
      ...colleagues('auth0 push ok'),
      ...usual('vera', 'auth0 push ok', ['office', 'home'], undefined, { to: 40 }),
      ['d25 23:31', 'vera', 'auth0 rejected', 'lagos'],
      ['d25 23:32', 'vera', 'auth0 rejected', 'lagos'],
      ['d25 23:33', 'vera', 'auth0 push ok', 'lagos'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 23:33'], step: /./ }],
  },
  {
    name: 'Look-alike, Keycloak: seven codes tried from a rented server, then one is right',
    rows: [
      ...colleagues('keycloak ok'),
      ...usual('vera', 'keycloak ok', ['office', 'home'], undefined, { to: 40 }),
      ...Array.from({ length: 7 }, (_, i): Row => [`d25 02:1${i}`, 'vera', 'keycloak code wrong', 'rented']),
      ['d25 02:18', 'vera', 'keycloak ok', 'rented'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 02:18'], step: /./ }],
  },
  {
    name: 'Look-alike, Auth0: a push missed in Lagos, then in by a text message there: a weaker way was taken',
    rows: [
      ...colleagues('auth0 push ok'),
      ...usual('vera', 'auth0 push ok', ['office', 'home'], undefined, { to: 40 }),
      ['d25 23:31', 'vera', 'auth0 sent', 'lagos'],
      ['d25 23:32', 'vera', 'auth0 sent', 'lagos'],
      ['d25 23:33', 'vera', 'auth0 sms ok', 'lagos'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 23:33'], step: /./ }],
  },
  {
    name: 'AWS, signed in once before: codes wrong at the console in Lagos, then her key from there: its first use is the access',
    rows: [
      ...colleagues('console ok'),
      ['d16 09:00', 'vera', 'console ok', 'office', 'laptop'],
      ['d25 02:40', 'vera', 'console code wrong', 'lagos', 'kali'],
      ['d25 02:41', 'vera', 'console code wrong', 'lagos', 'kali'],
      ['d25 02:42', 'vera', 'console code wrong', 'lagos', 'kali'],
      ['d25 03:10', 'vera', 'aws who am I', 'lagos', 'cli'],
      ['d25 03:11', 'vera', 'aws list', 'lagos', 'cli'],
      ['d25 03:12', 'vera', 'aws denied secrets', 'lagos', 'cli'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 03:10'], step: /./ }],
  },
  {
    name: 'Look-alike, AWS, signed in once before: codes mistyped at a colleague’s line, then the own key from there',
    rows: [
      ...colleagues('console ok'),
      ['d16 09:00', 'vera', 'console ok', 'office', 'laptop'],
      ['d25 09:40', 'vera', 'console code wrong', 'home2', 'laptop'],
      ['d25 09:41', 'vera', 'console code wrong', 'home2', 'laptop'],
      ['d25 10:10', 'vera', 'aws who am I', 'home2', 'cli'],
      ['d25 10:11', 'vera', 'aws list', 'home2', 'cli'],
    ],
    says: [{ who: 'vera', verdict: ['friction', 'undetermined'], access: [], step: /./ }],
  },
  {
    name: 'Look-alike, AWS: codes mistyped on a new line at home, right a minute later, and then the own key from there',
    rows: [
      ...colleagues('console ok'),
      ...usual('vera', 'console ok', ['office', 'home'], 'laptop'),
      ['d25 09:40', 'vera', 'console code wrong', 'newHome', 'laptop'],
      ['d25 09:41', 'vera', 'console code wrong', 'newHome', 'laptop'],
      ['d25 09:42', 'vera', 'console ok', 'newHome', 'laptop'],
      ['d25 10:10', 'vera', 'aws who am I', 'newHome', 'cli'],
      ['d25 10:11', 'vera', 'aws list', 'newHome', 'cli'],
    ],
    says: [{ who: 'vera', verdict: ['friction', 'undetermined'], access: [], step: /./ }],
  },
];
