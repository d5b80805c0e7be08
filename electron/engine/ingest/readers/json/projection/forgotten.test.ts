import { expect, it } from 'vitest';
import { Projection } from './index';

/*
 * A list where an object was wanted is kept under a number of its own, though nobody asks for the list itself: the step of it only
 * lies on the way. It is told by its place in memory, as a value that is the same as in the record before.
 */

it('knows a value on the way to what is asked for by no number of the nodes before, wherever these come to lie', () => {
  const blank = ' '.repeat(512);
  // New nodes push the records away by some bytes: one of the distances puts the second list where the first one was.
  for (let away = 0; away < blank.length; away += 8) {
    const projection = new Projection(['a.0', 'x'], [], () => {});
    const read = (text: string, from: number): boolean =>
      projection.read(Buffer.from(blank.slice(0, from) + text), from, from + text.length);
    expect(read('{"a":["first"],"x":"here"}', blank.length)).toBe(true);
    expect([projection.any('a.0'), projection.any('x')]).toEqual(['first', 'here']);
    expect(projection.any('a.1')).toBe(undefined); // asked for the first time: it has a node from the next record on
    expect(read('{"a":["second"],"x":"elsewhere"}', blank.length - away)).toBe(true);
    expect([away, projection.any('x'), projection.any('a.0')]).toEqual([away, 'elsewhere', 'second']);
  }
});

it('knows a value on the way to what is asked for by no number under which it was kept before all was forgotten', () => {
  const fields = Array.from({ length: 16 }, (_, i) => `v${i}`);
  const projection = new Projection(['a.0', ...fields], [], () => {});
  const told = '{"a":["as it was"]}';
  // What is kept is forgotten when it is 1,024, 4,096, 16,384 and again 16,384 values: the last time the nodes stay as they are.
  const others = Array.from({ length: 2_600 }, (_, i) =>
    JSON.stringify(Object.fromEntries(fields.map((field) => [field, `${field} of ${i}`]))),
  );
  const bytes = Buffer.from([told, ...others].join('\n'));
  let at = told.length + 1;
  for (const [i, text] of others.entries()) {
    expect(projection.read(bytes, 0, told.length)).toBe(true);
    expect([i, projection.any('a.0')]).toEqual([i, 'as it was']);
    expect(projection.read(bytes, at, at + text.length)).toBe(true);
    const seen = fields.map((field) => {
      projection.derived(field, () => null, null); // what something is derived from is kept longer
      return projection.any(field);
    });
    expect(seen).toEqual(fields.map((field) => `${field} of ${i}`));
    at += text.length + 1;
  }
});
