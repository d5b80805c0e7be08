import { describe, expect, it } from 'vitest';
import type { ActorRow } from '../read';
import { Handles, isRule, spellings, wildcard } from './handles';

const actor = (id: number, name: string, keys: [string, string][] = []): ActorRow => ({
  id,
  source: 'okta',
  native: null,
  name,
  display: null,
  kind: 'human',
  external: false,
  onBehalfOf: null,
  keys,
});

describe('names in registers', () => {
  const handles = new Handles(
    [
      actor(1, 'Alice@corp.example', [['display_name', 'Alice Ash']]),
      actor(2, 'admin'),
      actor(3, 'admin'),
      actor(4, 'left out'),
      actor(5, 'bob', [['object_id', 'AB-12']]),
    ],
    ({ id }) => (id === 4 ? -1 : id),
  );

  it.each([
    ['alice@CORP.example', 1],
    ['CORP\\bob', 5],
    ['ab-12', 5],
    ['admin', null], // two accounts: neither
    ['Alice Ash', null], // a display name is no name to go by
    ['left out', null],
    ['', null],
  ])('%s is %s', (name, who) => expect(handles.one(name)).toBe(who));

  it('tries a name with its domain first', () => {
    expect(spellings('CORP\\Alice')).toEqual(['corp\\alice', 'alice']);
  });

  it.each([
    ['svc-*', 'svc-backup', true],
    ['svc-*', 'my-svc-backup', false],
    ['*@corp.example', 'bob@corp.example', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a*a', 'a', false],
    ['*x*', 'ayb', false],
    ['plain', 'plain', true],
  ])('rule %s, %s: %s', (rule, name, fits) => expect(wildcard(rule)(name)).toBe(fits));

  it('is quick on rules made to be slow', () => {
    const started = performance.now();
    expect(wildcard(`${'*a'.repeat(2_000)}*b`)('a'.repeat(100_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('a rule of nothing but stars is none', () => {
    expect(['*', '**', 'svc-*', 'svc'].map(isRule)).toEqual([false, false, true, false]);
    expect(handles.fitting('*o*')).toEqual([1, 5]);
  });
});
