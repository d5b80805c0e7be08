import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextLinesReader } from './text-lines';

function read(chunks: Buffer[], base = 0): { text: string; at: number }[] {
  const found: { text: string; at: number }[] = [];
  const reader = new TextLinesReader(
    {
      line: (bytes, from, to, at) => found.push({ text: bytes.toString('utf8', from, to), at }),
      broken: (why, at) => found.push({ text: why, at }),
    },
    base,
  );
  for (const chunk of chunks) {
    const lent = Buffer.from(chunk);
    reader.feed(lent);
    lent.fill(0x2a); // chunks are only lent
  }
  reader.end();
  return found;
}

describe('TextLinesReader', () => {
  it('tells each line with its place, without its end, and no blank one', () => {
    expect(read([Buffer.from('a,b,\r\n\n  \nlast')], 3)).toEqual([
      { text: 'a,b,', at: 3 },
      { text: 'last', at: 13 },
    ]);
  });

  it('finds the same lines however the file is cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'ä', '\n', '\r\n', ' ', ',')), fc.array(fc.nat(20)), (parts, cuts) => {
        const whole = Buffer.from(parts.join(''));
        const chunks: Buffer[] = [];
        let from = 0;
        for (const cut of cuts) {
          chunks.push(whole.subarray(from, from + cut));
          from = Math.min(whole.length, from + cut);
        }
        chunks.push(whole.subarray(from));
        expect(read(chunks)).toEqual(read([whole]));
      }),
    );
  });
});
