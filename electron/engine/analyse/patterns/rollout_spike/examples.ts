import { later, month, type Row } from '../../testing/picture';
import type { Examples } from '../examples';

const people = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'];
const slips = (day: (i: number) => string): Row[] =>
  people.map((who, i) => [`${day(i)} 09:1${i}`, who, 'code wrong', 'office', 'laptop']);
const calm = [...month('alice'), ...people.flatMap((who) => month(who)), ...later(30)];

export default {
  hits: [
    {
      name: 'eight people on one morning',
      who: 'alice',
      rows: [...calm, ...slips(() => 'd30'), ['d30 09:20', 'alice', 'code wrong', 'office', 'laptop']],
    },
  ],
  lookAlikes: [
    {
      name: 'eight people on eight days',
      who: 'alice',
      rows: [...calm, ...slips((i) => `d2${i}`), ['d30 09:20', 'alice', 'code wrong', 'office', 'laptop']],
    },
    {
      name: 'an intruder on the morning of the rollout',
      who: 'alice',
      rows: [...calm, ...slips(() => 'd30'), ['d30 09:20', 'alice', 'code wrong', 'bucharest', 'stranger']],
    },
  ],
} satisfies Examples;
