import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'on the prompt itself',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 02:00', 'alice', 'fraud reported', 'bucharest', 'stranger']],
    },
    {
      name: 'by a report minutes later',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger'],
        ['d30 02:20', 'alice', 'suspicion reported', 'home', 'laptop'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'declined only',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger']],
    },
  ],
} satisfies Examples;
