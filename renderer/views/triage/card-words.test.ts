import { describe, expect, it } from 'vitest';
import type { Episode } from '../../../shared/model/episode';
import {
  countryName,
  decisionWindow,
  fitsNormal,
  fromWhere,
  nothingFollowed,
  reasonLine,
  split,
  whichFactorFailed,
} from './card-words';

const episode = {
  identity: { id: 'i1', name: 'a.martinez@example.com', kind: 'human', owner: null },
  denials: 9,
  outcomes: { no_response: 3, denied_by_user: 6 },
  factors: ['push'],
  countries: ['RO'],
  ips: ['203.0.113.4'],
  questions: {
    who: 'Ana Martinez — 3 names in 3 sources.',
    factor: 'Push, refused ×9 — 6 declined, 3 not answered; the password was right',
    from: 'Bucharest, RO — 203.0.113.4, AS64500; unknown device',
    normal: { fits: 'no', n: 1204, why: ['first time from RO', 'hour never seen'] },
  },
} as unknown as Episode;

describe('split', () => {
  it.each([
    ['Ana Martinez — person, 3 names. Joined.', 'Ana Martinez', 'Person, 3 names. Joined.'],
    ['Bucharest, RO — 203.0.113.4 — twice', 'Bucharest, RO', '203.0.113.4 — twice'],
    ['Not in the log', 'Not in the log', ''],
    ['', 'Push ×9', ''],
  ])('%j', (sentence, answer, ground) => expect(split(sentence, 'Push ×9')).toEqual({ answer, ground }));

  it('answers with the fact and keeps the whole sentence where that has no short answer', () => {
    const long = 'Nine prompts were refused by the person within four minutes, all from one address';
    expect(split(long, 'Push ×9')).toEqual({ answer: 'Push ×9', ground: long });
  });
  it('makes characters visible that would turn the text around', () => {
    expect(split('admin\u202egnp.exe — x', '').answer).toBe('admin\\u{202e}gnp.exe');
  });
});

it('answers the questions', () => {
  expect(whichFactorFailed(episode)).toEqual({
    answer: 'Push, refused ×9',
    ground: '6 declined, 3 not answered; the password was right',
  });
  expect(fromWhere(episode)).toEqual({ answer: 'Bucharest, RO', ground: '203.0.113.4, AS64500; unknown device' });
  expect(fitsNormal(episode)).toEqual({
    answer: 'No',
    of: 'of 1,204 sign-ins',
    ground: 'First time from RO · hour never seen',
    tone: 'no',
  });
  expect(
    fitsNormal({ ...episode, questions: { ...episode.questions, normal: { fits: 'unknown', n: 0, why: [] } } }),
  ).toMatchObject({
    answer: 'Unknown',
    of: 'no history',
  });
});

it('tells "nothing followed" from "not in evidence"', () => {
  expect(nothingFollowed({ followed: 'no', missing: [] }).answer).toBe('No access followed');
  expect(nothingFollowed({ followed: 'not_in_evidence', missing: ['non-interactive log'] }).ground).toContain(
    'non-interactive log',
  );
});

it('puts the strongest reason first, with its sign', () => {
  expect(
    reasonLine({
      reasons: [
        { text: 'a', weight: -3.3 },
        { text: 'b', weight: 2.14 },
      ],
    }),
  ).toBe('b +2.1 · a −3.3');
});

it('names countries, and keeps what is no code', () => {
  expect(countryName('RO')).toBe('Romania');
  expect(countryName('not a code')).toBe('not a code');
});

it('tells the decision window, and whether a decision fell inside it', () => {
  const seconds = (n: number): string => `${n} s`;
  const end = '2026-05-01T10:00:00.000Z';
  const nextOwn = { event: 'e1', delaySeconds: 300, why: 'x' };
  const decision = (at: string) => ({ verdict: 'friction' as const, action: 'none' as const, why: 'x', by: 'y', at });
  const window = (more: object): string | null =>
    decisionWindow({ end, followedBy: [], nextOwn: null, decision: null, ...more }, seconds);
  expect(window({})).toBeNull();
  expect(window({ nextOwn })).toBe('Decision window 300 s: no decision fell inside it');
  expect(window({ nextOwn, decision: decision('2026-05-01T10:04:00.000Z') })).toBe(
    'Decision window 300 s: decided inside it',
  );
  expect(window({ nextOwn, decision: decision('2026-05-01T10:06:00.000Z') })).toBe(
    'Decision window 300 s: decided 60 s after it',
  );
});
