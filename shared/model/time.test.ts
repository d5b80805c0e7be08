import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant, parseUtcByContract, rfc3339 } from './time';

const MINUTES = ['2026-01-02T03:04', '2026-01-02T03:05', '2026-01-02T03:0x', '2026-01-02T03:60', '2026-01-02 03:04'];
const SECONDS = [':05Z', ':06.5Z', ':0xZ', ':05.x1Z', ':05+01:00'];

describe('parseInstant', () => {
  it.each([
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.1Z', '2026-01-02T03:04:05.100Z'],
    ['2026-01-02T03:04:05.12Z', '2026-01-02T03:04:05.120Z'],
    ['2026-01-02T03:04:05.9999999Z', '2026-01-02T03:04:05.999Z'],
    ['2026-01-31T23:59:59.5Z', '2026-01-31T23:59:59.500Z'],
    ['2022-01-24T04:59:49.2279838+00:00', '2022-01-24T04:59:49.227Z'],
    ['2019-10-18T04:45:48-05:00', '2019-10-18T09:45:48.000Z'],
    ['2019-10-18T04:45:48+0530', '2019-10-17T23:15:48.000Z'],
  ])('%s', (text, expected) => {
    expect(rfc3339(parseInstant(text)!)).toBe(expected);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-02T24:00:00Z',
    '2026-01-02T03:04:05',
    '',
    '2026-01-0xT03:04:05Z',
    '2026-01-02T03:04:05.Z',
  ])('refuses %s', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('takes a minute for the one before where all of it is the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...MINUTES), fc.constantFrom(...SECONDS)), { minLength: 2, maxLength: 8 }),
        (texts) => {
          for (const [minute, second] of texts) {
            const text = `${minute}${second}`;
            const isGood = !minute.includes('x') && !minute.includes(':60') && !second.includes('x');
            expect(parseInstant(text), text).toBe(isGood ? Date.parse(text) : null);
          }
        },
      ),
    );
  });

  it('agrees with Date for every millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
});

it('reads a naive text as UTC only where the format says so', () => {
  expect(rfc3339(parseUtcByContract('2025-01-15 09:30:45.123')!)).toBe('2025-01-15T09:30:45.123Z');
  expect(parseInstant('2025-01-15 09:30:45.123')).toBeNull();
});
