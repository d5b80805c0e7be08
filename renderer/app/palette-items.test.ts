import { describe, expect, it } from 'vitest';
import { commandItems, fitness, textItems } from './palette-items';

const command = (id: string, title: string) => ({ id, title, run: () => undefined });

describe('fitness', () => {
  it('ranks a beginning over a word, a word over an inside, that over scattered letters', () => {
    const ranks = ['import files', 'reimport', 'quick import', 'i m p o r t'].map((title) => fitness('import', title));
    const [start, inside, word, strewn] = ranks as number[];
    expect(start).toBeGreaterThan(word!);
    expect(word).toBeGreaterThan(inside!);
    expect(inside).toBeGreaterThan(strewn!);
  });
  it('is null where letters are missing or too far apart', () => {
    expect(fitness('xyz', 'Import files')).toBeNull();
    expect(fitness('ab', `a${'-'.repeat(50)}b`)).toBeNull();
  });
});

describe('commandItems', () => {
  it('offers each id once, as the first of its group says', () => {
    const items = commandItems('', [command('a', 'view'), command('a', 'frame'), command('palette.open', 'x')], 10);
    expect(items.map(({ title }) => title)).toEqual(['view']);
  });
  it('keeps the order of equals and the limit', () => {
    const items = commandItems('', [command('a', 'one'), command('b', 'two'), command('c', 'six')], 2);
    expect(items.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('textItems', () => {
  const act = { filter: () => undefined, open: () => undefined };
  it('offers the text as a filter', () => {
    expect(textItems(' martinez ', act).map(({ title }) => title)).toEqual(['Events with martinez']);
    expect(textItems('  ', act)).toEqual([]);
  });
  it('offers to open what an id names', () => {
    expect(textItems('p0000000abc1', act)[0]).toMatchObject({ id: 'text.ref', title: 'Open episode p0000000abc1' });
  });
});
