import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery, QueryError } from './query';

const field = (name: string, value: string) => ({ type: 'field', field: name, value, at: expect.any(Number) });
const text = (value: string) => ({ type: 'text', text: value });

describe('parseQuery', () => {
  it.each([
    ['', { type: 'all' }],
    ['alice', text('alice')],
    ['"two words"', text('two words')],
    ['ip:203.0.113.4', field('ip', '203.0.113.4')],
    ['ip:2001:db8::1', field('ip', '2001:db8::1')],
    ['fe80::1', text('fe80::1')],
    ['https://example.test/x', text('https://example.test/x')],
    ['app:"Exchange Online"', field('app', 'Exchange Online')],
    ['-app:Teams', { type: 'not', node: field('app', 'Teams') }],
    ['NOT app:Teams', { type: 'not', node: field('app', 'Teams') }],
    ['a b', { type: 'and', nodes: [text('a'), text('b')] }],
    ['a AND b', { type: 'and', nodes: [text('a'), text('b')] }],
    ['a OR b c', { type: 'or', nodes: [text('a'), { type: 'and', nodes: [text('b'), text('c')] }] }],
    ['(a OR b) c', { type: 'and', nodes: [{ type: 'or', nodes: [text('a'), text('b')] }, text('c')] }],
    ['-(a OR b)', { type: 'not', node: { type: 'or', nodes: [text('a'), text('b')] } }],
    ['user:bob', field('identity', 'bob')],
    ['reason:"say \\"no\\""', field('reason', 'say "no"')],
  ])('%s', (query, tree) => {
    expect(parseQuery(query)).toEqual(tree);
  });

  it.each([
    ['outcom:x', 0, 'outcome'],
    ['a contry:RO', 2, 'country'],
    ['"open', 0, null],
    ['(a', 0, null],
    ['a)', 1, null],
    ['a OR', 4, null],
    ['app:', 0, null],
    ['after:yesterday', 0, null],
  ])('points at the mistake in %s', (query, at, suggestion) => {
    const thrown = (() => {
      try {
        parseQuery(query);
      } catch (error) {
        return error as QueryError;
      }
    })();
    expect(thrown).toBeInstanceOf(QueryError);
    expect([thrown!.at, thrown!.suggestion]).toEqual([at, suggestion]);
  });

  it('answers or points, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (query) => {
        try {
          parseQuery(query);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          expect((error as QueryError).at).toBeLessThanOrEqual(query.length);
        }
      }),
    );
  });
});
