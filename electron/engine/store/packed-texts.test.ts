import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventEncoder, TEXTS } from './event-row';
import { packTexts, TextPacker, unpackTexts } from './packed-texts';

/** Short and long, of one byte a letter and of more. */
const texts = fc.array(
  fc.option(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.string({ unit: 'grapheme', minLength: 100, maxLength: 200 }),
      fc.nat(70_000).map((length) => `${'a'.repeat(length)}\u00e9`),
    ),
  ),
  { maxLength: 40 },
);

it('gives back what was packed', () => {
  fc.assert(
    fc.property(texts, (packed) => {
      expect(unpackTexts(packTexts(packed))).toEqual(packed);
    }),
  );
});

it('begins anew after each lot, and a lot stays as it is', () => {
  fc.assert(
    fc.property(texts, texts, (first, second) => {
      const packer = new TextPacker();
      for (const text of first) packer.add(text);
      const lot = packer.take();
      for (const text of second) packer.add(text);
      expect(unpackTexts(packer.take())).toEqual(second);
      expect(unpackTexts(lot)).toEqual(first);
    }),
  );
});

it('tells an empty text from none, and is alone in its memory', () => {
  const { bytes, lengths } = packTexts(['', null, 'a']);
  expect([...lengths]).toEqual([0, -1, 1]);
  expect(bytes.buffer.byteLength).toBe(1);
});

it('writes a detail that records share as it writes one of their own, however long', () => {
  const details: Record<string, string>[] = [{ a: '1' }, { a: 'x'.repeat(2_000) }, {}, { b: '\ud800' }];
  const written = (detail: Record<string, string>): string | null => {
    const events = new EventEncoder();
    for (let i = 0; i < 3; i++) {
      const draft = { recordId: `r${i}`, time: i, class: 'other', action: 'a', outcome: 'none', actor: null } as const;
      events.add({ ...draft, detail }, { at: 0, length: 1, source: 'okta' });
    }
    const told = unpackTexts(events.take().texts).filter((_, i) => i % TEXTS.length === TEXTS.indexOf('detail'));
    expect(new Set(told).size).toBe(1);
    return told[0]!;
  };
  for (const detail of details) expect(written(Object.freeze({ ...detail }))).toBe(written(detail));
});
