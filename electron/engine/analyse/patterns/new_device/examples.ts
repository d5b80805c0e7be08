import { later, month } from '../../testing/picture';
import type { Examples } from '../examples';

export default {
  hits: [
    {
      name: 'Firefox on Linux, never used',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 10:00', 'alice', 'push denied', 'office', 'stranger']],
    },
  ],
  lookAlikes: [
    {
      name: 'the browser was updated',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        [
          'd30 10:00',
          'alice',
          'push denied',
          'office',
          'laptop',
          { device: { os: 'Windows 11', browser: 'Chrome 131' } },
        ],
      ],
    },
    {
      name: 'the log names no device',
      who: 'alice',
      rows: [...month('alice'), ...later(30), ['d30 10:00', 'alice', 'push denied', 'office', '-']],
    },
  ],
} satisfies Examples;
