/**
 * What a fifth set, written by another hand that had not read the engine, showed to be wrong: people's own telephones at a
 * carrier, and intruders on the victim's own provider. One scene for each cause that was mended; the set itself is not kept.
 */
import { colleagues, type Row, type Scene, usual } from './scene';

const MANY = ['anna', 'bert', 'carl', 'dora', 'emil', 'fritz', 'gesa', 'hans', 'ilse'];

export const NEAR_HOME: readonly Scene[] = [
  {
    name: 'Entra: a prompt missed and the next one passed, on the own telephone at a carrier that has lines of households, too',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d25 08:10', 'vera', 'entra push ignored', 'mixed', 'ownPhone'],
      ['d25 08:11', 'vera', 'entra push ignored', 'mixed', 'ownPhone'],
      ['d25 08:12:15', 'vera', 'entra push approved', 'mixed', 'ownPhone'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Entra: missed and declined on a line of the own provider, then a text message from there, on a machine that is not hers',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d24 15:28', 'vera', 'entra push ignored', 'neighbour', 'twin'],
      ['d24 15:29', 'vera', 'entra push ignored', 'neighbour', 'twin'],
      ['d24 15:30', 'vera', 'entra push ignored', 'neighbour', 'twin'],
      ['d24 15:31', 'vera', 'entra push denied', 'neighbour', 'twin'],
      ['d24 15:36', 'vera', 'entra sms ok', 'neighbour', 'twin'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d24 15:36'], step: /./ }],
  },
  {
    name: 'Look-alike, Entra: missed and declined on another line of the own provider, then passed there, on her own laptop',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d24 15:29', 'vera', 'entra push ignored', 'neighbour', 'laptop'],
      ['d24 15:30', 'vera', 'entra push ignored', 'neighbour', 'laptop'],
      ['d24 15:31', 'vera', 'entra push denied', 'neighbour', 'laptop'],
      ['d24 15:36', 'vera', 'entra push approved', 'neighbour', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'friction', access: [], step: /./ }],
  },
  {
    name: 'Entra: declined on a line of the own provider, on a machine that is not hers; minutes later she is at her own desk',
    rows: [
      ...colleagues('entra push approved'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ['d24 15:29', 'vera', 'entra push ignored', 'neighbour', 'twin'],
      ['d24 15:30', 'vera', 'entra push ignored', 'neighbour', 'twin'],
      ['d24 15:31', 'vera', 'entra push denied', 'neighbour', 'twin'],
      ['d24 15:38', 'vera', 'entra push approved', 'home', 'laptop'],
    ],
    says: [{ who: 'vera', verdict: 'attempted_abuse', access: [], step: /./ }],
  },
  {
    name: 'Duo: a crowd stumbles on a Monday morning; that excuses nobody who declines what a stranger asks for',
    rows: [
      ...colleagues('duo push approved'),
      ...MANY.flatMap((who) => usual(who, 'duo push approved', ['office'], 'laptop', { to: 40 })),
      ...MANY.flatMap((who, i): Row[] => [
        [`d29 07:${30 + i}`, who, 'duo push ignored', 'office', 'laptop'],
        [`d29 07:${31 + i}`, who, 'duo push approved', 'office', 'laptop'],
      ]),
      ...usual('vera', 'duo push approved', ['office', 'home'], 'twin'),
      ['d29 07:40', 'vera', 'duo push denied', 'neighbour', 'twin'],
      ['d29 07:42', 'vera', 'duo push ignored', 'neighbour', 'twin'],
      ['d29 07:44', 'vera', 'duo push denied', 'neighbour', 'twin'],
      ['d29 07:46', 'vera', 'duo push ignored', 'neighbour', 'twin'],
      ['d29 07:48', 'vera', 'duo push ignored', 'neighbour', 'twin'],
    ],
    says: [{ who: 'vera', verdict: ['attempted_abuse', 'undetermined'], access: [], step: /./ }],
  },
  {
    name: 'Entra and GitHub: declined on a line of the own provider, then in at the other vendor from there',
    rows: [
      ...colleagues('entra push approved'),
      ...colleagues('github code ok'),
      ...usual('vera', 'entra push approved', ['office', 'home']),
      ...usual('vera', 'github code ok', ['office', 'home'], 'laptop', { hour: 9 }),
      ['d24 15:29', 'vera', 'entra push ignored', 'neighbour', 'kali'],
      ['d24 15:30', 'vera', 'entra push denied', 'neighbour', 'kali'],
      ['d24 15:31', 'vera', 'entra push denied', 'neighbour', 'kali'],
      ['d24 15:44', 'vera', 'github code ok', 'neighbour', 'kali'],
    ],
    says: [{ who: 'vera', verdict: 'likely_compromise', access: ['d24 15:44'], step: /./ }],
  },
];
