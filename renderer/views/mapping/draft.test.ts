import { expect, it } from 'vitest';
import type { MappingDraft } from '../../../shared/model/mapping';
import { columnTitles, lines, withColumns, withDecision, withField } from './draft';

const DRAFT: MappingDraft = {
  sidedoorMapping: 1,
  name: 'x',
  record: 'table',
  list: null,
  time: { columns: [], format: 'iso', zone: null },
  fields: { user: { column: 'who' } },
  outcome: {
    columns: ['result', 'why'],
    table: [
      { when: ['Denied', 'no'], is: 'denied_by_user' },
      { when: ['denied'], is: 'failed_other' },
    ],
    otherwise: 'reject',
  },
  class: { columns: [], table: [], otherwise: 'authentication' },
  factor: { columns: [], table: [], otherwise: null },
  kind: { columns: [], table: [], otherwise: 'human' },
};

it('says what counts for each combination of values', () => {
  const seen = [
    { when: ['denied', 'No '], count: 3 },
    { when: ['denied', 'late'], count: 2 },
    { when: ['odd', ''], count: 1 },
  ];
  expect(lines(DRAFT, 'outcome', seen)).toEqual([
    { when: ['denied', 'No '], count: 3, own: 'denied_by_user', is: 'denied_by_user' },
    { when: ['denied', 'late'], count: 2, own: undefined, is: 'failed_other' },
    { when: ['odd', ''], count: 1, own: undefined, is: 'reject' },
  ]);
});

it('keeps lines that this table does not need', () => {
  expect(lines(DRAFT, 'outcome', []).map(({ when, count }) => [when, count])).toEqual([[['Denied', 'no'], 0]]);
});

it('replaces a decision, or takes it back', () => {
  const changed = withDecision(DRAFT, 'outcome', ['DENIED', 'No'], 'no_response');
  expect(changed.outcome.table).toHaveLength(2);
  expect(lines(changed, 'outcome', [{ when: ['denied', 'no'], count: 1 }])[0]!.is).toBe('no_response');
  const taken = withDecision(changed, 'outcome', ['denied', 'no'], undefined);
  expect(lines(taken, 'outcome', [{ when: ['denied', 'no'], count: 1 }])[0]!.is).toBe('failed_other');
});

it('keeps what the first column says when the second goes, and nothing when the first changes', () => {
  expect(withColumns(DRAFT, 'outcome', ['result']).outcome.table).toEqual([{ when: ['denied'], is: 'failed_other' }]);
  expect(withColumns(DRAFT, 'outcome', ['why']).outcome.table).toEqual([]);
});

it('takes fields in and out', () => {
  expect(withField(DRAFT, 'app', { constant: 'VPN' }).fields).toEqual({
    user: { column: 'who' },
    app: { constant: 'VPN' },
  });
  expect(withField(DRAFT, 'user', null).fields).toEqual({});
});

it('names columns that have no name, or one of several', () => {
  const column = (column: string, title: string) => ({ column, title, filled: 0, distinct: 0, examples: [] });
  expect([...columnTitles([column('a', 'A'), column('', ''), column('b', 'B'), column('b#2', 'B')]).values()]).toEqual([
    'A',
    'column 2 (no name)',
    'B (column 3)',
    'B (column 4)',
  ]);
});
