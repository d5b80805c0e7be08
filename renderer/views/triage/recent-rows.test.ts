import { expect, it } from 'vitest';
import { changeRows } from './recent-rows';

const REQUEST = {
  kind: 'request' as const,
  type: 'jit',
  time: '2026-05-01T09:00:00.000Z',
  lagSeconds: 660,
  text: 'access requested: Admin',
  phase: 'between request and approval',
  event: null,
  row: 'r1',
};

it('says where in the life of a request the denial stands, and each record once', () => {
  const rows = changeRows(
    {
      recent: [REQUEST, { ...REQUEST, kind: 'change', type: 'method_registered', text: 'method registered', phase: null, event: 'e1', row: null, time: '2026-05-01T10:00:00.000Z' }], // biome-ignore format: one record
      facts: [
        { row: 'r1', kind: 'access-requests', time: '2026-05-01T09:00:00.000Z', text: 'request for Admin' },
        { row: 'r2', kind: 'ip-labels', time: null, text: 'Office\u202e' },
      ],
    },
    [],
  );
  expect(rows.map(({ ref, text }) => [ref, text])).toEqual([
    ['e1', 'method registered'],
    ['r1', 'access requested: Admin: denied between request and approval'],
    ['r2', 'Office\\u{202e}'],
  ]);
  expect(rows[2]!.time).toBeNull();
});
