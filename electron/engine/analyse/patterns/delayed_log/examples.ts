import { later, month, type Row } from '../../testing/picture';
import type { Examples } from '../examples';

const calm = [...month('alice'), ...later(30)];
const refused = (more?: Row[5]): Row[] => [
  ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger', more],
  ['d30 02:12', 'alice', 'push denied', 'bucharest', 'stranger'],
];
const late = { flags: ['late_record' as const] };

export default {
  hits: [
    { name: 'a denial that came late', who: 'alice', rows: [...calm, ...refused(late)] },
    {
      name: 'a linked access that came late',
      who: 'alice',
      rows: [...calm, ...refused(), ['d30 02:14', 'alice', 'push approved', 'bucharest', 'stranger', late]],
    },
  ],
  lookAlikes: [
    { name: 'everything in time', who: 'alice', rows: [...calm, ...refused()] },
    {
      name: 'her own sign-in of the next morning came late',
      who: 'alice',
      rows: [...calm, ...refused(), ['d30 08:50', 'alice', 'push approved', 'office', 'laptop', late]],
    },
  ],
} satisfies Examples;
