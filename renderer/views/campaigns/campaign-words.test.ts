import { expect, it } from 'vitest';
import type { Campaign } from '../../../shared/model/campaign';
import { campaignAnswer, campaignTitle, whoWord } from './campaign-words';

const CAMPAIGN: Campaign = {
  id: 'c1',
  kind: 'address',
  key: '203.0.113.7',
  episodes: 3,
  identities: 3,
  machines: 0,
  denials: 4,
  start: '2026-05-01T10:00:00.000Z',
  end: '2026-05-01T10:10:00.000Z',
  verdicts: { attempted_abuse: 3 },
  decided: 0,
  followed: 1,
  addresses: ['203.0.113.7'],
  names: ['a', 'b', 'c'],
  lead: 'p1',
};

it('answers who, from where, how fast and what followed', () => {
  expect(campaignTitle(CAMPAIGN)).toBe('Spray');
  expect(campaignAnswer(CAMPAIGN)).toBe(
    '3 people were denied from 203.0.113.7 within 10 min; 1 episode of 3 was followed by an access.',
  );
  expect(campaignAnswer({ ...CAMPAIGN, kind: 'rollout', key: '', followed: 0 })).toBe(
    '3 people were denied at the same time within 10 min; none of the denials was followed by an access.',
  );
});

it('counts machines as machines', () => {
  expect(whoWord({ identities: 2, machines: 2 })).toBe('2 machines');
  expect(whoWord({ identities: 2, machines: 1 })).toBe('2 identities');
  expect(whoWord({ identities: 1, machines: 0 })).toBe('1 person');
});
