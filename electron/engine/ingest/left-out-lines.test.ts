/** Lines of records that became no event: counted in any encoding, in chunks of any size. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LISTED_BYTES, leftOutLines } from './left-out-lines';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  const lent = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) yield lent.subarray(0, bytes.copy(lent, 0, at, at + size));
}
const encoded = {
  'utf-8': (text: string) => Buffer.from(text),
  'windows-1252': (text: string) => Buffer.from(text, 'latin1'),
  'utf-16le': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(text, 'utf16le').swap16(),
};

it.each(Object.keys(encoded) as (keyof typeof encoded)[])('%s: each line is found by its place', async (encoding) => {
  const letter = fc.constantFrom(
    ...(encoding.startsWith('utf') ? ['a', '\u0a0a', '\u000b', '\u010a', '€', '😀'] : ['a', 'é']),
  );
  const line = fc.array(letter, { maxLength: 12 }).map((letters) => letters.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      async (lines, size) => {
        const bytes = encoded[encoding](lines.join('\n'));
        let at = 0;
        const places = lines.map((text) => {
          const place = { at, length: encoded[encoding](text).length };
          at += encoded[encoding](`${text}\n`).length;
          return place;
        });
        const wanted = places.map((place, i) => ({ ...place, line: i + 1, text: lines[i] }));
        expect(await leftOutLines(chunksOf(bytes, size), encoding, places)).toEqual(wanted);
        const odd = wanted.filter((_, i) => i % 3 === 1);
        expect(await leftOutLines(chunksOf(bytes, size), encoding, odd)).toEqual(odd);
      },
    ),
    { numRuns: 150 },
  );
});

it('reads no more of a long record than is listed, and nothing behind the last', async () => {
  const bytes = Buffer.from(`x\n${'y'.repeat(10_000)}\nz\n`);
  let read = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of chunksOf(bytes, 100)) {
      read += chunk.length;
      yield chunk;
    }
  }
  const [row] = await leftOutLines(counted(), 'utf-8', [{ at: 2, length: 10_000 }]);
  expect(row).toMatchObject({ line: 2, text: 'y'.repeat(LISTED_BYTES) });
  expect(read).toBeLessThan(800);
});

it('what a damage cut off lies behind the last line', async () => {
  const bytes = Buffer.from('a\nb\n');
  expect(await leftOutLines(chunksOf(bytes, 2), 'utf-8', [{ at: 4, length: 0 }])).toEqual([
    { at: 4, length: 0, line: 3, text: '' },
  ]);
});

it('ends where nobody waits for it any more', async () => {
  const stop = new AbortController();
  let read = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) {
      if (++read === 3) stop.abort();
      yield Buffer.from('a\n');
    }
  }
  await expect(leftOutLines(endless(), 'utf-8', [{ at: 1e9, length: 1 }], stop.signal)).rejects.toThrow(/abort/i);
  expect(read).toBe(3);
});
