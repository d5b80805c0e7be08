import { describe, expect, it } from 'vitest';
import { faces } from './house-faces';
import { breakLines } from './lines';

const texts = (text: string, width = 400): string[] =>
  breakLines([{ text }], width, 10, faces()).map(({ pieces }) => pieces.map((piece) => piece.text).join(''));

describe('lines', () => {
  it('break where a line break was written', () => {
    expect(texts('Push-fatigue campaign\nSpan (UTC):\n\nDone so far:')).toEqual([
      'Push-fatigue campaign',
      'Span (UTC):',
      '',
      'Done so far:',
    ]);
  });

  it('never begin with the full stop of a sentence that ends in a link', () => {
    const wide = faces().plain.width('seen before [2.2]', 10) + 1;
    const lines = breakLines(
      [{ text: 'seen before ' }, { text: '[2.2]', to: 'e2-2' }, { text: '. Because' }],
      wide,
      10,
      faces(),
    );
    expect(lines.map(({ pieces }) => pieces.map((piece) => piece.text).join('|'))).toEqual([
      'seen before|[2.2]|.',
      'Because',
    ]);
  });

  it('stay within their width, also where signs stand without blanks', () => {
    const lines = breakLines([{ text: `note ${'佐藤花子'.repeat(30)}` }], 100, 10, faces());
    expect(lines.length).toBeGreaterThan(3);
    for (const { width } of lines) expect(width).toBeLessThanOrEqual(100);
    const all = lines.flatMap(({ pieces }) => pieces.map(({ text }) => text)).join('');
    expect(all.replace('note', '').trim()).toBe('佐藤花子'.repeat(30));
  });
});
