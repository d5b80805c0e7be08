import { later, type Row } from '../../testing/picture';
import type { Examples } from '../examples';

const nightly = (last: Row): Row[] => [
  ...Array.from({ length: 20 }, (_, i): Row => [`d${i + 1} 03:00`, 'svc-backup', 'secret ok', 'cloud']),
  last,
  ...later(30),
];

export default {
  hits: [
    {
      name: 'a prompt in a nightly job',
      who: 'svc-backup',
      rows: nightly(['d30 03:00', 'svc-backup', 'push ignored', 'cloud']),
    },
    {
      name: 'from a strange place',
      who: 'svc-backup',
      rows: nightly(['d30 03:00', 'svc-backup', 'push denied', 'bucharest']),
    },
  ],
  lookAlikes: [
    {
      name: 'a secret that is wrong asks nobody',
      who: 'svc-backup',
      rows: nightly(['d30 03:00', 'svc-backup', 'secret wrong', 'cloud']),
    },
    {
      name: 'a person who missed a prompt',
      who: 'alice',
      rows: [
        ['d29 09:00', 'alice', 'push approved', 'office', 'laptop'],
        ['d30 09:00', 'alice', 'push ignored', 'office', 'laptop'],
        ...later(30),
      ],
    },
  ],
} satisfies Examples;
