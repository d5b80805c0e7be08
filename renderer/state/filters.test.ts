import { expect, it } from 'vitest';
import { withText, withWord } from './filters';

it('adds a word once, quoted where it needs to be', () => {
  expect(withWord('', 'app', 'Salesforce')).toBe('app:Salesforce');
  expect(withWord('app:Salesforce', 'app', 'Salesforce')).toBe('app:Salesforce');
  expect(withWord('a', 'app', 'Exchange Online')).toBe('a app:"Exchange Online"');
  expect(withWord('', 'app', 'say "x"', true)).toBe('-app:"say \\"x\\""');
});

it('adds free text once', () => {
  expect(withText('', ' martinez ')).toBe('martinez');
  expect(withText('app:x', 'martinez')).toBe('app:x martinez');
  expect(withText('a martinez b', 'martinez')).toBe('a martinez b');
  expect(withText('martinezz', 'martinez')).toBe('martinezz martinez');
});
