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
    expect(face.shown('a漢b\u05d0🔥')).toBe('a\\u{6f22}b\\u{5d0}\\u{1f525}');
  });

  it('has the weight that was asked for, in width and in outline', () => {
    expect(bold.width('Mä', 10)).toBeGreaterThan(face.width('Mä', 10));
    expect(JSON.stringify(bold.glyphs('H')[0]!.contours)).not.toBe(JSON.stringify(face.glyphs('H')[0]!.contours));
  });

  it('makes a font file that another reader opens, with the same outlines and widths', () => {
    const glyphs = face.glyphs('ÄgЖ✖');
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
