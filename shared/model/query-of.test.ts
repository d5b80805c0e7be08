import { describe, expect, it } from 'vitest';
import { parseQuery, queryOf } from './query';

const day = Date.parse('2026-05-14T00:00:00.000Z');

describe('a filter as a query', () => {
  it.each([
    [{}, ''],
    [{ query: 'a OR b' }, 'a OR b'],
    [
      { query: 'a OR b', range: { from: day, to: day + 1_000 } },
      '(a OR b) on:2026-05-14T00:00:00.000Z..2026-05-14T00:00:00.999Z',
    ],
    [{ query: ' ', identities: ['iabcdef1', 'iabcdef2'] }, '(identity:iabcdef1 OR identity:iabcdef2)'],
    [{ identities: [] }, 'id:none'],
    [{ query: 'app:x', episode: 'p7' }, '(app:x) episode:p7'],
  ])('%j', (filter, query) => {
    expect(queryOf(filter)).toBe(query);
    expect(() => parseQuery(queryOf(filter))).not.toThrow();
  });
});
