import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../shared/model/query';
import { askedAt, completed, problemOf, quoted, withWordState, wordState, words } from '../../state/query-words';

describe('words of a query', () => {
  it.each([
    ['a b', ['a', 'b']],
    ['app:"Office 365" x', ['app:"Office 365"', 'x']],
    ['(a OR -b)', ['a', 'OR', '-b']],
    ['app:"open', ['app:"open']],
    ['', []],
  ])('%s', (query, list) => {
    expect(words(query).map((word) => word.text)).toEqual(list);
  });
});

describe('completion', () => {
  it.each([
    ['ou', 2, { from: 0, to: 2, field: null, prefix: 'ou' }],
    ['x outcome:den', 13, { from: 10, to: 13, field: 'outcome', prefix: 'den' }],
    ['-country:R', 10, { from: 9, to: 10, field: 'country', prefix: 'R' }],
    ['app:"Office 3', 13, { from: 4, to: 13, field: 'app', prefix: 'Office 3' }],
    ['a ', 2, null],
    ['', 0, null],
    ['"phrase', 7, null],
  ])('%s at %i', (query, caret, asked) => {
    expect(askedAt(query, caret)).toEqual(asked);
  });
  it('puts a field with its colon, a value with its quotes and a blank', () => {
    expect(completed('ou b', askedAt('ou b', 2)!, 'outcome')).toEqual({ query: 'outcome:b', caret: 8 });
    expect(completed('app:Of x', askedAt('app:Of x', 6)!, 'Office 365')).toEqual({
      query: 'app:"Office 365" x',
      caret: 17,
    });
  });
});

describe('facets as words', () => {
  it('go in, out and away again, once', () => {
    const into = withWordState('free text', 'app', 'Office 365', 'in');
    expect(into).toBe('free text app:"Office 365"');
    expect(wordState(into, 'app', 'Office 365')).toBe('in');
    const out = withWordState(into, 'app', 'Office 365', 'out');
    expect(out).toBe('free text -app:"Office 365"');
    expect(wordState(out, 'app', 'office 365')).toBe('out');
    expect(withWordState(out, 'app', 'Office 365', null)).toBe('free text');
    expect(withWordState('a:"x  y" b', 'ip', '1.1.1.1', 'in')).toBe('a:"x  y" b ip:1.1.1.1');
  });
  it('whatever the value holds, the query stays one that can be asked', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        const query = withWordState('', 'app', value, 'in');
        expect(wordState(query, 'app', value)).toBe('in');
        expect(() => parseQuery(query)).not.toThrow();
        expect(withWordState(query, 'app', value, null)).toBe('');
      }),
    );
    expect(quoted('a"b')).toBe('"a\\"b"');
  });
});

describe('a query that cannot be asked', () => {
  it('is pointed at', () => {
    expect(problemOf('outcome:denied_by_user')).toBeNull();
    const wrong = problemOf('x outcom:y');
    expect(wrong?.at).toBe(2);
    expect(wrong?.suggestion).toBe('outcome');
    expect(problemOf('app:"open')?.at).toBeGreaterThanOrEqual(0);
  });
});
