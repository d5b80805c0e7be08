import { describe, expect, it } from 'vitest';
import type { Threshold } from '../../../shared/model/threshold';
import { changesOf, faultOf, groupsOf, hasFaults, typed, valuesOf } from './draft';

const threshold = (over: Partial<Threshold> = {}): Threshold => ({
  id: 'episodes.burst',
  group: 'Episodes',
  name: 'Burst',
  unit: 'minutes',
  default: 45,
  value: 45,
  least: 1,
  most: 1_440,
  whole: false,
  about: 'Denials closer than this belong together',
  ...over,
});
const thin = threshold({ id: 'usual.thin', group: 'What is usual', name: 'Thin history', unit: 'sign-ins', default: 5, value: 9, least: 0, whole: true, about: 'x' }); // biome-ignore format: one line

it.each([
  ['45', 45],
  [' 0,5 ', 0.5],
  ['.5', 0.5],
  ['−2', -2],
  ['1e-6', 1e-6],
  ['1,000,000', null],
  ['', null],
  ['-', null],
  ['ten', null],
  ['Infinity', null],
  ['0x10', null],
])('%s is %s', (text, value) => expect(typed(text)).toBe(value));

describe('a draft', () => {
  it.each([
    [threshold(), '30', null],
    [threshold(), '0', 'From 1 to 1440 minutes'],
    [threshold(), 'x', 'Write a number'],
    [thin, '2.5', 'Write a whole number'],
  ])('%o with %s: %s', (one, text, fault) => expect(faultOf(one, text)).toBe(fault));

  const all = [threshold(), thin];
  it('changes what differs from what stands, and names what differs from the product', () => {
    expect(changesOf(all, {})).toEqual([]);
    expect(valuesOf(all, {})).toEqual({ 'usual.thin': 9 });
    expect(changesOf(all, { 'episodes.burst': '45', 'usual.thin': '5' })).toEqual([{ threshold: thin, to: 5 }]);
    expect(valuesOf(all, { 'episodes.burst': '30', 'usual.thin': '5' })).toEqual({ 'episodes.burst': 30 });
    expect(changesOf(all, { 'episodes.burst': 'x' })).toEqual([]);
    expect([hasFaults(all, { 'episodes.burst': 'x' }), hasFaults(all, { 'episodes.burst': '2' })]).toEqual([
      true,
      false,
    ]);
  });

  it('is searched by name, heading, id and reason', () => {
    expect(groupsOf(all, '').map(([group]) => group)).toEqual(['Episodes', 'What is usual']);
    expect(groupsOf(all, ' closer ').map(([, list]) => list.length)).toEqual([1]);
    expect(groupsOf(all, 'nothing')).toEqual([]);
  });
});
