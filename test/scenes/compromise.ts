/** Scenes in which somebody came in. */
import { colleagues, type Row, type Scene, usual } from './scene';

const okta = colleagues('okta push approved');
const entra = colleagues('entra push approved');

/** The same row again, every so many seconds. */
const times = (n: number, every: number, [when, ...rest]: Row): Row[] => {
  const [day, clock] = when.split(' ') as [string, string];
  const [h, m, s = 0] = clock.split(':').map(Number) as [number, number, number?];
  return Array.from({ length: n }, (_, i) => {
    const at = h * 3_600 + m * 60 + s + i * every;
    const two = (x: number): string => String(Math.floor(x)).padStart(2, '0');
    return [`${day} ${two(at / 3_600)}:${two((at % 3_600) / 60)}:${two(at % 60)}`, ...rest] as Row;
  });
};

export const COMPROMISE: readonly Scene[] = [
  {
    name: 'Okta: tired out, and the own phone approves (no number to match)',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved'),
      ...times(6, 50, ['d25 02:11', 'vera', 'okta push denied', 'rented', 'kali']),
      ['d25 02:17', 'vera', 'okta push approved', 'rented', 'kali', { session: 's1' }],
      ['d25 02:18', 'vera', 'okta app', 'rented', 'kali', { session: 's1', app: 'Workday' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 02:17'], kind: 'approved_after_denials', step: /session|revoke|sign/i }], // biome-ignore format: a table
  },
  {
    name: 'Duo alone: prompts nobody answers, the fourth is approved from the phone at home',
    rows: [
      ...colleagues('duo push approved'),
      ...usual('vera', 'duo push approved', ['office', 'home'], 'laptop', { more: { phone: 'carrier' } }),
      ...times(3, 70, ['d25 20:40', 'vera', 'duo push ignored', 'romania', 'twin', { phone: 'home' }]),
      ['d25 20:45', 'vera', 'duo push approved', 'romania', 'twin', { phone: 'home' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 20:45'], kind: 'approved_after_denials', step: /session|revoke|sign/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: a false page relays the code, then the session is used from another country',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ['d25 08:02', 'vera', 'entra code wrong', 'rented', 'kali'],
      ['d25 08:02:40', 'vera', 'entra code ok', 'rented', 'kali', { session: 'stolen' }],
      ['d25 08:20', 'vera', 'entra token', 'romania', 'script', { session: 'stolen', app: 'Exchange Online' }],
      ['d25 08:40', 'vera', 'entra token', 'romania', 'script', { session: 'stolen', app: 'SharePoint Online' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 08:02'], kind: 'approved_after_denials', step: /session|revoke|token/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: declined twice, then a device code is confirmed for the stranger',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ...times(2, 60, ['d25 09:10', 'vera', 'entra push denied', 'romania', 'kali']),
      ['d25 10:20', 'vera', 'entra device code', 'romania', 'kali', { session: 'dc', app: 'Microsoft Azure CLI' }],
      ['d25 10:31', 'vera', 'entra token', 'romania', 'kali', { session: 'dc', app: 'Microsoft Graph' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 10:20'], kind: ['token_replay', 'approved_after_denials'], step: /session|revoke|token/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra and mail log: declined, then an application is let in and reads the mail from there',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ...usual('vera', 'ual mail read', ['office', 'home'], undefined, { more: { app: 'Outlook' } }),
      ...times(2, 60, ['d25 07:30', 'vera', 'entra push denied', 'rented', 'kali']),
      ['d25 09:00', 'vera', 'entra consent', 'rented', 'kali', { on: 'Mail Backup' }],
      ['d25 09:20', 'vera', 'ual mail read', 'rented', undefined, { app: 'Mail Backup' }],
      ['d25 11:20', 'vera', 'ual mail read', 'rented', undefined, { app: 'Mail Backup' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 09:20'], kind: 'consent_granted', step: /consent|grant|app/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra and mail log: consent is phished at the own desk, and the application reads the mail from where was declined',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ...usual('vera', 'ual mail read', ['office', 'home'], undefined, { more: { app: 'Outlook' } }),
      ...times(2, 60, ['d25 07:30', 'vera', 'entra push denied', 'rented', 'kali']),
      ['d25 09:00', 'vera', 'entra consent', 'office', 'laptop', { on: 'Mail Backup' }],
      ['d25 09:20', 'vera', 'ual mail read', 'rented', undefined, { app: 'Mail Backup' }],
      ['d25 11:20', 'vera', 'ual mail read', 'rented', undefined, { app: 'Mail Backup' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 09:20'], kind: 'consent_granted', step: /consent|grant|app/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: declined, then by IMAP where nobody asks',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ...times(3, 90, ['d25 22:05', 'vera', 'entra push denied', 'lagos', 'twin']),
      ['d25 23:10', 'vera', 'entra imap', 'lagos', undefined, { app: 'Exchange Online' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 23:10'], kind: 'legacy_protocol', step: /legacy|protocol|block|session|revoke/i }], // biome-ignore format: a table
  },
  {
    name: 'Okta: one address tries many; one is asked and declines, another has no second factor',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved'),
      ...usual('gast', 'okta password only', ['office']),
      ...['jonas', 'ines', 'omar', 'petra', 'anna', 'bert', 'cora'].map((who, i): Row => [`d25 03:0${i}`, who, 'okta password wrong', 'rented2', 'script']), // biome-ignore format: one line
      ['d25 03:08', 'vera', 'okta push denied', 'rented2', 'script'],
      ['d25 03:09', 'gast', 'okta password only', 'rented2', 'script', { session: 'g' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 03:09'], kind: 'sibling_identity', step: /gast|session|revoke|password/i }], // biome-ignore format: a table
  },
  {
    name: 'Okta: the help desk resets the factor, and the caller enrols a new one',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved'),
      ...usual('desk', 'okta push approved', ['office']),
      ...times(2, 60, ['d25 12:00', 'vera', 'okta push denied', 'romania', 'kali']),
      ['d25 13:05', 'desk', 'okta factor reset', 'office', 'laptop', { on: 'vera' }],
      ['d25 13:12', 'vera', 'okta factor added', 'romania', 'kali', { on: 'vera' }],
      ['d25 13:14', 'vera', 'okta push approved', 'romania', 'kali', { session: 'n' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 13:14'], kind: 'method_registered', step: /method|factor|enrol/i }], // biome-ignore format: a table
  },
  {
    name: 'Auth0: push rejected, then by a text message to a number that was taken over',
    rows: [
      ...colleagues('auth0 login'),
      ...usual('vera', 'auth0 login'),
      ['d25 18:00', 'vera', 'auth0 sent', 'romania', 'kali', { key: 'a' }],
      ['d25 18:00:12', 'vera', 'auth0 rejected', 'romania', 'kali', { key: 'a' }],
      ['d25 18:02', 'vera', 'auth0 sent', 'romania', 'kali', { key: 'b' }],
      ['d25 18:02:11', 'vera', 'auth0 rejected', 'romania', 'kali', { key: 'b' }],
      ['d25 18:40', 'vera', 'auth0 sms ok', 'romania', 'kali', { key: 'c' }],
      ['d25 18:40:01', 'vera', 'auth0 login', 'romania', 'kali', { key: 'c', session: 'x' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 18:40'], kind: 'factor_downgrade', step: /session|revoke|method|factor|phone/i }], // biome-ignore format: a table
  },
  {
    name: 'Google: two challenges failed abroad, the third passed, and a grant that reads the mail',
    rows: [
      ...colleagues('google ok'),
      ...usual('vera', 'google ok', ['office', 'home'], undefined),
      ...times(2, 80, ['d25 19:30', 'vera', 'google challenge failed', 'lagos']),
      ['d25 19:34', 'vera', 'google ok', 'lagos'],
      ['d25 19:41', 'vera', 'google grant', 'lagos', undefined, { app: 'Mail Saver' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 19:34'], kind: 'approved_after_denials', step: /session|sign|revoke|token/i }], // biome-ignore format: a table
  },
  {
    name: 'GitHub: codes wrong from an anonymising network, then a recovery code and a new token',
    rows: [
      ...colleagues('github code ok'),
      ...usual('vera', 'github code ok'),
      ...times(3, 50, ['d25 21:00', 'vera', 'github code wrong', 'vpn', 'kali']),
      ['d25 21:05', 'vera', 'github recovery', 'vpn', 'kali'],
      ['d25 21:07', 'vera', 'github token made', 'vpn', 'kali'],
      ['d25 21:15', 'vera', 'github clone', 'vpn', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 21:05'], step: /session|token|revoke|key/i }],
  },
  {
    name: 'AWS: a leaked access key asks for what it may not, and then assumes a role',
    rows: [
      ...colleagues('aws put'),
      ...usual('deploy', 'aws put', ['cloud'], 'cli'),
      ['d25 04:00', 'deploy', 'aws who am I', 'farCloud', 'script'],
      ['d25 04:00:20', 'deploy', 'aws denied users', 'farCloud', 'script'],
      ['d25 04:00:31', 'deploy', 'aws denied key', 'farCloud', 'script'],
      ['d25 04:00:50', 'deploy', 'aws denied secrets', 'farCloud', 'script'],
      ['d25 04:03', 'deploy', 'aws assume', 'farCloud', 'script', { app: 'Backup' }],
      ['d25 04:05', 'deploy', 'aws list', 'farCloud', 'script'],
    ],
    says: [{ who: 'deploy', verdict: 'likely_compromise', access: ['d25 04:03'], step: /key|secret|rotate/i }],
  },
  {
    name: 'AWS Identity Center: codes guessed with the right password, then in',
    rows: [
      ...colleagues('sso ok'),
      ...usual('vera', 'sso ok', ['office', 'home'], undefined),
      ['d25 23:00', 'vera', 'sso password ok', 'rented', undefined, { key: 'w' }],
      ...times(4, 25, ['d25 23:00:20', 'vera', 'sso code wrong', 'rented', undefined, { key: 'w' }]),
      ['d25 23:04', 'vera', 'sso ok', 'rented', undefined, { key: 'w2' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 23:04'], kind: 'approved_after_denials', step: /session|revoke|sign/i }], // biome-ignore format: a table
  },
  {
    name: 'Microsoft 365 audit log alone: second factor failed three times abroad, then in, and a rule that hides mail',
    rows: [
      ...colleagues('ual login'),
      ...usual('vera', 'ual login'),
      ...times(3, 45, ['d25 05:12', 'vera', 'ual mfa failed', 'lagos', 'kali']),
      ['d25 05:16', 'vera', 'ual login', 'lagos', 'kali', { session: 'u' }],
      ['d25 05:30', 'vera', 'ual inbox rule', 'lagos', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 05:16'], step: /session|revoke|sign/i }],
  },
  {
    name: 'VPN alone: right password from a household abroad, codes wrong, then in',
    rows: [
      ...colleagues('pulse login'),
      ...usual('vera', 'pulse login', ['home', 'carrier'], 'laptop'),
      ['d25 01:00', 'vera', 'pulse password ok', 'romania', 'laptop'],
      ...times(5, 40, ['d25 01:00:30', 'vera', 'pulse code wrong', 'romania', 'laptop']),
      ['d25 01:05:50', 'vera', 'pulse code ok', 'romania', 'laptop'],
      ['d25 01:06', 'vera', 'pulse login', 'romania', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 01:05'], kind: 'approved_after_denials', step: /session|revoke|sign/i }], // biome-ignore format: a table
  },
  {
    name: 'OneLogin: codes wrong from a rented server, then right',
    rows: [
      ...colleagues('onelogin ok'),
      ...usual('vera', 'onelogin ok'),
      ...times(3, 70, ['d25 14:00', 'vera', 'onelogin code wrong', 'rented', 'kali']),
      ['d25 14:04', 'vera', 'onelogin ok', 'rented', 'kali'],
      ['d25 14:04:01', 'vera', 'onelogin login', 'rented', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 14:04'], kind: 'approved_after_denials', step: /session|revoke|sign/i }], // biome-ignore format: a table
  },
  {
    name: 'PingOne: three pushes refused, the fourth approved',
    rows: [
      ...colleagues('pingone push ok'),
      ...usual('vera', 'pingone push ok'),
      ...times(3, 50, ['d25 03:20', 'vera', 'pingone push refused', 'romania', 'kali']),
      ['d25 03:23:30', 'vera', 'pingone push ok', 'romania', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 03:23'], kind: 'approved_after_denials', step: /session|revoke|sign/i }], // biome-ignore format: a table
  },
  {
    name: 'Salesforce: prompts denied, then by the interface that asks nobody',
    rows: [
      ...colleagues('salesforce approved'),
      ...usual('vera', 'salesforce approved'),
      ...usual('vera', 'salesforce login'),
      ...times(2, 60, ['d25 02:00', 'vera', 'salesforce denied', 'rented2', 'kali']),
      ['d25 02:30', 'vera', 'salesforce api', 'rented2', 'script'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 02:30'], kind: ['single_factor_gap', 'legacy_protocol', 'token_replay', 'other_door'], step: /session|revoke|token|factor/i }], // biome-ignore format: a table
  },
  {
    name: 'CyberArk: pushes denied by the person, then in, and a domain password taken out',
    rows: [
      ...colleagues('cyberark login'),
      ...usual('vera', 'cyberark login'),
      ...times(3, 60, ['d25 23:40', 'vera', 'cyberark mfa failed', 'rented', 'kali']),
      ['d25 23:44', 'vera', 'cyberark login', 'rented', 'kali'],
      ['d25 23:50', 'vera', 'cyberark retrieve', 'rented', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 23:44'], step: /session|revoke|sign/i }],
  },
  {
    name: 'Teleport: two requests rejected on the phone, the third approved, a shell as root',
    rows: [
      ...colleagues('teleport ok'),
      ...usual('vera', 'teleport ok'),
      ...times(2, 60, ['d25 04:10', 'vera', 'teleport rejected', 'rented', 'kali']),
      ['d25 04:13', 'vera', 'teleport approved', 'rented', 'kali'],
      ['d25 04:14', 'vera', 'teleport session', 'rented', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 04:13'], step: /session|revoke|sign/i }],
  },
  {
    name: 'AD FS: the second factor fails from outside, then a relying party that asks for none',
    rows: [
      ...colleagues('adfs ok'),
      ...usual('vera', 'adfs ok'),
      ...times(4, 30, ['d25 02:40', 'vera', 'adfs mfa failed', 'rented2', 'kali']),
      ['d25 02:50', 'vera', 'adfs single', 'rented2', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 02:50'], kind: 'single_factor_gap', step: /session|revoke|sign|factor/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: an administrator is tired out, and an application gets a secret that signs in from there',
    rows: [
      ...entra,
      ...usual('admin', 'entra push approved', ['office']),
      ...usual('reporting', 'entra app ok', ['cloud'], undefined, { hour: 2 }),
      ...times(4, 50, ['d25 01:00', 'admin', 'entra push denied', 'rented', 'kali']),
      ['d25 01:04', 'admin', 'entra push approved', 'rented', 'kali', { session: 'a1', app: 'Azure Portal' }],
      ['d25 01:10', 'admin', 'entra add credential', 'rented', 'kali', { on: 'reporting', session: 'new' }],
      ['d25 01:30', 'reporting', 'entra app ok', 'farCloud', undefined, { session: 'new' }],
    ],
    says: [{ who: 'admin', verdict: 'likely_compromise', access: ['d25 01:04', 'd25 01:30'], kind: ['approved_after_denials', 'credential_added'], step: /session|revoke|secret|credential/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: an emergency account with no request on file, refused once and then in',
    rows: [
      ...entra,
      ['d4 09:00', 'emergency', 'entra push approved', 'office', 'laptop'],
      ['d25 03:00', 'emergency', 'entra push ignored', 'rented', 'kali'],
      ['d25 03:03', 'emergency', 'entra push approved', 'rented', 'kali', { app: 'Azure Portal' }],
    ],
    registers: { 'identities.csv': 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases\nemergency@corp.example,human,Emergency,Security,sec@corp.example,IT,,,true,true,DE,\n' }, // biome-ignore format: one line
    says: [{ who: 'emergency', verdict: 'likely_compromise', access: ['d25 03:03'], step: /break|emergency|session|revoke|request/i }], // biome-ignore format: a table
  },
  {
    name: 'Okta: declined, then by the other door: a role of AWS from the same address',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved'),
      ...usual('vera', 'aws saml', ['office', 'home'], 'laptop', { hour: 9 }),
      ...times(3, 60, ['d25 22:10', 'vera', 'okta push denied', 'rented', 'kali']),
      ['d25 22:40', 'vera', 'aws saml', 'rented', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 22:40'], kind: ['other_door', 'token_replay'], step: /session|revoke|token/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra and audit log: declined, and files are taken from there with a stolen token, without any sign-in',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ...usual('vera', 'ual file', ['office', 'home'], 'laptop', { hour: 10 }),
      ...times(2, 60, ['d25 14:10', 'vera', 'entra push denied', 'romania', 'kali']),
      ['d25 15:00', 'vera', 'ual file', 'romania', 'kali'],
      ['d25 15:02', 'vera', 'ual file', 'romania', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 15:00'], kind: 'token_replay', step: /session|revoke|token/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: denied from one place, approved two minutes later from another and another device',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ...times(5, 40, ['d25 01:10', 'vera', 'entra push denied', 'rented', 'kali']),
      ['d25 01:15', 'vera', 'entra push approved', 'romania', 'twin', { session: 'z' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 01:15'], kind: 'approved_after_denials', step: /session|revoke/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: one prompt a night for three nights, the fourth is approved',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 30 }),
      ['d22 23:40', 'vera', 'entra push denied', 'romania', 'twin'],
      ['d23 22:50', 'vera', 'entra push ignored', 'romania', 'twin'],
      ['d24 23:20', 'vera', 'entra push denied', 'romania', 'twin'],
      ['d25 23:05', 'vera', 'entra push approved', 'romania', 'twin', { session: 'slow' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 23:05'], kind: 'approved_after_denials', step: /session|revoke/i }], // biome-ignore format: a table
  },
  {
    name: 'Okta: denied, and three days later in from the same address',
    rows: [
      ...okta,
      ...usual('vera', 'okta push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ...times(3, 60, ['d25 02:00', 'vera', 'okta push denied', 'rented', 'kali']),
      ['d28 03:00', 'vera', 'okta push approved', 'rented', 'kali', { session: 'late' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d28 03:00'], kind: 'approved_after_denials', step: /session|revoke/i }], // biome-ignore format: a table
  },
  {
    name: 'Duo: the help desk makes a bypass code for a caller',
    rows: [
      ...colleagues('duo push approved'),
      ...usual('vera', 'duo push approved', ['office', 'home'], 'laptop', { more: { phone: 'carrier' } }),
      ...times(2, 60, ['d25 16:00', 'vera', 'duo push denied', 'romania', 'kali', { phone: 'home' }]),
      ['d25 16:30', 'desk', 'duo bypass code made', 'office', 'laptop', { on: 'vera' }],
      ['d25 16:34', 'vera', 'duo bypass code used', 'romania', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 16:34'], kind: ['method_registered', 'factor_downgrade', 'approved_after_denials'], step: /session|revoke|method|bypass/i }], // biome-ignore format: a table
  },
  {
    name: 'RADIUS alone: wrong one-time codes from an anonymising network, then right',
    rows: [
      ...colleagues('radius ok'),
      ...usual('vera', 'radius ok', ['home', 'carrier'], undefined),
      ...times(4, 30, ['d25 03:10', 'vera', 'radius code wrong', 'tor']),
      ['d25 03:14', 'vera', 'radius ok', 'tor'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 03:14'], step: /session|revoke|password/i }],
  },
  {
    name: 'Entra: a passkey refused abroad, then by a text message',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ...times(2, 60, ['d25 12:10', 'vera', 'entra passkey failed', 'lagos', 'kali']),
      ['d25 12:15', 'vera', 'entra sms ok', 'lagos', 'kali', { session: 'sms' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 12:15'], kind: 'factor_downgrade', step: /session|revoke|factor/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: wrong secrets of a service principal from elsewhere, then a right one',
    rows: [
      ...entra,
      ...usual('exporter', 'entra app ok', ['cloud'], undefined, { hour: 2 }),
      ...times(4, 20, ['d25 12:10', 'exporter', 'entra app secret wrong', 'rented2']),
      ['d25 12:40', 'exporter', 'entra app ok', 'rented2'],
    ],
    says: [{ who: 'exporter', verdict: 'likely_compromise', access: ['d25 12:40'], step: /secret|credential|key/i }],
  },
  {
    name: 'Entra: declined, and then as the service account that the person owns',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved'),
      ...usual('exporter', 'entra app ok', ['cloud'], undefined, { hour: 2 }),
      ...times(3, 60, ['d25 12:10', 'vera', 'entra push denied', 'rented', 'kali']),
      ['d25 13:00', 'exporter', 'entra app ok', 'rented'],
    ],
    registers: { 'identities.csv': 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases\nexporter,service_principal,Exporter,Vera,vera@corp.example,IT,,,false,false,,\n' }, // biome-ignore format: one line
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 13:00'], kind: ['sibling_identity', 'credential_added'], step: /exporter|credential|revoke/i }], // biome-ignore format: a table
  },
  {
    name: 'Entra: somebody of whom the log knows three sign-ins is tired out',
    rows: [
      ...entra,
      ...usual('vera', 'entra push approved', ['office'], 'laptop', { from: 22, to: 24 }),
      ...times(6, 40, ['d25 01:10', 'vera', 'entra push denied', 'rented', 'kali']),
      ['d25 01:15', 'vera', 'entra push approved', 'rented', 'kali', { session: 'z' }],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 01:15'], kind: 'approved_after_denials', step: /session|revoke/i }], // biome-ignore format: a table
  },
  {
    name: 'Windows: the VPN refuses codes, and a remote desktop opens from the same address',
    rows: [
      ...colleagues('radius ok'),
      ...usual('vera', 'radius ok', ['home', 'carrier'], undefined),
      ...usual('vera', 'windows remote desktop', ['office'], undefined, { hour: 9 }),
      ...times(4, 30, ['d25 03:10', 'vera', 'radius code wrong', 'rented2']),
      ['d25 03:20', 'vera', 'windows remote desktop', 'rented2'],
    ],
    registers: { 'identities.csv': 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases\nvera@corp.example,human,Vera,,,Sales,,,false,false,DE,CORP\\vera\n' }, // biome-ignore format: one line
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d25 03:20'], kind: ['other_door', 'single_factor_gap'], step: /session|revoke|password/i }], // biome-ignore format: a table
  },
];
