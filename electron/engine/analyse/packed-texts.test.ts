import { describe, expect, it } from 'vitest';
import { PackedTexts, pack, unpack } from './packed-texts';

describe('packed texts', () => {
  it.each([0, 20_000, 1e9])('come back as they were, in any order, the first %i characters unpacked', (loose) => {
    const texts = Array.from({ length: 300 }, (_, i) => `{"n":${i},"why":"${'first time on AS64500 → '.repeat(i % 40)}\ud83d\udd11"}`); // biome-ignore format: one list
    const packed = new PackedTexts(loose);
    expect(texts.map((text) => packed.push(text))).toEqual(texts.map((_, i) => i));
    for (const order of [texts.keys(), [...texts.keys()].reverse(), [299, 0, 150, 1, 298, 64, 63]])
      for (const i of order) expect(packed.at(i)).toBe(texts[i]);
  });

  it('keep a lone surrogate, as evidence may hold one', () => {
    const packed = new PackedTexts(0);
    for (let i = 0; i < 65; i++) packed.push('a\ud800b');
    expect([packed.at(0), packed.at(64)]).toEqual(['a\ud800b', 'a\ud800b']);
  });

  it('hold no more memory than they have bytes', () => {
    const packed = pack(Buffer.from('denied, denied, let in'));
    expect(packed.buffer.byteLength).toBe(packed.length);
    expect(Buffer.from(unpack(packed)).toString()).toBe('denied, denied, let in');
  });
});
