/**
 * What a fifth set, written by another hand from the contract and the field guide alone, showed to be wrong: one scene for each
 * cause that was mended. They are ours; the set itself is not kept.
 */
import { colleagues, type Scene, usual } from './scene';

const TRIP =
  'identity,from,until,country,city,note\nvera@corp.example,2026-03-25T00:00:00Z,2026-03-28T00:00:00Z,NG,Lagos,fair\n';

export const FIFTH_SET: readonly Scene[] = [
  {
    name: 'Entra: on a journey on file, her laptop is refused for the country; minutes later she is in through the company’s own line',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d25 09:10', 'vera', 'entra blocked', 'lagos', 'laptop'],
      ['d25 09:15', 'vera', 'entra blocked', 'lagos', 'laptop'],
      ['d25 09:21', 'vera', 'entra push approved', 'office', 'laptop'],
    ],
    registers: { 'travel.csv': TRIP },
    says: [{ who: 'vera', verdict: 'expected', access: [], step: /./ }],
  },
  {
    name: 'Entra: on a journey on file, her laptop is refused and let in a minute later at the same hotel: not for the country',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d25 09:10', 'vera', 'entra blocked', 'lagos', 'laptop'],
      ['d25 09:11', 'vera', 'entra push approved', 'lagos', 'laptop'],
    ],
    registers: { 'travel.csv': TRIP },
    says: [{ who: 'vera', verdict: ['friction', 'misconfigured'], access: [], step: /./ }],
  },
  {
    name: 'Microsoft 365: pushes fail from Lagos; a day later her own phone fetches tokens on a session that began with a password',
    rows: [
      ...colleagues('ual login'),
      ...usual('vera', 'ual login', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 05:10', 'vera', 'ual mfa failed', 'lagos', 'kali'],
      ['d25 05:11', 'vera', 'ual mfa failed', 'lagos', 'kali'],
      ['d25 05:12', 'vera', 'ual mfa failed', 'lagos', 'kali'],
      ['d25 15:40', 'vera', 'ual token', 'home2', 'ownPhone', { session: 'phone' }],
      ['d25 18:40', 'vera', 'ual token', 'home2', 'ownPhone', { session: 'phone' }],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'Entra: a prompt asked for abroad is reported as fraud; the day after, a new phone on a line at home is hers',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home'], 'laptop', { to: 40 }),
      ['d25 02:10', 'vera', 'entra fraud', 'rented', 'kali'],
      ['d25 18:40', 'vera', 'entra push approved', 'home2', 'ownPhone'],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
];
