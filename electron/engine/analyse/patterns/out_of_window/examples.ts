import { later, type Row } from '../../testing/picture';
import type { Examples } from '../examples';

const rows = (time: string): Examples['hits'][number]['rows'] =>
  [
    ...Array.from({ length: 20 }, (_, i) => [`d${i + 1} 03:00`, 'svc-backup', 'secret ok', 'cloud'] as const),
    [`d30 ${time}`, 'svc-backup', 'secret wrong', 'cloud'],
    ...later(30),
  ].map((row) => [...row]) as never;
/** Thirty nights and more, then one refusal. */
const monthly = (time: string): Row[] => [
  ...Array.from({ length: 39 }, (_, i): Row => [`d${i + 1} 03:0${i % 10}`, 'svc-backup', 'secret ok', 'cloud']),
  [`d40 ${time}`, 'svc-backup', 'secret wrong', 'cloud'],
  ...later(40),
];
const window = (identity: string) => ({
  kind: 'execution-windows' as const,
  facts: { identity, days: [], start: 2 * 60, end: 4 * 60, zone: 'UTC', purpose: 'nightly backup' },
});

export default {
  hits: [
    { name: 'no window on file, at an hour it never had in a month', who: 'svc-backup', rows: monthly('14:00') },
    { name: 'at noon, a job of the night', who: 'svc-backup', rows: rows('12:00'), context: [window('svc-backup')] },
  ],
  lookAlikes: [
    { name: 'no window on file, and too few sign-ins to tell one', who: 'svc-backup', rows: rows('12:00') },
    { name: 'no window on file, at its hour', who: 'svc-backup', rows: monthly('03:10') },
    {
      name: 'no window on file, and a loop that keeps no hours',
      who: 'svc-backup',
      rows: [
        ...monthly('03:10'),
        ...Array.from(
          { length: 20 },
          (_, i): Row => [
            `d40 1${Math.floor(i / 10)}:${(i % 10) * 6 || '00'}`.replace(/:(\d)$/, ':0$1'),
            'svc-backup',
            'secret wrong',
            'cloud',
          ],
        ),
      ],
    },
    { name: 'within it', who: 'svc-backup', rows: rows('03:00'), context: [window('svc-backup')] },
    { name: 'the window is another machine’s', who: 'svc-backup', rows: rows('12:00'), context: [window('svc-other')] },
  ],
} satisfies Examples;
