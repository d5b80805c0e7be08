import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../../shared/model/time';
import { clockPairs, type TimePair, type ToldDenial } from './clocks';

const VPN = { id: 1, name: 'vpn.log', source: 'freeradius' };
const ENTRA = { id: 2, name: 'signins.json', source: 'entra' };
const DUO = { id: 3, name: 'duo.json', source: 'duo' };
const T = Date.UTC(2026, 0, 5);

const correlated = (differences: readonly number[]): TimePair[] => differences.map((difference) => ({ a: 2, b: 1, difference })); // biome-ignore format: one line
/** The same denials in two files, the second by a clock that is `ahead`. */
const prompts = (n: number, ahead: number, noise = 0): ToldDenial[] =>
  Array.from({ length: n }, (_, i) => {
    const time = T + i * 7 * HOUR + i * i * 11 * MINUTE;
    return [
      { who: i % 3, file: 2, time },
      { who: i % 3, file: 3, time: time + ahead + ((i * 37) % 5) * SECOND * (noise > 0 ? noise : 1) },
    ];
  }).flat();

describe('pairs of one correlation id', () => {
  it('give the median, how many, and how far they spread; the machine’s own log is the one to correct', () => {
    const [pair] = clockPairs([VPN, ENTRA], correlated([62_000, 61_000, 63_000, 62_000, 60_000, 900_000]), []);
    expect(pair).toEqual({ file: 'vpn.log', other: 'signins.json', by: 'correlation', n: 6, medianMs: -62_000, spreadMs: 2_000, suggestMs: 62_000 }); // biome-ignore format: one row
  });

  it.each([
    ['too few', [62_000, 62_000, 62_000, 62_000]],
    ['a few seconds are no fault of a clock', [3_000, 4_000, 3_000, 4_000, 3_000]],
    ['they tell different things', [10_000, 40_000, 90_000, 400_000, 900_000, 3_600_000]],
  ])('suggest nothing: %s', (_why, differences) => {
    const [pair] = clockPairs([VPN, ENTRA], correlated(differences), []);
    expect(pair).toMatchObject({ n: differences.length, suggestMs: null });
  });
});

describe('prompts that two sources tell', () => {
  it.each([
    ['a minute ahead', MINUTE, -MINUTE],
    ['an hour behind: a zone', -HOUR, HOUR],
  ])('%s', (_what, ahead, suggested) => {
    const [pair, ...more] = clockPairs([ENTRA, DUO], [], prompts(12, ahead));
    expect(more).toEqual([]);
    expect(pair!.by).toBe('prompt');
    expect(pair!.n).toBe(12);
    // `signins.json` comes later by name: it is the one measured against the other.
    expect(pair!.file).toBe('signins.json');
    expect(Math.abs(pair!.suggestMs! + suggested)).toBeLessThanOrEqual(4 * SECOND);
  });

  it('agree: nothing is suggested', () => {
    expect(clockPairs([ENTRA, DUO], [], prompts(12, 2 * SECOND))).toMatchObject([{ n: 12, suggestMs: null }]);
  });

  it.each([
    ['too few of them', prompts(4, MINUTE)],
    ['denials that have nothing to do with each other', Array.from({ length: 40 }, (_, i): ToldDenial => ({ who: 1, file: 2 + (i % 2), time: T + ((i * 7_919) % 1_009) * 5 * MINUTE }))],
    ['other people’s', prompts(12, MINUTE).map((denial) => ({ ...denial, who: denial.file }))],
    ['one source only', prompts(12, MINUTE).map((denial) => ({ ...denial, file: 2 }))],
  ])('say nothing: %s', (_why, denials) => {
    expect(clockPairs([ENTRA, DUO], [], denials)).toEqual([]);
  }); // biome-ignore format: a table

  it('do not speak where correlation ids do', () => {
    const both = clockPairs([ENTRA, DUO], Array.from({ length: 6 }, () => ({ a: 2, b: 3, difference: -30_000 })), prompts(12, MINUTE)); // biome-ignore format: one line
    expect(both).toMatchObject([{ by: 'correlation', medianMs: -30_000, suggestMs: 30_000 }]);
  });
});
