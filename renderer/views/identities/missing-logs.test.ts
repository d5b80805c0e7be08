import { expect, it } from 'vitest';
import type { Coverage } from '../../../shared/model/coverage';
import { missingOf } from './missing-logs';

const absent = (log: string, of: string[]): Coverage['absent'][number] => ({ log, question: '?', so: '', of, decides: false }); // biome-ignore format: one line
const source = (id: string, silences: number): Coverage['sources'][number] => ({
  source: id,
  title: id,
  files: 1,
  events: 1,
  first: '',
  last: '',
  silences: Array.from({ length: silences }, () => ({ from: '', to: '', chance: 0 })),
  silencesCut: 0,
  delay: null,
});
const coverage: Coverage = {
  sources: [source('okta', 1), source('duo', 1), source('entra', 0)],
  cut: [
    { file: 'a', source: 'okta', why: '' },
    { file: 'b', source: 'duo', why: '' },
  ],
  absent: [absent('of all', []), absent('of entra', ['entra']), absent('of duo', ['duo'])],
  clocks: [],
};

it('takes what bears on its sources, and what bears on all', () => {
  const { absent: lacking, cut, silent } = missingOf(coverage, ['okta', 'entra']);
  expect(lacking.map(({ log }) => log)).toEqual(['of all', 'of entra']);
  expect(cut.map(({ file }) => file)).toEqual(['a']);
  expect(silent.map((each) => each.source)).toEqual(['okta']);
});
