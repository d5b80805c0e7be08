import { expect, it } from 'vitest';
import type { TrackBand } from '../../../shared/contract/events';
import { phasesAt } from './request-phase';

const band = (kind: TrackBand['kind'], from: number, to: number, text: string): TrackBand => ({ kind, from, to, text, row: 'x1' }); // biome-ignore format: one line
const bands = [
  band('travel', 0, 100, 'travel to Madrid'),
  band('request', 10, 20, 'vault checkout: requested, waits for approval'),
  band('request', 20, 30, 'vault checkout: in use'),
  band('request', 25, 60, 'step-up: in use'),
  band('request', 30, 90, 'vault checkout: expired'),
];

it.each([
  [9, []],
  [10, ['vault checkout: requested, waits for approval']],
  [20, ['vault checkout: in use']],
  [26, ['vault checkout: in use', 'step-up: in use']],
  [30, ['step-up: in use', 'vault checkout: expired']],
  [90, []],
])('a moment at %i lies in its phases', (time, phases) => {
  expect(phasesAt(bands, time)).toEqual(phases);
});
