import { describe, expect, it } from 'vitest';
import { instantOf } from './manual-event';

describe('instantOf', () => {
  it.each([
    ['2026-05-13T14:05:09.250+02:00', 'UTC', '2026-05-13T12:05:09.250Z'],
    ['2026-05-13 14:05', 'Europe/Amsterdam', '2026-05-13T12:05:00.000Z'],
    ['2026-01-13 14:05:30', 'Europe/Amsterdam', '2026-01-13T13:05:30.000Z'],
    ['2026-05-13 00:30', 'Pacific/Kiritimati', '2026-05-12T10:30:00.000Z'],
    ['2026-05-13 14:05', 'UTC', '2026-05-13T14:05:00.000Z'],
    ['2026-05-13 14:05', 'Asia/Kolkata', '2026-05-13T08:35:00.000Z'],
    ['2026-10-25T02:30+01:00', 'Europe/Amsterdam', '2026-10-25T01:30:00.000Z'],
  ])('%s in %s is %s', (text, zone, wanted) => {
    const found = instantOf(text, zone);
    expect(found.ok && new Date(found.time).toISOString()).toBe(wanted);
  });
  it('says what is wrong instead of guessing', () => {
    expect(instantOf('2026-03-29 02:30', 'Europe/Amsterdam')).toMatchObject({
      ok: false,
      why: expect.stringMatching(/does not exist/),
    });
    expect(instantOf('2026-10-25 02:30', 'Europe/Amsterdam')).toMatchObject({
      ok: false,
      why: expect.stringMatching(/twice/),
    });
    expect(instantOf('yesterday', 'UTC')).toMatchObject({ ok: false, why: expect.stringMatching(/write the time/) });
    expect(instantOf('2026-02-31 10:00', 'UTC')).toMatchObject({ ok: false });
  });
});
