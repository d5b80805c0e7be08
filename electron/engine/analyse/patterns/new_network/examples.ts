import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'a network never used',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 10:00', 'alice', 'push denied', 'cafe', 'stranger']],
    },
  ],
  lookAlikes: [
    {
      name: 'another address of a usual network',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 10:00', 'alice', 'push denied', 'vpn', 'laptop']],
    },
  ],
} satisfies Examples;
