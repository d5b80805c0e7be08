import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'a stronger factor inside the session, passed at the second try',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 08:50', 'alice', 'push approved', 'office', 'laptop', { session: 's1' }],
        ['d30 09:50', 'alice', 'code wrong', 'office', 'laptop', { session: 's1' }],
        ['d30 09:51', 'alice', 'code ok', 'office', 'laptop', { session: 's1' }],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'an ordinary slip at sign-in',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 08:50', 'alice', 'code wrong', 'office', 'laptop'],
        ['d30 08:51', 'alice', 'code ok', 'office', 'laptop', { session: 's1' }],
      ],
    },
  ],
} satisfies Examples;
