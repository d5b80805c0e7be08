import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'first time from Romania',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger']],
    },
  ],
  lookAlikes: [
    {
      name: 'another town of the usual country',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 10:00', 'alice', 'push denied', 'cafe', 'stranger']],
    },
    {
      name: 'no history: everything would be new',
      who: 'alice',
      rows: [...later(30), ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger']],
    },
  ],
} satisfies Examples;
