import { create } from 'fontkit';
import { describe, expect, it } from 'vitest';
import { Face } from './face';

describe('a face', () => {
  const face = new Face('Sans', 'sans', 400);
  const bold = new Face('SansBold', 'sans', 650);

  it('has Latin, Cyrillic, Greek, Vietnamese and our own signs', () => {
    expect(face.shown('Zoë Łukasz Борис Ωmega Nguyễn ✖ ■ ▲ ◆ ● ○ ▽ → × − · … “x” €')).not.toContain('\\u{');
  });

  it('never drops what it lacks', () => {
    expect(face.shown('a\u05d0b\u0e01🔥')).toBe('a\\u{5d0}b\\u{e01 1f525}');
    expect(face.shown('\u05e9\u05dc\u05d5\u05dd \u05e2')).toBe('\\u{5e9 5dc 5d5 5dd} \\u{5e2}');
  });

  it('has the signs of East Asia, in the size and weight of the rest', () => {
    const names = '张伟 陳大文 佐藤　花子 ｱﾍﾞ 김민준 𠮷田';
    expect(face.shown(names)).toBe(names);
    expect(face.width('漢', 10)).toBeCloseTo(10, 1); // a square
    const height = (of: Face): number =>
      Math.max(
        ...of
          .glyphs('漢')[0]!
          .contours.flat()
          .map(({ y }) => y),
      );
    expect(height(face) / face.unitsPerEm).toBeGreaterThan(0.7);
    expect(JSON.stringify(bold.glyphs('漢')[0]!.contours)).not.toBe(JSON.stringify(face.glyphs('漢')[0]!.contours));
  });

  it('has the weight that was asked for, in width and in outline', () => {
    expect(bold.width('Mä', 10)).toBeGreaterThan(face.width('Mä', 10));
    expect(JSON.stringify(bold.glyphs('H')[0]!.contours)).not.toBe(JSON.stringify(face.glyphs('H')[0]!.contours));
  });

  it('makes a font file that another reader opens, with the same outlines and widths', () => {
    const glyphs = face.glyphs('ÄgЖ✖漢');
    const font = create(face.file([0, ...glyphs.map(({ id }) => id)]));
    for (const [i, glyph] of glyphs.entries()) {
      const read = font.getGlyph(i + 1);
      expect(read.advanceWidth).toBe(Math.round(glyph.advanceWidth));
      const points = (contours: { x: number; y: number; onCurve: boolean }[][]): number[][] =>
        contours.flat().map(({ x, y, onCurve }) => [Math.round(x), Math.round(y), Number(onCurve)]);
      expect(points(read._getContours())).toEqual(points(glyph.contours));
    }
  });
});
