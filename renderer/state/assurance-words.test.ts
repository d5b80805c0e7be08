import { expect, it } from 'vitest';
import { aalText, assuranceLines, cardAal } from './assurance-words';

const AAL = { denied: null, reached: null, required: null, flags: [], revision: 'r4' };

it('says what is known and nothing else', () => {
  expect(aalText([1, 1])).toBe('AAL1');
  expect(aalText([2, 3])).toBe('AAL2–3');
  expect(cardAal(null)).toBe('');
  expect(cardAal(AAL)).toBe('');
  expect(cardAal({ ...AAL, required: 2, denied: [1, 1], reached: [2, 2] })).toBe(
    'needs AAL2, refused AAL1, reached AAL2',
  );
  expect(cardAal({ ...AAL, denied: [2, 2], reached: [1, 1] })).toBe('refused AAL2, reached AAL1, lower than refused');
});

it('lists one sign-in, flags in words', () => {
  expect(
    assuranceLines({ reached: null, requested: [1, 1], required: 2, flags: ['fatigue_prone', 'x_y'], revision: 'r4' }),
  ).toEqual([
    ['Refused factor', 'worth AAL1'],
    ['Required', 'AAL2'],
    ['Beside it', 'can be approved by mistake or out of fatigue; x y'],
  ]);
});
