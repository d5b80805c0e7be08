import { expect, it } from 'vitest';
import { foldKey, foldTitle, foldWhole } from './fold-words';

it('names a fold by what ties it', () => {
  expect(foldTitle({ kind: 'address', identities: 61 })).toBe('Spray · 61 identities');
  expect(foldTitle({ kind: 'address', identities: 2 })).toBe('One address · 2 identities');
  expect(foldTitle({ kind: 'rollout', identities: 12 })).toBe('Rollout · 12 identities');
  expect(foldTitle({ kind: 'loop', identities: 1 })).toBeNull();
});

it('says the key, and never a control character in it', () => {
  expect(foldKey({ kind: 'rollout', key: 'Office\u202eHome', denials: 3 })).toBe('all at Office\\u{202e}Home');
  expect(foldKey({ kind: 'loop', key: '', denials: 40_112 })).toBe('retry loop, 40,112 denials');
  expect(foldWhole({ kind: 'rollout', episodes: 12 })).toBe('12 episodes of this rollout');
});
