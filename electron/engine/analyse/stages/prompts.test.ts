import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../../shared/model/time';
import { PromptRates } from './prompts';

const seen = (...times: number[]) => {
  const rates = new PromptRates();
  return { rates, last: times.map((time) => rates.see(time)).at(-1) };
};

describe('prompts within 1, 5, 10, 60 minutes and a day', () => {
  it.each([
    ['one', [0], [1, 1, 1, 1, 1]],
    ['three in a minute', [0, 20 * SECOND, 59 * SECOND], [3, 3, 3, 3, 3]],
    ['a full minute apart is another minute', [0, MINUTE], [1, 2, 2, 2, 2]],
    ['one every four minutes', [0, 4, 8, 12, 16].map((m) => m * MINUTE), [1, 2, 3, 5, 5]],
    ['one an hour', [0, 60, 120].map((m) => m * MINUTE), [1, 1, 1, 1, 3]],
    ['one a day', [0, 1_440, 2_880].map((m) => m * MINUTE), [1, 1, 1, 1, 1]],
  ] as const)('%s', (_, times, counts) => {
    expect(seen(...times).last).toEqual(counts);
  });

  it('keeps the most that there ever was', () => {
    const { rates, last } = seen(0, 1_000, 2_000, 3 * 1_440 * MINUTE);
    expect(last).toEqual([1, 1, 1, 1, 1]);
    expect(rates.most).toEqual([3, 3, 3, 3, 3]);
  });

  it('counts one that comes late at its own time', () => {
    const { rates } = seen(0, 30 * MINUTE);
    expect(rates.see(5 * MINUTE)).toEqual([1, 1, 2, 2, 2]);
    expect(rates.see(31 * MINUTE)).toEqual([1, 2, 2, 4, 4]);
  });

  it('stays small under a flood', () => {
    const rates = new PromptRates();
    let last = rates.see(0);
    for (let i = 1; i < 20_000; i++) last = rates.see(i);
    expect(last).toEqual([256, 256, 256, 256, 256]);
  });
});
