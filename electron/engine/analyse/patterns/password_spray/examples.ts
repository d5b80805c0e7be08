import { later, month, type Row } from '../../testing/picture';
import type { Examples } from '../examples';

const calm = [...month('alice'), ...later(30)];
const misses = (where: string, device: string): Row[] =>
  ['bob', 'carol', 'dave', 'erin', 'frank'].map((who, i) => [`d30 02:0${i}`, who, 'password wrong', where, device]);

export default {
  hits: [
    {
      name: 'five wrong passwords, then a right one and a prompt',
      who: 'alice',
      rows: [
        ...calm,
        ...misses('bucharest', 'stranger'),
        ['d30 02:10', 'alice', 'push denied', 'bucharest', 'stranger'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'Monday morning at the office: everybody mistypes',
      who: 'alice',
      rows: [
        ...calm,
        ...['bob', 'carol', 'dave', 'erin', 'frank'].flatMap((who) => month(who)),
        ...misses('office', 'laptop'),
        ['d30 02:10', 'alice', 'push denied', 'office', 'laptop'],
      ],
    },
    {
      name: 'one account only, however often',
      who: 'alice',
      rows: [
        ...calm,
        ['d30 02:00', 'alice', 'password wrong', 'bucharest', 'stranger'],
        ['d30 02:01', 'alice', 'password wrong', 'bucharest', 'stranger'],
        ['d30 02:02', 'alice', 'password wrong', 'bucharest', 'stranger'],
        ['d30 02:10', 'alice', 'push denied', 'bucharest', 'stranger'],
      ],
    },
  ],
} satisfies Examples;
