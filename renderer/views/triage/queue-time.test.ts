import { expect, it } from 'vitest';
import { queueTime, spansYears } from './queue-time';

it('names the year where the case goes over one, in the zone of the window', () => {
  expect(queueTime('2026-01-14T02:11:09Z', 'UTC', false)).toBe('14 Jan 02:11');
  expect(queueTime('2025-12-31T23:30:00Z', 'Europe/Berlin', true)).toBe('1 Jan 2026');
  expect(spansYears('2025-12-31T23:30:00Z', '2026-03-01T00:00:00Z', 'Europe/Berlin')).toBe(false);
  expect(spansYears('2025-12-31T23:30:00Z', '2026-03-01T00:00:00Z', 'UTC')).toBe(true);
  expect(spansYears(null, null, 'UTC')).toBe(false);
});
