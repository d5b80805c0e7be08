/** A page of the PDF and where writing stands on it: faces, colours, marks for the reader of the structure. */
import type PDFDocument from 'pdfkit';
import type { Faces, Line } from '../../typeset/lines';
import { COLOUR } from '../../typeset/palette';

export { COLOUR };

export type Doc = InstanceType<typeof PDFDocument>;
export type Element = PDFKit.PDFStructureElement;

/** Points. A4, with room for the head and foot of the page. */
export const PAGE = { width: 595.28, height: 841.89, left: 54, right: 54, top: 68, bottom: 66 };
export const BODY = PAGE.width - PAGE.left - PAGE.right;
export const FLOOR = PAGE.height - PAGE.bottom;

export const LEADING = 1.38;

/** What pdfkit keeps of a page, as far as we touch it. */
interface Drawn {
  content: PDFKit.PDFKitReference;
  dictionary: { data: { Contents: unknown } };
}

/**
 * Lets the page's drawing go into the file, packed; what is still to come (head and foot) is a second stream. Pages stay
 * buffered until their number is known, and each operation of an open stream costs some hundred bytes: a page a megabyte.
 */
function settle(doc: Doc): void {
  const page = doc.page as unknown as Drawn | null;
  if (!page) return;
  const drawn = page.content;
  page.content = doc.ref({});
  page.dictionary.data.Contents = [drawn, page.content];
  drawn.end('');
}

export class Paper {
  y = PAGE.top;
  /** The structure element whose content is being marked, so that a new page can go on with it. */
  #open: { element: Element; tag: string } | null = null;

  constructor(
    readonly doc: Doc,
    readonly faces: Faces,
  ) {}

  newPage(): void {
    const open = this.#open;
    if (open) this.unmark();
    settle(this.doc);
    this.doc.addPage();
    this.y = PAGE.top;
    if (open) this.mark(open.element, open.tag);
  }

  /** Goes to the next page where fewer than `height` points are left on this one. */
  need(height: number): void {
    if (this.y + height > FLOOR && this.y > PAGE.top) this.newPage();
  }

  /** All that is drawn until `unmark` belongs to the element. */
  mark(element: Element, tag: string): void {
    element.add(this.doc.markStructureContent(tag));
    this.#open = { element, tag };
  }
  unmark(): void {
    this.doc.endMarkedContent();
    this.#open = null;
  }

  /** Lines and boxes that say nothing to a reader of the structure. */
  artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  /** One line with its top at `y`. Links become annotations, and elements of their own. */
  line(
    element: Element,
    tag: string,
    line: Line,
    x: number,
    y: number,
    size: number,
    colour: string = COLOUR.text,
  ): void {
    const { doc } = this;
    let isMarked = false;
    const open = (): void => {
      if (!isMarked) this.mark(element, tag);
      isMarked = true;
    };
    const close = (): void => {
      if (isMarked) this.unmark();
      isMarked = false;
    };
    for (const piece of line.pieces) {
      const fill = piece.to !== undefined ? COLOUR.link : piece.look === 'muted' ? COLOUR.muted : colour;
      const top = y + (size * LEADING - size * 1.21) / 2;
      if (piece.to !== undefined) {
        close();
        const link = doc.struct('Link');
        element.add(link);
        this.mark(link, 'Link');
        this.#text(piece.text, piece.face.name, x + piece.x, top, size, fill);
        this.unmark();
        // biome-ignore format: one call
        doc.goTo(x + piece.x, y, piece.width, size * LEADING, piece.to, { structParent: link, Contents: new String(`Go to ${piece.text}`) } as unknown as PDFKit.Mixins.AnnotationOption);
        link.end();
        continue;
      }
      open();
      this.#text(piece.text, piece.face.name, x + piece.x, top, size, fill);
      if (piece.look === 'tag') {
        doc.lineWidth(0.5).roundedRect(x + piece.x - 2, y + 0.5, piece.width + 4, size * LEADING - 1.5, 2).stroke(COLOUR.rule); // biome-ignore format: one box
      }
    }
    close();
  }

  #text(text: string, font: string, x: number, y: number, size: number, colour: string): void {
    this.doc.font(font).fontSize(size).fillColor(colour).text(text, x, y, { lineBreak: false });
  }
}
