import { describe, expect, it } from 'vitest';
import { isReference, parseInline, parseMarkdown } from './markdown';

const text = (value: string) => ({ t: 'text', text: value });

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
      { t: 'ref', id: 'p0000000abc1' },
      text(', '),
      { t: 'ref', id: 'e00000000000001' },
      text(' and '),
      { t: 'ref', id: 'i0000000abc1' },
    ]);
    for (const word of ['employees', 'identity', 'passwords', 'happened', 'e1', 'p7'])
      expect(isReference(word), word).toBe(false);
  });
});
