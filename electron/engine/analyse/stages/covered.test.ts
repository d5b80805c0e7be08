import { expect, it } from 'vitest';
import { CUT_IN_RECORD, READ_TO_DAMAGE } from '../../../../shared/model/cut';
import { type Coverage, missingAfter } from './coverage';
import { absentLogs, type Counted, type CoveredFile, cutFiles } from './covered';

const file = (name: string, records: number, over: Partial<CoveredFile> = {}): CoveredFile => ({ file: name, source: 'okta', records, warnings: [], delay: null, ...over }); // biome-ignore format: one line

it.each([1_000, 5_000, 10_000, 30_000, 50_000, 100_000])('a file of exactly %i records may be cut', (records) => {
  expect(cutFiles([file('a', records)])).toEqual([
    { file: 'a', source: 'okta', why: `exactly ${records.toLocaleString('en')} records, where exports stop` },
  ]);
  expect(cutFiles([file('a', records - 1), file('b', records + 1)])).toEqual([]);
});

it('says where files of one size look like pages, and where the last record is cut', () => {
  expect(cutFiles([file('a', 1_000), file('b', 1_000), file('c', 1_000, { source: 'duo' })]).map(({ why }) => why)).toEqual([
    'exactly 1,000 records, where exports stop (2 files of this source have as many: perhaps the pages of one export)',
    'exactly 1,000 records, where exports stop (2 files of this source have as many: perhaps the pages of one export)',
    'exactly 1,000 records, where exports stop',
  ]); // biome-ignore format: a list
  expect(cutFiles([file('a', 17, { warnings: ['other', CUT_IN_RECORD] })])).toEqual([
    { file: 'a', source: 'okta', why: 'it ends inside its last record' },
  ]);
  expect(
    cutFiles([file('a.gz', 17, { warnings: [`damaged at byte 3 of the packed bytes; ${READ_TO_DAMAGE}`] })]),
  ).toEqual([{ file: 'a.gz', source: 'okta', why: 'it is damaged: what lies behind the damage is lost' }]);
});

const counted = (over: Partial<Record<'present' | 'quiet' | 'machines', string[]>> & { used?: boolean }): Counted => ({
  silences: new Map(),
  present: new Set(over.present),
  quiet: new Set(over.quiet),
  machines: new Set(over.machines),
  used: over.used ?? true,
});
it.each([
  ['nothing imported', {}, []],
  ['everything of Entra', { present: ['entra', 'entra-audit'], quiet: ['entra'], machines: ['entra'] }, []],
  ['no non-interactive sign-ins', { present: ['entra', 'entra-audit'], machines: ['entra'] }, ['token replay cannot be excluded']],
  ['no service principals', { present: ['entra', 'entra-audit'], quiet: ['entra'] }, ['access through an added credential cannot be excluded']],
  ['no audit log', { present: ['entra'], quiet: ['entra'], machines: ['entra'] }, ['a way in made after the denial cannot be excluded']],
  ['the unified audit log alone', { present: ['m365-ual'] }, ['the Microsoft 365 audit tells a refusal only by its code']],
  ['Duo alone', { present: ['duo'], used: false }, ['Duo tells of the second factor only: access cannot be excluded', 'what was read, sent or changed is not in evidence']],
  ['Duo and Okta', { present: ['duo', 'okta'] }, []],
  ['Keycloak without refreshes', { present: ['keycloak'] }, ['use of a session without a sign-in cannot be excluded']],
])('%s', (_what, over, so) => {
  expect(absentLogs(counted(over)).map((log) => log.so)).toEqual(so);
}); // biome-ignore format: a table

const DAY = 86_400_000;
const cover = (over: Partial<Coverage> = {}): Coverage => ({
  spans: [{ source: 'okta', first: 0, last: 10 * DAY, events: 9 }],
  quiet: new Set(),
  silences: new Map(),
  delays: new Map(),
  ...over,
});
it.each([
  ['the log goes on', cover(), 5 * DAY, []],
  ['it ends too soon', cover(), 9.5 * DAY, ['Okta log ends 12 h after the last denial']],
  ['it ends with the denial', cover(), 10 * DAY, ['Okta log ends with the last denial']],
  ['records come later than the log goes on', cover({ delays: new Map([['okta', DAY]]) }), 8.5 * DAY, ['Okta records come up to 24 h late, and the log ends 36 h after the last denial']],
  ['records come late, and the log goes on long enough', cover({ delays: new Map([['okta', DAY]]) }), 5 * DAY, []],
  ['silent soon after', cover({ silences: new Map([['okta', [{ from: 5.25 * DAY, to: 6 * DAY, chance: 0 }]]]) }), 5 * DAY, ['Okta log is silent for 18 h, from 6 h after the last denial, unlike its rhythm']],
  ['silent since the denial', cover({ silences: new Map([['okta', [{ from: 5 * DAY, to: 6 * DAY, chance: 0 }]]]) }), 5 * DAY, ['Okta log is silent for 24 h after the last denial, unlike its rhythm']],
  ['silent, but later than it matters', cover({ silences: new Map([['okta', [{ from: 7 * DAY, to: 8 * DAY, chance: 0 }]]]) }), 5 * DAY, []],
  ['another source’s silence', cover({ silences: new Map([['duo', [{ from: 5 * DAY, to: 6 * DAY, chance: 0 }]]]) }), 5 * DAY, []],
])('%s', (_what, coverage, end, missing) => {
  expect(missingAfter(coverage, new Set(['okta']), end, false)).toEqual(missing);
}); // biome-ignore format: a table
