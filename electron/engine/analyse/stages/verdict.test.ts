/** How sure a verdict is said to be. */
import { expect, it } from 'vitest';
import type { Evidence } from '../patterns/pattern';
import { CALIBRATION, calibrated, VERDICT_RULES, weigh } from './verdict';

it('never turns a surer answer into a less sure one, and stays within what is possible', () => {
  let before = -1;
  for (let said = 0; said <= 1.0001; said += 0.01) {
    const right = calibrated(Math.min(1, said));
    expect(right).toBeGreaterThanOrEqual(before);
    expect(right).toBeLessThanOrEqual(1);
    before = right;
  }
  expect(calibrated(0)).toBe(CALIBRATION[0]![1]);
  expect(calibrated(1)).toBe(1);
});

it('names the cause by what tells the cause, not by the place', () => {
  const place: Evidence = { text: 'usual address', toward: 'friction', weight: 3, events: [], tellsOnlyWho: true };
  const block: Evidence = { text: 'a policy refused', toward: 'misconfigured', weight: 1.5, events: [] };
  expect(weigh([place], 0, false).verdict).toBe('friction');
  expect(weigh([place, block], 0, false).verdict).toBe('misconfigured');
});

it('is never sure that nothing can be said', () => {
  const { verdict, confidence } = weigh([], 0, false);
  expect(verdict).toBe('undetermined');
  expect(confidence).toBeLessThan(0.6);
  expect(weigh([], 0, false, { ...VERDICT_RULES, margin: 0.1 }).verdict).toBe('friction');
});

it('does not call friction what the person said was somebody else’s', () => {
  const place: Evidence = { text: 'usual device', toward: 'friction', weight: 6, events: [], tellsOnlyWho: true };
  const report: Evidence = { text: 'reported as fraud', toward: 'attack', weight: 2.6, events: [] };
  expect(weigh([place, report], 0, false).verdict).toBe('friction');
  expect(weigh([place, { ...report, disowns: true }], 0, false).verdict).toBe('undetermined');
});
