import { describe, expect, it } from 'vitest';
import { inlinesOf, isReference, parseInline, parseMarkdown, referenceText, viewText } from './narrative';

const text = (value: string) => ({ t: 'text', text: value });
const ref = (id: string, words: string | null = null, was: string | null = null) => ({
  t: 'ref',
  id,
  text: words,
  was,
});

describe('parseMarkdown', () => {
  it('reads the blocks a narrative needs', () => {
    const blocks = parseMarkdown(
      '# One\n\ntwo\nlines\n\n- a\n  - b\n- c\n\n3. x\n4. y\n\n> q\n\n```\ncode *as is*\n```\n\n---\n\n| a | b |\n| --- | --- |\n| 1 |\n',
    );
    expect(blocks.map(({ t }) => t)).toEqual([
      'heading',
      'paragraph',
      'list',
      'list',
      'quote',
      'code',
      'rule',
      'table',
    ]);
    expect(blocks[1]).toEqual({ t: 'paragraph', of: [text('two\nlines')] });
    expect(blocks[2]).toMatchObject({
      ordered: false,
      items: [{ of: [text('a')], nested: [{ t: 'list' }] }, { of: [text('c')] }],
    });
    expect(blocks[3]).toMatchObject({ ordered: true, start: 3 });
    expect(blocks[5]).toEqual({ t: 'code', text: 'code *as is*' });
    expect(blocks[7]).toMatchObject({ head: [[text('a')], [text('b')]], rows: [[[text('1')], []]] });
  });

  it('takes markup of the page for text', () => {
    expect(parseMarkdown('<script>alert(1)</script>')).toEqual([
      { t: 'paragraph', of: [text('<script>alert(1)</script>')] },
    ]);
  });

  it('ends on unclosed fences and hostile nesting, in time', () => {
    expect(parseMarkdown('```\nnever closed')).toEqual([{ t: 'code', text: 'never closed' }]);
    const start = Date.now();
    parseMarkdown(`${'>'.repeat(5_000)} deep`);
    parseMarkdown(Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i % 60)}- x`).join('\n'));
    parseMarkdown('*_`['.repeat(20_000));
    parseMarkdown(`${'|'.repeat(50_000)}\n|-|`);
    expect(Date.now() - start).toBeLessThan(5_000);
  });
});

describe('parseInline', () => {
  it('reads emphasis, code and links; a link is shown, not followed', () => {
    expect(parseInline('**a _b_** `c*d` [e](javascript:x)')).toEqual([
      { t: 'strong', of: [text('a '), { t: 'em', of: [text('b')] }] },
      text(' '),
      { t: 'code', text: 'c*d' },
      text(' '),
      { t: 'link', text: 'e', address: 'javascript:x' },
    ]);
  });
  it('leaves single marks and snake case alone', () => {
    expect(parseInline('2 * 3 * 4 and likely_compromise_or_not')).toEqual([
      text('2 * 3 * 4 and likely_compromise_or_not'),
    ]);
  });
  it('finds ids and takes no word for one', () => {
    expect(parseInline('see p0000000abc1, `e00000000000001` and [it](i0000000abc1)')).toEqual([
      text('see '),
      ref('p0000000abc1'),
      text(', '),
      ref('e00000000000001'),
      text(' and '),
      ref('i0000000abc1', 'it'),
    ]);
    for (const word of ['employees', 'identity', 'passwords', 'happened', 'e1', 'p7'])
      expect(isReference(word), word).toBe(false);
  });
});

describe('references', () => {
  it('carry the words and the verdict of when they were written', () => {
    const written = referenceText('p0000000abc1', 'Ana [admin]\nat night', 'friction');
    expect(parseInline(`so ${written}.`)).toEqual([
      text('so '),
      ref('p0000000abc1', 'Ana admin at night', 'friction'),
      text('.'),
    ]);
    expect(parseInline('[x](p0000000abc1#nonsense)')).toEqual([ref('p0000000abc1', 'x')]);
    expect(parseInline(referenceText('m0000000abc1', null))).toEqual([ref('m0000000abc1')]);
  });
  it('to a picture come back as they were written', () => {
    const state = {
      query: 'country:RO AND (app:"a b" OR ip:10.0.0.0/8)',
      range: { from: Date.UTC(2026, 4, 13), to: Date.UTC(2026, 4, 14) },
      identity: 'i0000000abc1',
      episode: null,
    };
    expect(parseInline(viewText('Where', 'map', state))).toEqual([{ t: 'view', text: 'Where', view: 'map', state }]);
    const whole = { query: '', range: null, identity: null, episode: null };
    expect(parseInline(viewText('All', 'timeline', whole))).toEqual([
      { t: 'view', text: 'All', view: 'timeline', state: whole },
    ]);
  });
  it('take a hostile address for what it is', () => {
    for (const address of ['view:settings', 'javascript:alert(1)', 'view:__proto__', 'https://e.example/'])
      expect(
        parseInline(`[x](${address})`).every((part) => part.t === 'link' || part.t === 'text'),
        address,
      ).toBe(true);
    expect(parseInline('[x](view:map?q=%E0%A4%A&from=never&identity=%3Cscript%3E)')).toMatchObject([
      { t: 'view', state: { query: '%E0%A4%A', range: null, identity: null } },
    ]);
  });
  it('are found wherever they stand', () => {
    const blocks = parseMarkdown(
      '# p0000000abc1\n\n- **a i0000000abc1**\n  > e00000000000001\n\n|a|\n|-|\n|m0000000abc1|',
    );
    expect([...inlinesOf(blocks)].flatMap((one) => (one.t === 'ref' ? [one.id] : []))).toEqual([
      'p0000000abc1',
      'i0000000abc1',
      'e00000000000001',
      'm0000000abc1',
    ]);
  });
});
