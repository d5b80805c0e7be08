import { later } from '../../testing/picture';
import type { Examples } from '../examples';

const rows = (time: string): Examples['hits'][number]['rows'] =>
  [
    ...Array.from({ length: 20 }, (_, i) => [`d${i + 1} 03:00`, 'svc-backup', 'secret ok', 'cloud'] as const),
    [`d30 ${time}`, 'svc-backup', 'secret wrong', 'cloud'],
    ...later(30),
  ].map((row) => [...row]) as never;
const window = (identity: string) => ({
  kind: 'execution-windows' as const,
  facts: { identity, days: [], start: 2 * 60, end: 4 * 60, zone: 'UTC', purpose: 'nightly backup' },
});

export default {
  hits: [
    { name: 'at noon, a job of the night', who: 'svc-backup', rows: rows('12:00'), context: [window('svc-backup')] },
  ],
  lookAlikes: [
    { name: 'within it', who: 'svc-backup', rows: rows('03:00'), context: [window('svc-backup')] },
    { name: 'the window is another machine’s', who: 'svc-backup', rows: rows('12:00'), context: [window('svc-other')] },
  ],
} satisfies Examples;
