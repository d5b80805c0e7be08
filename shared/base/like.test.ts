import { describe, expect, it } from 'vitest';
import { like } from './like';

describe('like', () => {
  it.each([
    ['Push-Fatigue', 'push-fatigue', false, true],
    ['push-fatigue', 'push', false, false],
    ['push-fatigue', 'push', true, true],
    ['push-fatigue', 'push*', false, true],
    ['push-fatigue', '*fatigue', false, true],
    ['push-fatigue', 'p*t*e', false, true],
    ['push-fatigue', 'p*x*e', false, false],
    ['push', 'push*push', false, false],
    ['a call, then a\nsecond call', 'call*second', true, true],
    ['a call', 'second*call', true, false],
    ['anything', '*', false, true],
    ['', '*', true, true],
    ['a.c', 'a.c', false, true],
    ['abc', 'a.c', true, false],
  ])('%j asked %j, within %s: %s', (text, asked, within, is) => {
    expect(like(text, asked, within)).toBe(is);
  });
  it('does not run away on a text and a query full of what is alike', () => {
    const begun = performance.now();
    expect(like('a'.repeat(20_000), `${'a*'.repeat(400)}b`, true)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
