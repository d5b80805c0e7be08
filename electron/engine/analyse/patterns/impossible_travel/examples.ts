import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

const calm = [...month('alice'), ...later(30)];

export default {
  hits: [
    {
      name: 'Leeds at nine, Hanoi at ten',
      who: 'alice',
      rows: [
        ...calm,
        ['d30 09:00', 'alice', 'push approved', 'office', 'laptop'],
        ['d30 10:00', 'alice', 'push denied', 'hanoi', 'stranger'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'Leeds, and a day later Singapore',
      who: 'alice',
      rows: [
        ...calm,
        ['d30 07:00', 'alice', 'push approved', 'office', 'laptop'],
        ['d31 09:00', 'alice', 'push denied', 'hotel', 'laptop'],
      ],
    },
    {
      name: 'Leeds and York',
      who: 'alice',
      rows: [
        ...calm,
        ['d30 09:00', 'alice', 'push approved', 'office', 'laptop'],
        ['d30 09:05', 'alice', 'push denied', 'cafe', 'stranger'],
      ],
    },
  ],
} satisfies Examples;
