/** Places that were new when somebody was refused there, and what later records say of them. */
import { describe, expect, it } from 'vitest';
import { later, month, picture, type Row } from './testing/picture';

const people = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'gina', 'henry', 'ivy'];
const calm = people.flatMap((who) => month(who));
const days = (who: string, where: string, device: string, from: number, n: number): Row[] =>
  Array.from({ length: n }, (_, i) => [`d${from + Math.floor(i / 2)} ${i % 2 ? '15' : '09'}:20`, who, 'push approved', where, device]); // biome-ignore format: one line

describe('a new way out of the organisation', () => {
  const arrive = people
    .slice(1)
    .map((who, i): Row => [`d30 09:${10 + i}`, who, 'push approved', 'bucharest', 'laptop']);
  const slip: Row[] = [
    ['d30 09:05', 'alice', 'code wrong', 'bucharest', 'laptop'],
    ['d30 09:06', 'alice', 'code ok', 'bucharest', 'laptop'],
  ];

  it('is known by those who come through it later, on devices of their own', async () => {
    const { one } = await picture([...calm, ...slip, ...arrive, ...later(30)]);
    expect(one('alice')).toMatchObject({ verdict: 'friction', followedBy: [] });
  });

  it('is not known where they come on devices that nobody knows: then somebody has many keys', async () => {
    const strangers = arrive.slice(0, 6).map((row): Row => [row[0], row[1], row[2], row[3], 'stranger']);
    const { one } = await picture([
      ...calm,
      ['d30 02:05', 'alice', 'push denied', 'bucharest', 'stranger'],
      ['d30 02:06', 'alice', 'push denied', 'bucharest', 'stranger'],
      ['d30 02:07', 'alice', 'push approved', 'bucharest', 'stranger'],
      ...strangers,
      ...later(30),
    ]);
    expect(one('alice').verdict).toBe('likely_compromise');
  });
});

describe('a move', () => {
  const there: Row[] = [
    ['d25 09:05', 'alice', 'code wrong', 'cafe'],
    ['d25 09:07', 'alice', 'code ok', 'cafe'],
  ];
  const before = month('alice').filter(([time]) => Number(/d(\d+)/.exec(time)![1]) < 25);
  const others = people.slice(1).flatMap((who) => month(who));

  it('is what it looks like where the usual place falls silent', async () => {
    const { one } = await picture([...before, ...others, ...there, ...days('alice', 'cafe', '', 26, 8), ...later(30)]); // biome-ignore format: one line
    const moved = one('alice');
    expect(moved.verdict).not.toBe('likely_compromise');
    expect(moved.confidence).toBeLessThan(0.95);
  });

  it('is none where the usual place goes on as ever', async () => {
    const { one } = await picture([
      ...month('alice'),
      ...others,
      ...there,
      ...days('alice', 'cafe', '', 26, 8),
      ...later(30),
    ]);
    expect(one('alice').verdict).toBe('likely_compromise');
  });
});

describe('an announced test', () => {
  it('explains whatever looks like an attack', async () => {
    const { one } = await picture(
      [
        ...calm,
        ...Array.from({ length: 20 }, (_, i): Row => [`d30 02:${10 + i}`, 'alice', 'push denied', 'bucharest', 'stranger']), // biome-ignore format: one line
        ...later(30),
      ],
      [{ kind: 'access-requests', facts: { id: 'PT-1', identity: 'alice@corp.example', resource: null, type: 'test', requested: null, approved: null, starts: 0, ends: 9e15, approver: 'ciso', ticket: 'CHG-1' } }], // biome-ignore format: one row
    );
    expect(one('alice').verdict).toBe('expected');
  });
});
