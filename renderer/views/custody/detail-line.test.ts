import { expect, it } from 'vitest';
import { detailLine } from './detail-line';

it('says an act in one line, without empty values', () => {
  expect(
    detailLine({
      episode: 'p1',
      why: 'two\nlines',
      files: ['a', 'b'],
      before: null,
      count: 0,
      nested: { x: 1 },
      blank: '',
      tags: [],
    }),
  ).toBe('episode p1 · why two lines · files a, b · count 0 · nested (x 1)');
});

it('tells each of several things, and never as JSON', () => {
  expect(detailLine({ files: [{ sha256: 'e3b0', file: 'none.csv', why: 'empty' }, { file: 'b.txt' }] })).toBe(
    'files (file none.csv, why empty, sha256 e3b0); (file b.txt)',
  );
});

it('puts what an act is about before its numbers', () => {
  expect(detailLine({ bytes: 5_300_000, events: 3, file: 'a.json' })).toBe('file a.json · 3 events · 5,300,000 bytes');
});

it('leaves out how many were skipped or rejected where none was', () => {
  expect(detailLine({ file: 'a.json', events: 0, skipped: 0, rejected: 2 })).toBe(
    'file a.json · 0 events · 2 rejected',
  );
});
