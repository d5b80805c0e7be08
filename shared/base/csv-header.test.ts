import { expect, it } from 'vitest';
import { headerName, headerNames } from './csv-header';

it.each([
  ['\ufeffDate (UTC)', 'date (utc)'],
  ['Application ID ', 'application id'],
  ['Autonomous system  number', 'autonomous system number'],
  ['CreatedDateTime [UTC]', 'createddatetime'],
  ['Exigence d’authentification', "exigence d'authentification"],
])('%j → %j', (written, name) => {
  expect(headerName(written)).toBe(name);
});

it('keeps columns of one name apart by their order', () => {
  expect(headerNames(['Incoming token type', 'A', 'incoming token  type'])).toEqual([
    'incoming token type',
    'a',
    'incoming token type#2',
  ]);
});
