import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'a wrong code, then the right one',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 08:50', 'alice', 'code wrong', 'office', 'laptop'],
        ['d30 08:51', 'alice', 'code ok', 'office', 'laptop'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'the intruder mistypes, the person signs in at the desk',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        ['d30 08:50', 'alice', 'code wrong', 'bucharest', 'stranger'],
        ['d30 08:51', 'alice', 'code ok', 'office', 'laptop'],
      ],
    },
    {
      name: 'nothing made good',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 08:50', 'alice', 'code wrong', 'office', 'laptop']],
    },
  ],
} satisfies Examples;
