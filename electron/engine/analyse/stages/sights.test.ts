import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../../shared/model/time';
import { NONE } from './dimensions';
import { SIGHTED, Sights } from './sights';

const [IP, APP] = [SIGHTED.ip, SIGHTED.app];

/** The same, written down plainly: a map for each identity and kind. */
class Plain {
  readonly seen = new Map<number, { first: number; again: number; n: number }>();
  once = 0;

  see(value: number, time: number): void {
    const sight = this.seen.get(value);
    if (!sight) {
      if (this.seen.size >= 4_000) this.forget();
      this.seen.set(value, { first: time, again: Number.POSITIVE_INFINITY, n: 1 });
      this.once++;
      return;
    }
    sight.n++;
    if (sight.again === Number.POSITIVE_INFINITY && time - sight.first > 12 * HOUR) {
      sight.again = time;
      this.once--;
    }
  }

  forget(): void {
    for (const [value, { n }] of this.seen) {
      if (n === 1) {
        this.seen.delete(value);
        this.once--;
      }
      if (this.seen.size < 3_600) return;
    }
    this.once = 0;
    this.seen.clear();
  }

  known(value: number, time: number): string {
    const sight = this.seen.get(value);
    if (!sight || sight.first >= time - HOUR) return 'unseen';
    return sight.again < time ? 'usual' : 'once';
  }
}

/** Numbers from a seed: 0 to `n` - 1. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
}

describe('what was seen of whom', () => {
  it('is usual from the second occasion on', () => {
    const sights = new Sights(1);
    sights.see(0, IP, 7, 0);
    expect(sights.known(0, IP, 7, HOUR)).toBe('unseen'); // perhaps part of the same story
    expect(sights.known(0, IP, 7, HOUR + 1)).toBe('once');
    sights.see(0, IP, 7, 12 * HOUR);
    expect(sights.known(0, IP, 7, DAY)).toBe('once');
    sights.see(0, IP, 7, 12 * HOUR + 1);
    expect(sights.known(0, IP, 7, DAY)).toBe('usual');
    expect(sights.known(0, APP, 7, DAY)).toBe('unseen');
    expect(sights.known(0, IP, NONE, DAY)).toBe('untold');
  });

  it('counts a value that is seen again and again after another as one value', () => {
    const sights = new Sights(1);
    sights.see(0, IP, 1, 0);
    for (const hour of [1, 2, 3, 20]) sights.see(0, IP, 2, hour * HOUR);
    expect(sights.once(0, IP)).toBe(1); // the first; the second came on two occasions
    expect(sights.known(0, IP, 2, DAY)).toBe('usual');
  });

  it.each([
    ['few values', 3, 40, 20_000],
    ['many values, of which the oldest are forgotten', 2, 9_000, 60_000],
    ['values that all repeat', 1, 4_100, 60_000],
    ['many identities', 500, 60, 60_000],
  ])('is what plain maps would hold: %s', (_, identities, values, events) => {
    const sights = new Sights(identities);
    const plain = Array.from({ length: identities }, () => [new Plain(), new Plain()] as const);
    const next = numbers(identities + values);
    const wrong: unknown[] = [];
    let time = 0;
    for (let i = 0; i < events; i++) {
      time += next(40 * 60_000);
      const who = next(identities);
      const kind = next(2);
      // Numbers of networks: autonomous systems up to 32 bits, and negative ones for those without.
      const value = next(2) === 0 ? next(values) : next(3) === 0 ? -2 - next(values) : 4_294_967_295 - next(values);
      const own = plain[who]![kind]!;
      if (sights.known(who, kind, value, time) !== own.known(value, time)) wrong.push([i, who, kind, value]);
      sights.see(who, kind, value, time);
      own.see(value, time);
      if (!sights.has(who, kind, value) || sights.once(who, kind) !== own.once)
        wrong.push([i, who, kind, value, 'seen']);
    }
    for (const [who, kinds] of plain.entries())
      for (const [kind, own] of kinds.entries())
        for (const value of own.seen.keys())
          if (sights.known(who, kind, value, time + DAY) !== own.known(value, time + DAY))
            wrong.push([who, kind, value]);
    expect(wrong).toEqual([]);
  });

  it('counts by hour and weekday', () => {
    const sights = new Sights(2);
    sights.seeAt(1, 23, 6);
    sights.seeAt(1, 23, 0);
    expect([sights.atHour(1, 23), sights.onDay(1, 6), sights.onDay(1, 0), sights.atHour(0, 23)]).toEqual([2, 1, 1, 0]);
  });
});
