import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

const calm = [...month('alice'), ...later(30)];

export default {
  hits: [
    {
      name: 'one prompt declined, then silence',
      who: 'alice',
      rows: [...calm, ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger']],
    },
    {
      name: 'two, and then another account from there',
      who: 'alice',
      rows: [
        ...calm,
        ...month('bob'),
        ['d30 02:00', 'alice', 'push ignored', 'bucharest', 'stranger'],
        ['d30 02:05', 'alice', 'push denied', 'bucharest', 'stranger'],
        ['d30 02:30', 'bob', 'password only', 'bucharest', 'stranger'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'one slip at the usual place',
      who: 'alice',
      rows: [...calm, ['d30 08:50', 'alice', 'push denied', 'office', 'laptop']],
    },
    {
      name: 'six in a row',
      who: 'alice',
      rows: [
        ...calm,
        ...[0, 1, 2, 3, 4, 5].map(
          (m) =>
            [`d30 02:0${m}`, 'alice', 'push denied', 'bucharest', 'stranger'] as [
              string,
              string,
              string,
              string,
              string,
            ],
        ),
      ],
    },
  ],
} satisfies Examples;
