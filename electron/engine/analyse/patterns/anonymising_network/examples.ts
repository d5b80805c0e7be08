import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'the vendor says proxy',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger', { flags: ['proxy'] }],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'a hosting network is not yet a disguise',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger']],
    },
    {
      name: 'the usual egress, which the vendor also calls a proxy',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 09:00', 'alice', 'push denied', 'office', 'laptop', { flags: ['proxy'] }],
      ],
    },
  ],
} satisfies Examples;
