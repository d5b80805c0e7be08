import type { Row } from '../../testing/picture';
import type { Examples } from '../examples';

const nights = (what: string): Row[] =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => [`d${day} 01:30`, 'svc-stock', what, 'cloud']);
const loop = (where: string): Row[] =>
  Array.from({ length: 12 }, (_, i) => [
    `d9 0${1 + Math.floor(i / 6)}:${(i % 6) * 10 || '00'}`,
    'svc-stock',
    'secret wrong',
    where,
  ]);

export default {
  hits: [
    {
      name: 'every ten minutes from the usual server',
      who: 'svc-stock',
      rows: [...nights('secret ok'), ...loop('cloud')],
    },
  ],
  lookAlikes: [
    {
      name: 'three failures and no more',
      who: 'svc-stock',
      rows: [...nights('secret ok'), ...loop('cloud').slice(0, 3)],
    },
    {
      name: 'the same rhythm from a rented server',
      who: 'svc-stock',
      rows: [...nights('secret ok'), ...loop('rented')],
    },
  ],
} satisfies Examples;
