import { describe, expect, it } from 'vitest';
import { compareDocument, type Field } from './compare';
import { type Explanation, explanationOf } from './explained';
import type { OurEvent } from './ours';
import type { PeerDocument } from './peer';
import { markdown, quoted, rowsExplained, tallies, terminal } from './report';

const T = Date.UTC(2026, 2, 3, 7, 18, 30, 37);
const event: OurEvent = {
  time: T,
  class: 'authentication',
  outcome: 'success_mfa',
  role: 'outcome',
  action: 'signed.in',
  actor: ['Mara Lindqvist', 'mara@northwind.example'],
  person: true,
  target: ['shared@northwind.example'],
  addresses: ['198.51.100.23'],
  country: 'SE',
  agent: 'curl/8',
  browser: null,
};
const peer: PeerDocument = {
  time: T,
  timeText: '2026-03-03T07:18:30.037Z',
  outcome: 'success',
  users: ['MARA@northwind.example'],
  addresses: ['198.51.100.23'],
  countries: ['Sweden'],
  agents: ['curl/8'],
  categories: ['authentication'],
  types: [],
};
const RAW = '{"country":"Sweden"}';
const compare = (ours: Partial<OurEvent>, theirs: Partial<PeerDocument> = {}, raw = RAW) =>
  compareDocument('x/a', 1, { text: raw, events: [{ ...event, ...ours }], instead: null }, { ...peer, ...theirs });
const wrong = (ours: Partial<OurEvent>, theirs: Partial<PeerDocument> = {}): Field[] =>
  compare(ours, theirs).differences.map(({ field }) => field);

describe('a record compared', () => {
  it('agrees in every field that the peer names', () => {
    expect(compare({})).toEqual({
      compared: ['time', 'outcome', 'user', 'address', 'country', 'agent', 'class'],
      differences: [],
      lookedUp: false,
      otherClass: false,
      timeless: null,
    });
    const silent = { time: null, outcome: null, users: [], addresses: [], countries: [], agents: [], categories: [] };
    expect(compare({}, silent).compared).toEqual([]);
  });
  it('differs field by field', () => {
    expect(wrong({ time: T + 2 })).toEqual(['time']);
    expect(wrong({ time: T + 1 })).toEqual([]);
    expect(wrong({ outcome: 'denied_by_user' })).toEqual(['outcome']);
    expect(wrong({ actor: ['someone.else'] })).toEqual(['user']);
    expect(wrong({ addresses: ['203.0.113.9'] })).toEqual(['address']);
    expect(wrong({ country: 'NO' })).toEqual(['country']);
    expect(wrong({ agent: 'curl/7', browser: 'curl/8' })).toEqual(['agent']);
    expect(wrong({ agent: null, browser: 'curl/8' })).toEqual([]);
    expect(wrong({ agent: null })).toEqual(['agent']);
    expect(wrong({ class: 'access' })).toEqual(['class']);
  });
  it('gives a peer of whole seconds a second, no more', () => {
    const seconds = { time: T - 37, timeText: '2026-03-03T07:18:30.000Z' };
    expect(wrong({ time: T + 900 }, seconds)).toEqual([]);
    expect(wrong({ time: T + 1_000 }, seconds)).toEqual(['time']);
    expect(wrong({ time: T - 38 }, seconds)).toEqual(['time']);
  });
  it('reads `none` as nothing refused, `challenged` as undecided', () => {
    const verdicts = (outcome: OurEvent['outcome']) =>
      (['success', 'failure', 'unknown'] as const).filter((said) => wrong({ outcome }, { outcome: said }).length === 0);
    expect(verdicts('none')).toEqual(['success', 'unknown']);
    expect(verdicts('challenged')).toEqual(['unknown']);
    expect(wrong({ outcome: 'challenged', role: 'prompt' })).toEqual([]);
    expect(verdicts('success_single_factor')).toEqual(['success']);
    expect(verdicts('rate_limited')).toEqual(['failure']);
  });
  it('takes a name without its domain, and the target only where no person acts', () => {
    expect(wrong({}, { users: ['mara'] })).toEqual([]);
    expect(wrong({}, { users: ['mar'] })).toEqual(['user']);
    expect(wrong({}, { users: ['shared@northwind.example'] })).toEqual(['user']);
    expect(wrong({ person: false }, { users: ['shared@northwind.example'] })).toEqual([]);
  });
  it('takes the class of another category that the peer names beside authentication', () => {
    expect(wrong({ class: 'session' }, { categories: ['authentication', 'session'] })).toEqual([]);
    expect(wrong({ class: 'session' }, { categories: ['authentication', 'iam'] })).toEqual(['class']);
    expect(wrong({ class: 'session' }, { types: ['end'] })).toEqual([]);
    expect(compare({ class: 'session' }, { types: ['end'] }).otherClass).toBe(true);
    expect(compare({ class: 'session' }).otherClass).toBe(false);
    expect(wrong({ class: 'change' }, { types: ['end'] })).toEqual(['class']);
    expect(compare({ class: 'change' }, { categories: ['iam'] }).compared).not.toContain('class');
  });
  it('does not compare a country that is not in the record', () => {
    const { compared, lookedUp } = compare({ country: null }, {}, '{"ip":"198.51.100.23"}');
    expect(lookedUp).toBe(true);
    expect(compared).not.toContain('country');
  });
  it('counts every field against us where there is no event', () => {
    const none = compareDocument('x/a', 1, { text: RAW, events: [], instead: 'skipped: dull' }, peer);
    expect(none.differences).toHaveLength(7);
    expect(none.differences[0]!.ours).toBe('no event (skipped: dull)');
  });
  it('does not compare a record that has no time for either', () => {
    const none = { text: RAW, events: [], instead: 'skipped: no time' };
    const read = compareDocument('x/a', 1, none, { ...peer, time: null });
    expect(read).toMatchObject({ compared: [], differences: [], timeless: 'skipped: no time' });
    const unread = compareDocument('x/a', 1, { ...none, instead: 'no known shape' }, { ...peer, time: null });
    expect(unread.differences).toHaveLength(6);
  });
  it('takes the event that agrees most, where a record holds several', () => {
    const both = { text: RAW, events: [{ ...event, time: 0 }, event], instead: null };
    expect(compareDocument('x/a', 1, both, peer).differences).toEqual([]);
  });
});

describe('the table of explanations and the sums', () => {
  const table: Explanation[] = [
    { file: /^x\//, field: 'time', covers: ({ raw }) => raw.includes('Sweden'), reason: 'The peer rounds.' },
  ];
  const late = compare({ time: 0 });
  const lateElsewhere = compare({ time: 0 }, { countries: [] }, '{}');

  it('explains only what its file, field and predicate cover', () => {
    expect(explanationOf(late.differences[0]!, table)).toBe(table[0]);
    expect(explanationOf(lateElsewhere.differences[0]!, table)).toBeNull();
    expect(explanationOf({ ...late.differences[0]!, file: 'y/a' }, table)).toBeNull();
    expect(explanationOf(compare({ agent: null }).differences[0]!, table)).toBeNull();
  });
  it('counts explained differences apart from agreement', () => {
    const rows = [late, lateElsewhere, compare({})];
    expect(tallies(rows, table).time).toEqual({ agreed: 1, compared: 3, explained: 1 });
    expect(tallies(rows, table).agent).toEqual({ agreed: 3, compared: 3, explained: 0 });
    expect(rowsExplained(rows, table)).toBe(1);
  });
  it('prints what differs, and says whether a goal is met', () => {
    const printed = terminal([{ file: 'y/a', source: 'okta', rows: [lateElsewhere, compare({})], dropped: 1 }]);
    expect(printed).toContain('DIFFERS');
    expect(printed).toContain('"1970-01-01T00:00:00.000Z"');
    expect(printed).toMatch(/time +1\/2 = 50\.0 %; explained 0, differs 1; goal 99 %: not met/);
    expect(printed).toMatch(/user +2\/2 = 100\.0 %.*: met/);
  });
  it('keeps what logs say inside its table cell', () => {
    const hostile = compare({ agent: 'a|b`c\n<img>\u202e' });
    const written = markdown([{ file: 'y/a', source: null, rows: [hostile], dropped: 0 }]);
    expect(written).toContain("| `a\\|b'c\\u000a<img>\\u202e` |");
    expect(quoted('x'.repeat(500))).toHaveLength(161);
  });
});
