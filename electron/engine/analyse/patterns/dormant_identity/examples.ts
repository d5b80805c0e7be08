import { later, month, type Row } from '../../testing/picture';
import type { Examples } from '../examples';

const others = [...month('colleague'), ...month('colleague', 'office', 70).filter(([time]) => time > 'd28 24')];
const refused = (where: string, device: string, what = 'push denied'): Row[] => [
  ['d70 02:11', 'alice', what, where, device],
  ['d70 02:12', 'alice', what, where, device],
];
const once = (until: number): Row[] => month('alice', 'office', until);
const blind = { flags: [] };

export default {
  hits: [
    {
      name: 'not used for six weeks, then from a strange place',
      who: 'alice',
      rows: [...others, ...once(20), ...refused('bucharest', 'stranger'), ...later(71)],
    },
    {
      name: 'never seen in ten weeks of log, and the password was right',
      who: 'alice',
      rows: [...others, ...refused('bucharest', 'stranger'), ...later(71)],
    },
  ],
  lookAlikes: [
    {
      name: 'used the day before',
      who: 'alice',
      rows: [...others, ...once(69), ...refused('bucharest', 'stranger'), ...later(71)],
    },
    {
      name: 'back from leave, at the desk',
      who: 'alice',
      rows: [...others, ...once(20), ...refused('office', 'laptop'), ...later(71)],
    },
    {
      name: 'never seen, and nobody had the password',
      who: 'alice',
      rows: [
        ...others,
        ['d70 02:11', 'alice', 'locked', 'bucharest', 'stranger', blind],
        ['d70 02:12', 'alice', 'locked', 'bucharest', 'stranger', blind],
        ...later(71),
      ],
    },
    {
      name: 'six weeks of which the log tells nothing',
      who: 'alice',
      rows: [...once(20), ...refused('bucharest', 'stranger'), ...later(71)],
    },
    {
      name: 'a log that begins the same week',
      who: 'alice',
      rows: [...others.filter(([time]) => /^d6[5-9]/.test(time)), ...refused('bucharest', 'stranger'), ...later(71)],
    },
    {
      name: 'an account that was made a week ago',
      who: 'alice',
      rows: [
        ...others,
        [
          'd63 09:00',
          'colleague',
          'account created',
          'office',
          'laptop',
          {
            target: {
              id: '00u-alice',
              name: 'alice@corp.example',
              kind: 'human',
              keys: [{ type: 'upn', value: 'alice@corp.example' }],
            },
          },
        ],
        ...refused('bucharest', 'stranger'),
        ...later(71),
      ],
    },
  ],
} satisfies Examples;
