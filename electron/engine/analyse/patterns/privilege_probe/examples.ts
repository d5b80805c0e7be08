import { later, month, type Row } from '../../testing/picture';
import type { Examples } from '../examples';

const nights: Row[] = [1, 2, 3, 4, 5, 6, 7, 8].map((day) => [`d${day} 01:30`, 'svc-stock', 'secret ok', 'cloud']);
const THINGS = ['ListBuckets', 'GetSecretValue', 'ListUsers', 'GetParameters', 'DescribeInstances', 'Decrypt', 'Scan'];
const tries = (n: number, where: string, more: Row[5] = {}): Row[] =>
  THINGS.slice(0, n).map(
    (action, i): Row => [`d9 02:3${i}`, 'svc-stock', 'access refused', where, '-', { action, ...more }],
  );
const privileged = { flags: ['privileged' as const] };

export default {
  hits: [
    {
      name: 'three different calls from a rented server',
      who: 'svc-stock',
      rows: [...nights, ...tries(3, 'rented')],
    },
    {
      name: 'two privileged ones by a person from a strange place',
      who: 'alice',
      rows: [
        ...month('alice'),
        ...later(30),
        [
          'd30 02:11',
          'alice',
          'access refused',
          'bucharest',
          'stranger',
          { action: 'AttachUserPolicy', ...privileged },
        ],
        ['d30 02:12', 'alice', 'access refused', 'bucharest', 'stranger', { action: 'CreateAccessKey', ...privileged }],
      ],
    },
    { name: 'seven from its own server, each once', who: 'svc-stock', rows: [...nights, ...tries(7, 'cloud')] },
  ],
  lookAlikes: [
    {
      name: 'a job that lost one permission',
      who: 'svc-stock',
      rows: [
        ...nights,
        ...Array.from({ length: 12 }, (_, i): Row => [`d${9 + i} 01:30`, 'svc-stock', 'access refused', 'cloud']),
      ],
    },
    {
      name: 'a job that lost all of them, trying on',
      who: 'svc-stock',
      rows: [
        ...nights,
        ...[9, 10, 11, 12, 13].flatMap((day) =>
          tries(6, 'cloud').map(([time, ...rest]): Row => [time.replace('d9', `d${day}`), ...rest]),
        ),
      ],
    },
    { name: 'one thing refused at a strange place', who: 'svc-stock', rows: [...nights, ...tries(1, 'rented')] },
  ],
} satisfies Examples;
