import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'refused, then the mailbox by IMAP',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger'],
        ['d30 02:40', 'alice', 'imap', 'bucharest', '-'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'an old mail program that always fetched from home',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...month('alice', 'home', 28, 'imap', '-'),
        ...later(30),
        ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger'],
        ['d30 02:40', 'alice', 'imap', 'home', '-'],
      ],
    },
  ],
} satisfies Examples;
