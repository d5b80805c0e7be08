import { expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/model/event';
import { fillCase } from './fill';
import { openCaseDb } from './open';
import { sequenceReads } from './sequence-reads';

const T0 = Date.UTC(2026, 0, 5, 9);
const draft = (i: number, over: Partial<EventDraft> = {}): EventDraft => ({
  recordId: `r${i}`,
  time: T0 + i,
  class: 'access',
  action: 'read',
  outcome: 'none',
  actor: { id: 'u1', name: 'ada@corp.example', kind: 'human', keys: [] },
  ip: '203.0.113.4',
  ...over,
});

it('acts of somebody at an address are read each once, however many there are', () => {
  const { write } = openCaseDb(':memory:');
  const many = Array.from({ length: 20_001 }, (_, i) => draft(i));
  const nobody = draft(20_001, { actor: undefined });
  const elsewhere = draft(20_002, { ip: '198.51.100.7' });
  const other = { id: 'u2', name: 'bo@corp.example', kind: 'human', keys: [] } as const;
  const alien = draft(20_003, { actor: { ...other, keys: [] }, ip: '198.51.100.8' });
  fillCase(write, 'm365-ual', [...many, nobody, elsewhere, alien]);
  write.exec('INSERT INTO actor_identity SELECT id, id FROM actor');
  const reads = sequenceReads(write);
  const ips = reads.addresses(['203.0.113.4']);
  const ada = write.prepare<[], number>("SELECT id FROM actor WHERE name = 'ada@corp.example'").pluck().get()!;
  const read = (iids: number[], at: number[], from = 0): number =>
    new Set([...reads.acts(iids, at, from)].map(({ event }) => event)).size;
  expect([...reads.acts([ada], ips, 0)]).toHaveLength(20_003);
  expect(read([ada], ips)).toBe(20_003);
  expect(read([ada], [])).toBe(20_002);
  expect(read([], ips)).toBe(20_002);
  expect(read([ada], ips, T0 + 20_000)).toBe(3);
});
