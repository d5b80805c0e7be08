/** Our faces as pdfkit takes fonts: it asks for a layout, and in the end for a file of what was used. */
import type { Face, FaceGlyph } from '../../typeset/face';

interface Position {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
}

/** The members of a fontkit font that pdfkit reads. */
export function pdfFont(face: Face) {
  const { unitsPerEm, ascent, descent, capHeight, xHeight } = face;
  return {
    postscriptName: face.name,
    unitsPerEm,
    ascent,
    descent,
    capHeight,
    xHeight,
    lineGap: 0,
    italicAngle: 0,
    bbox: { minX: -unitsPerEm, minY: descent, maxX: 2 * unitsPerEm, maxY: ascent },
    'OS/2': { sFamilyClass: 0 },
    post: { isFixedPitch: face.family === 'mono' },
    head: { macStyle: { italic: false } },
    getGlyph: (id: number): FaceGlyph => face.glyph(id),
    layout(text: string): { glyphs: FaceGlyph[]; positions: Position[]; advanceWidth: number } {
      const glyphs = face.glyphs(text);
      const positions = glyphs.map(({ advanceWidth }) => ({
        xAdvance: advanceWidth,
        yAdvance: 0,
        xOffset: 0,
        yOffset: 0,
      }));
      return { glyphs, positions, advanceWidth: glyphs.reduce((sum, one) => sum + one.advanceWidth, 0) };
    },
    createSubset() {
      const ids = [0];
      const places = new Map([[0, 0]]);
      return {
        includeGlyph(id: number): number {
          let place = places.get(id);
          if (place === undefined) {
            place = ids.length;
            ids.push(id);
            places.set(id, place);
          }
          return place;
        },
        encode: (): Uint8Array => face.file(ids),
      };
    },
  };
}
