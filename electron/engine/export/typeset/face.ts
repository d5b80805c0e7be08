/**
 * A face of one weight, put together from the files of its scripts: what a character looks like, how wide it is, and a
 * TrueType file of the characters that were used. A character that no file has is never dropped: `shown` writes its code.
 */
import { create, type Font, type GlyphPoint } from 'fontkit';
import { sliceBytes, sliceOf } from './east-asian';
import { type Family, FONT_FILES, fontBytes } from './font-files';
import { SYMBOLS } from './symbols';
import { trueType } from './true-type';

export interface FaceGlyph {
  /** In this face; 0 = the box of a character that is not there. */
  id: number;
  advanceWidth: number; // font units
  codePoints: number[];
  contours: GlyphPoint[][];
}

/** Asks for the weight: fontkit varies only fonts that are not packed, so the unpacked outlines are varied here. */
function varied(bytes: Uint8Array, weight: number): Font {
  const font = create(bytes);
  Object.defineProperty(font, '_variationProcessor', { value: null, configurable: true });
  font.getGlyph(0); // unpacks all outlines, at the default weight
  Reflect.deleteProperty(font, '_variationProcessor');
  font.variationCoords = [weight];
  const processor = font._variationProcessor;
  if (!processor) return font;
  const sample = font._transformedGlyphs.find((glyph) => glyph.points && glyph.points.length > 0)?.points?.[0];
  if (!sample) return font;
  const Point = sample.constructor as new (onCurve: boolean, endContour: boolean, x: number, y: number) => GlyphPoint;
  for (const [id, glyph] of font._transformedGlyphs.entries()) {
    if (!glyph) continue;
    const phantoms = Array.from({ length: 4 }, () => new Point(false, true, 0, 0));
    if (glyph.components) {
      const points = glyph.components.map(({ dx, dy }) => new Point(true, true, dx, dy));
      processor.transformPoints(id, [...points, ...phantoms]);
      for (const [i, component] of glyph.components.entries())
        Object.assign(component, { dx: points[i]!.x, dy: points[i]!.y });
    } else if (glyph.points) processor.transformPoints(id, [...glyph.points, ...phantoms]);
  }
  return font;
}

/** Slices of East Asian signs that stay open: a text keeps to few, and a glyph once taken is kept apart from them. */
const OPEN_SLICES = 8;

export class Face {
  readonly #fonts: (Font | undefined)[] = [];
  readonly #slices = new Map<number, Font>();
  readonly #glyphs: FaceGlyph[] = [];
  readonly #byCode = new Map<number, FaceGlyph | null>();
  /** Characters that `shown` wrote as their codes so far. */
  lacked = 0;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly xHeight: number;

  constructor(
    readonly name: string,
    readonly family: Family,
    readonly weight: number,
  ) {
    const font = this.#font(0);
    ({ unitsPerEm: this.unitsPerEm, ascent: this.ascent, descent: this.descent } = font);
    ({ capHeight: this.capHeight, xHeight: this.xHeight } = font);
    const box = font.getGlyph(0);
    this.#glyphs.push({ id: 0, advanceWidth: box.advanceWidth, codePoints: [0], contours: box._getContours() });
  }

  #font(i: number): Font {
    this.#fonts[i] ??= varied(fontBytes(FONT_FILES[this.family][i]!), this.weight);
    return this.#fonts[i];
  }

  /** Null where no file of the family has the character. */
  glyphOf(codePoint: number): FaceGlyph | null {
    const known = this.#byCode.get(codePoint);
    if (known !== undefined) return known;
    const made = this.#make(codePoint);
    if (made) this.#glyphs.push(made);
    this.#byCode.set(codePoint, made);
    return made;
  }

  #make(codePoint: number): FaceGlyph | null {
    const id = this.#glyphs.length;
    const symbol = SYMBOLS.get(codePoint);
    for (let i = 0; i < FONT_FILES[this.family].length && !symbol; i++) {
      // A file of another script costs milliseconds to open: only what may hold the character is opened.
      if (i > 0 && codePoint < 0x100) break;
      const font = this.#font(i);
      if (!font.hasGlyphForCodePoint(codePoint)) continue;
      const glyph = font.glyphForCodePoint(codePoint);
      const advanceWidth = Math.round((glyph.advanceWidth * this.unitsPerEm) / font.unitsPerEm);
      return { id, advanceWidth, codePoints: [codePoint], contours: glyph._getContours() };
    }
    if (symbol) return { id, codePoints: [codePoint], ...symbol(this.unitsPerEm) };
    return this.#eastAsian(codePoint, id);
  }

  #eastAsian(codePoint: number, id: number): FaceGlyph | null {
    const slice = sliceOf(codePoint);
    if (slice === null) return null;
    const font = this.#slices.get(slice) ?? varied(sliceBytes(slice), this.weight);
    this.#slices.delete(slice);
    this.#slices.set(slice, font); // the one used last stands last
    if (this.#slices.size > OPEN_SLICES) this.#slices.delete(this.#slices.keys().next().value!);
    const glyph = font.glyphForCodePoint(codePoint);
    const scale = this.unitsPerEm / font.unitsPerEm;
    const contours = glyph._getContours().map((points) =>
      points.map(({ x, y, onCurve, endContour }) => ({
        x: Math.round(x * scale),
        y: Math.round(y * scale),
        onCurve,
        endContour,
      })),
    );
    return { id, advanceWidth: Math.round(glyph.advanceWidth * scale), codePoints: [codePoint], contours };
  }

  /**
   * The text as this face can show it: what it lacks stands as its code point, a word of such as one list of them
   * (`\\u{5e9 5dc}`, as UTS #18 writes it), which takes half the room and breaks between signs.
   */
  shown(text: string): string {
    let out = '';
    let isList = false;
    for (const char of text) {
      const code = char.codePointAt(0)!;
      if (this.glyphOf(code)) out += isList ? `}${char}` : char;
      else out += `${isList ? ' ' : '\\u{'}${code.toString(16)}`;
      isList = this.glyphOf(code) === null;
      if (isList) this.lacked += 1;
    }
    return isList ? `${out}}` : out;
  }

  glyphs(text: string): FaceGlyph[] {
    const list: FaceGlyph[] = [];
    for (const char of text) list.push(this.glyphOf(char.codePointAt(0)!) ?? this.#glyphs[0]!);
    return list;
  }

  /** Width of text that is `shown`, in the unit of `size`. */
  width(text: string, size: number): number {
    let units = 0;
    for (const char of text) units += (this.glyphOf(char.codePointAt(0)!) ?? this.#glyphs[0]!).advanceWidth;
    return (units * size) / this.unitsPerEm;
  }

  glyph = (id: number): FaceGlyph => this.#glyphs[id]!;

  /** A font file with these glyphs (ids of this face) in this order; the first must be 0. */
  file = (ids: readonly number[]): Uint8Array =>
    trueType(
      ids.map((id) => this.#glyphs[id]!),
      this,
    );
}
