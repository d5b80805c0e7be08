import { describe, expect, it } from 'vitest';
import { changeAnswer, scopeWords, shareWords } from './change-words';

const counts = (people: number, peopleBefore: number) => ({
  ...{ people, peopleBefore, episodes: people, episodesBefore: peopleBefore },
});

describe('denials against a dated change', () => {
  it.each([
    [counts(0, 3), 'Nobody was denied in this time.'],
    [counts(1, 0), '1 person was denied, nobody in as long a time before.'],
    [counts(1_200, 4), '1,200 people were denied, 4 in as long a time before.'],
    [counts(4, 4), '4 people were denied, as many as in as long a time before.'],
  ])('%o', (row, sentence) => expect(changeAnswer(row)).toBe(sentence));
  it('says how many of them, or that nothing tells', () => {
    expect(shareWords(11, 12, 'at usual hours')).toBe('11 of 12 at usual hours');
    expect(shareWords(null, 12, 'at usual hours')).toBe('not told by the logs: at usual hours');
  });
  it('shows hostile scopes', () => {
    expect(scopeWords('*')).toBe('everybody');
    expect(scopeWords('Finance; Le\u202egal')).toBe('Finance, Le\\u{202e}gal');
  });
});
