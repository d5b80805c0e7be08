import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'a request an hour before',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 08:50', 'alice', 'access requested', 'office', 'laptop'],
        ['d30 09:40', 'alice', 'push denied', 'office', 'laptop'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'a request last week',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d22 08:50', 'alice', 'access requested', 'office', 'laptop'],
        ['d30 09:40', 'alice', 'push denied', 'office', 'laptop'],
      ],
    },
    {
      name: 'a stranger while a request is open',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 08:50', 'alice', 'access requested', 'office', 'laptop'],
        ['d30 09:40', 'alice', 'push denied', 'bucharest', 'stranger'],
      ],
    },
  ],
} satisfies Examples;
