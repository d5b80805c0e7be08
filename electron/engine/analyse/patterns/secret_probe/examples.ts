import type { Row } from '../../testing/picture';
import type { Examples } from '../examples';

const nights: Row[] = [1, 2, 3, 4, 5, 6, 7, 8].map((day) => [`d${day} 01:30`, 'svc-stock', 'secret ok', 'cloud']);

export default {
  hits: [
    {
      name: 'wrong secrets from a rented server',
      who: 'svc-stock',
      rows: [
        ...nights,
        ['d9 02:30', 'svc-stock', 'secret wrong', 'rented'],
        ['d9 02:31', 'svc-stock', 'secret wrong', 'rented'],
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'a wrong secret from the usual server',
      who: 'svc-stock',
      rows: [...nights, ['d9 01:30', 'svc-stock', 'secret wrong', 'cloud']],
    },
    { name: 'no history', who: 'svc-stock', rows: [['d9 01:30', 'svc-stock', 'secret wrong', 'rented']] },
  ],
} satisfies Examples;
