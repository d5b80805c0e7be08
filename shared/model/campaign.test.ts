import { expect, it } from 'vitest';
import { campaignsOf, type Member } from './campaign';
import { DAY, HOUR } from './time';

const member = (id: string, who: number, start: number, ...handles: Member['handles']): Member => ({
  id,
  who,
  start,
  finish: start + HOUR,
  handles,
});
const address = (value: string): Member['handles'][number] => ({ kind: 'address', value });

it('ties what one address did to several, in any order of reading', () => {
  const all = [
    member('p1', 1, 0, address('a')),
    member('p2', 2, HOUR, address('a')),
    member('p3', 3, 2 * HOUR, address('b')),
  ];
  const groups = campaignsOf(all);
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({ kind: 'address', key: 'a' });
  expect(groups[0]!.members.map(({ id }) => id)).toEqual(['p1', 'p2']);
  expect(campaignsOf([...all].reverse())).toEqual(groups);
});

it('one identity is no campaign, and a long silence ends one', () => {
  expect(campaignsOf([member('p1', 1, 0, address('a')), member('p2', 1, HOUR, address('a'))])).toEqual([]);
  expect(campaignsOf([member('p1', 1, 0, address('a')), member('p2', 2, 20 * DAY, address('a'))])).toEqual([]);
});

it('a chain of addresses is one campaign; its name is the address that tried most', () => {
  const [group, ...others] = campaignsOf([
    member('p1', 1, 0, address('a')),
    member('p2', 2, HOUR, address('a'), address('b')),
    member('p3', 3, 2 * HOUR, address('b')),
    member('p4', 4, 3 * HOUR, address('b')),
  ]);
  expect(others).toEqual([]);
  expect(group).toMatchObject({ kind: 'address', key: 'b' });
  expect(group!.members).toHaveLength(4);
});

it('what ties more strongly names it', () => {
  const tor = { kind: 'network', value: 'AS1' } as const;
  const [group] = campaignsOf([
    member('p1', 1, 0, tor, address('a')),
    member('p2', 2, HOUR, tor, address('a')),
    member('p3', 3, 2 * HOUR, tor),
  ]);
  expect(group).toMatchObject({ kind: 'address', key: 'a' });
  expect(group!.members).toHaveLength(3);
});
