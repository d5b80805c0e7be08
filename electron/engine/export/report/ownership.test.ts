import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../shared/model/identity';
import { ownershipTold } from './ownership';

const one = (name: string, owner: string | null, over: Partial<Identity> = {}): Identity => ({
  id: name,
  name,
  display: null,
  kind: 'service_principal',
  kindBecause: '',
  owner,
  external: false,
  spellings: [],
  joins: [],
  events: 1,
  denials: 0,
  first: null,
  last: null,
  aliases: [],
  ...over,
});
const several = (name: string): Identity =>
  one(name, 'Ada', {
    about: { owner: { from: 'register', because: '', email: null, others: ['Ben'] }, department: null, title: null, manager: null, privileged: null, breakGlass: null, homeCountry: null, rows: [] }, // biome-ignore format: one part
  });

describe('who answers', () => {
  it.each([
    ['no machine', [one('a', null, { kind: 'human' })], null],
    ['all owned', [one('a', 'Ada')], 'Each of 1 machine identity has one owner on file or in a log.'],
    ['one is not', [one('b', null), one('a', 'Ada')], 'Nobody is known to answer for 1 of 2 machine identities: b.'],
    ['one has two', [several('c'), one('a', 'Ada')], 'Several are named as the owner of 1: c (Ada, Ben).'],
  ])('%s', (_, list, told) => {
    expect(ownershipTold(list)).toBe(told);
  });

  it('names five and counts the rest', () => {
    const list = Array.from({ length: 9 }, (_, i) => one(`m${i}`, null));
    expect(ownershipTold(list)).toBe(
      'Nobody is known to answer for 9 of 9 machine identities: m0, m1, m2, m3, m4 and 4 more.',
    );
  });
});
