import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, wellFormed } from './canonical-json';

describe('canonical JSON', () => {
  it.each([
    [[333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
    [{ b: 1, a: [true, null], c: undefined }, '{"a":[true,null],"b":1}'],
    ['\u20ac$\u000f\nA\'B"\\/', '"€$\\u000f\\nA\'B\\"\\\\/"'],
    ['\u2028\u007f\b\t\f\r', '"\u2028\u007f\\b\\t\\f\\r"'],
    // Code units, not code points: U+1F600 (d83d…) sorts before U+FB33.
    [
      { '\ufb33': 1, '\u{1f600}': 2, '1': 3, '\r': 4, '\u00f6': 5, '': 6 },
      '{"":6,"\\r":4,"1":3,"ö":5,"\u{1f600}":2,"\ufb33":1}',
    ],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], ['\ud800'], [{ '\udc00': 1 }], [new Date(0)], [1n], [undefined]])(
    'refuses %s',
    (value) => {
      expect(() => canonicalJson(value)).toThrow();
      expect(() => canonicalJson([[value]])).toThrow();
    },
  );

  it('has one text for one value, whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }), (value) => {
        const text = canonicalJson(wellFormed(value));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        const turned: unknown = JSON.parse(text, (_key, member: unknown) =>
          member !== null && typeof member === 'object' && !Array.isArray(member)
            ? Object.fromEntries(Object.entries(member).reverse())
            : member,
        );
        expect(canonicalJson(turned)).toBe(text);
      }),
    );
  });
});
