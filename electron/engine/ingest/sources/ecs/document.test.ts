import { describe, expect, it } from 'vitest';
import { standsForItself } from './document';

describe('whether a stored document stands for itself', () => {
  const stored = { '@timestamp': '2026-01-02T03:04:05.678Z', agent: { id: 'a1' }, ecs: { version: '8.11.0' } };
  const original = '{"event_type":"user_login_attempt"}';

  it.each([
    ['of no known product', { event: { category: ['authentication'], dataset: 'example.logins' } }, true],
    ['that quotes its origin', { event: { category: ['authentication'], dataset: 'example.logins', original } }, true],
    [
      'that quotes a known one',
      { event: { category: ['authentication'], dataset: 'jumpcloud.events', original } },
      false,
    ],
    [
      'whose module is a part of a known product',
      { event: { category: ['authentication'], module: 'directory', dataset: 'jumpcloud.events', original } },
      false,
    ],
    ['with the fields of Okta', { event: { kind: 'event' }, okta: { event_type: 'user.session.start' } }, false],
    ['with others below the name', { event: { kind: 'event' }, okta: { note: 'x' } }, true],
  ])('%s', (_, more, expected) => expect(standsForItself({ ...stored, ...more })).toBe(expected));
});
