import { expect, it } from 'vitest';
import { Recent } from './recent';

it('knows what was asked for lately, and no more than it may', () => {
  const recent = new Recent<number, string>(100);
  for (let n = 0; n < 10_000; n++) {
    recent.set(n, `${n}`);
    expect(recent.get(0)).toBe('0'); // asked for all the time
    expect(recent.get(n - Math.min(n, 15))).toBe(`${n - Math.min(n, 15)}`);
    if (n > 200) expect(recent.get(n - 200)).toBe(undefined);
  }
  let known = 0;
  for (let n = 0; n < 10_000; n++) if (recent.get(n) !== undefined) known++;
  expect(known).toBeLessThanOrEqual(100);
});

it('takes the last of several', () => {
  const recent = new Recent<string, number>(4);
  for (let n = 0; n < 9; n++) {
    recent.set('a', n);
    recent.set(`b${n}`, n);
    expect(recent.get('a')).toBe(n);
  }
});
