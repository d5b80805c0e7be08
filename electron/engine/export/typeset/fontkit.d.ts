/** What we use of fontkit; its own types are not published. Two members are its inner ones: see `varied`. */
declare module 'fontkit' {
  export interface GlyphPoint {
    x: number;
    y: number;
    onCurve: boolean;
    endContour: boolean;
  }
  export interface Glyph {
    id: number;
    advanceWidth: number;
    /** Points of each outline, composites resolved; off-curve points are quadratic. */
    _getContours(): GlyphPoint[][];
  }
  export interface Font {
    unitsPerEm: number;
    ascent: number;
    descent: number;
    capHeight: number;
    xHeight: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
    getGlyph(id: number): Glyph;
    variationCoords: number[];
    _variationProcessor: { transformPoints(glyph: number, points: GlyphPoint[]): void } | null;
    _transformedGlyphs: {
      numberOfContours: number;
      xMin: number;
      yMax: number;
      points?: GlyphPoint[];
      components?: { dx: number; dy: number }[];
    }[];
  }
  export function create(bytes: Uint8Array): Font;
}
declare module '*.woff2?inline' {
  const dataUrl: string;
  export default dataUrl;
}
