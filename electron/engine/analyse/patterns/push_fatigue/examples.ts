import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

const calm = [...month('alice'), ...later(30)];

export default {
  hits: [
    {
      name: 'four prompts in an hour, ignored and declined',
      who: 'alice',
      rows: [
        ...calm,
        ['d30 02:00', 'alice', 'push ignored', 'bucharest', 'stranger'],
        ['d30 02:20', 'alice', 'push denied', 'bucharest', 'stranger'],
        ['d30 02:41', 'alice', 'push ignored', 'bucharest', 'stranger'],
        ['d30 02:59', 'alice', 'push denied', 'bucharest', 'stranger'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'a phone without signal at the usual desk',
      who: 'alice',
      rows: [
        ...calm,
        ['d30 08:50', 'alice', 'push ignored', 'office', 'laptop'],
        ['d30 08:52', 'alice', 'push ignored', 'office', 'laptop'],
        ['d30 08:54', 'alice', 'push ignored', 'office', 'laptop'],
        ['d30 08:56', 'alice', 'push approved', 'office', 'laptop'],
      ],
    },
    {
      name: 'two prompts only',
      who: 'alice',
      rows: [
        ...calm,
        ['d30 02:00', 'alice', 'push denied', 'bucharest', 'stranger'],
        ['d30 02:01', 'alice', 'push denied', 'bucharest', 'stranger'],
      ],
    },
  ],
} satisfies Examples;
