import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery, QueryError, queryTime } from './query';

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
    ['time:2026-01-14', field('on', '2026-01-14')],
    ['asOrg:Example', field('network', 'Example')],
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
    ['after:2026-01-01..2026-01-02', 0, null],
    ['time:2026-01-01..x', 0, null],
    ['time:..', 0, null],
    ['geo:RO', 0, null],
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

  it('names every field where one is not known', () => {
    const thrown = (() => {
      try {
        parseQuery('geo:RO', ['verdict']);
      } catch (error) {
        return error as QueryError;
      }
    })();
    expect(thrown!.message).toMatch(/^there is no field "geo"/);
    for (const name of ['network', 'ip', 'on', 'verdict']) expect(thrown!.fix).toContain(` ${name}`);
  });

  const DAY = 86_400_000;
  const day = (n: number): number => Date.UTC(2026, 0, n);
  it.each([
    ['2026-01-14', day(14), day(15)],
    ['2026-01-14T00:00:00Z', day(14), day(14) + 1],
    ['2026-01-14..2026-01-20', day(14), day(21)],
    ['2026-01-14T00:00:00.500Z..2026-01-15', day(14) + 500, day(16)],
    ['2026-01-14..', day(14), Number.MAX_SAFE_INTEGER],
    ['..2026-01-14', Number.MIN_SAFE_INTEGER, day(15)],
    ['>2026-01-14', day(15), Number.MAX_SAFE_INTEGER],
    ['>=2026-01-14', day(14), Number.MAX_SAFE_INTEGER],
    ['<2026-01-14', Number.MIN_SAFE_INTEGER, day(14)],
    ['<=2026-01-13', Number.MIN_SAFE_INTEGER, day(13) + DAY],
  ])('%s is a span of time', (text, from, to) => expect(queryTime(text)).toEqual({ from, to }));

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

describe('regular expressions', () => {
  it.each([
    ['identity:/^svc-[0-9]+$/', 'identity', '^svc-[0-9]+$'],
    ['ua:/Windows NT (10|11)/ x', 'ua', 'Windows NT (10|11)'],
    ['app:/a\\/b/', 'app', 'a\\/b'],
  ])('%s', (query, field, value) => {
    const tree = parseQuery(query);
    const node = tree.type === 'and' ? tree.nodes[0]! : tree;
    expect(node).toMatchObject({ type: 'field', field, value });
    expect((node as { pattern?: RegExp }).pattern?.flags).toBe('iu');
  });
  it('a path is a value, and so is what is quoted', () => {
    for (const query of ['resource:/subscriptions/1', 'resource:"/subscriptions/"'])
      expect(parseQuery(query)).not.toHaveProperty('pattern');
  });
  it.each([
    ['session:/x/', 'no regular expression'],
    ['app:/(a+)+/', 'for ever'],
    ['app:/((a|b)c)*/', 'for ever'],
    ['app:/(x(?:y+)z){2}/', 'for ever'],
    ['app:/.*.*.*.*/', 'at most 3 repeats'],
    ['app:/(a)\\1/', 'references'],
    ['app:/(?=x)/', 'look-around'],
    ['app:/(/', 'no regular expression'],
    [`app:/${'x'.repeat(201)}/`, '200 characters'],
  ])('%s points at what is wrong', (query, words) => {
    try {
      parseQuery(query);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(QueryError);
      expect((error as QueryError).message).toContain(words);
      expect((error as QueryError).at).toBe(query.indexOf('/'));
    }
  });
});
