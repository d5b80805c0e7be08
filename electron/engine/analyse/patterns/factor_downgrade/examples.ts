import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

const denied = [
  ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:01', 'alice', 'push denied', 'bucharest', 'stranger'],
] as [string, string, string, string, string][];

export default {
  hits: [
    {
      name: 'push refused, text message accepted from the same place',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ...denied, ['d30 02:10', 'alice', 'sms ok', 'bucharest', 'stranger']],
    },
  ],
  lookAlikes: [
    {
      name: 'a stronger factor instead',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ...denied, ['d30 02:10', 'alice', 'passkey ok', 'bucharest', 'stranger']],
    },
    {
      name: 'the person uses a text message at the desk',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 08:50', 'alice', 'push ignored', 'office', 'laptop'],
        ['d30 08:52', 'alice', 'sms ok', 'office', 'laptop'],
      ],
    },
  ],
} satisfies Examples;
