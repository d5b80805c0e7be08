/** Cover and contents; head and foot of every page, drawn last, when the number of pages is known. */
import type { ReportCover, Run } from '../../../../../shared/model/report';
import type { Logo } from '../../format';
import { ExportError } from '../../format';
import { breakLines, type Line } from '../../typeset/lines';
import { BODY, COLOUR, type Element, FLOOR, LEADING, PAGE, type Paper } from './paper';

const SIZE = 9.4;
const ENTRY = 15; // points for a line of the contents
const HEAD = 40; // points for its title
const LOGO = { width: 190, height: 76 };

export function cover(paper: Paper, document: Element, front: ReportCover, logo: Logo | undefined): void {
  const { doc } = paper;
  const sect = doc.struct('Sect');
  document.add(sect);
  if (logo) {
    const element = doc.struct('Figure', { alt: 'Logo' } as PDFKit.Mixins.StructureElementOptions);
    sect.add(element);
    paper.mark(element, 'Figure');
    try {
      doc.image(Buffer.from(logo.bytes) as unknown as string, PAGE.left, PAGE.top, { fit: [LOGO.width, LOGO.height] });
    } catch {
      throw new ExportError('the logo cannot be drawn: its picture data are damaged', { fix: 'save it again as PNG' });
    }
    paper.unmark();
    element.end();
  }
  paper.y = 250;
  const put = (tag: string, text: string, size: number, look?: 'strong' | 'muted'): void => {
    const element = doc.struct(tag);
    sect.add(element);
    for (const line of breakLines([{ text, ...(look && { look }) }], BODY, size, paper.faces).slice(0, 6)) {
      paper.line(element, tag, line, PAGE.left, paper.y, size);
      paper.y += size * LEADING;
    }
    element.end();
  };
  put('P', front.title, 12, 'muted');
  put('H1', front.subject, 27, 'strong');
  if (front.mark !== '') {
    paper.y += 10;
    put('P', front.mark, 12, 'strong');
  }
  paper.y += 26;
  paper.artifact(() => {
    doc
      .lineWidth(1.2)
      .moveTo(PAGE.left, paper.y - 12)
      .lineTo(PAGE.width - PAGE.right, paper.y - 12)
      .stroke(COLOUR.text);
  });
  for (const { term, runs } of front.facts) {
    const element = doc.struct('P');
    sect.add(element);
    const [label] = breakLines([{ text: term, look: 'muted' }], 90, SIZE, paper.faces);
    paper.line(element, 'P', label!, PAGE.left, paper.y, SIZE);
    for (const line of breakLines(runs, BODY - 100, SIZE, paper.faces).slice(0, 8)) {
      paper.line(element, 'P', line, PAGE.left + 100, paper.y, SIZE);
      paper.y += SIZE * LEADING;
    }
    element.end();
    paper.y += 4;
  }
  sect.end();
}

/** What fits into one line, with an ellipsis where that is not all: names of one long word have no place to break. */
function oneLine(run: Run, width: number, size: number, paper: Paper): Line {
  const chars = [...run.text];
  const broken = (n: number): Line[] =>
    breakLines(
      [n < chars.length ? { ...run, text: `${chars.slice(0, n).join('').trimEnd()}…` } : run],
      width,
      size,
      paper.faces,
    );
  let [fits, over] = [0, chars.length + 1];
  while (over - fits > 1) {
    const n = (fits + over) >> 1;
    if (broken(n).length === 1) fits = n;
    else over = n;
  }
  return broken(fits)[0]!;
}

/** Lines of the contents that a page takes. */
const perPage = Math.floor((FLOOR - PAGE.top - HEAD) / ENTRY);
export const contentsPages = ({ contents }: ReportCover): number => Math.ceil(contents.length / perPage);

/** Drawn when everything else is: on the pages that were kept free for it. `toc` stands in the structure already. */
export function contents(
  paper: Paper,
  toc: Element,
  front: ReportCover,
  first: number,
  pageOf: (id: string) => number | undefined,
): void {
  const { doc } = paper;
  for (const [i, { level, text, id }] of front.contents.entries()) {
    if (i % perPage === 0) {
      doc.switchToPage(first + i / perPage);
      paper.y = PAGE.top;
      if (i === 0) {
        const title = doc.struct('Caption');
        toc.add(title);
        const [line] = breakLines([{ text: 'Contents', look: 'strong' }], BODY, 14, paper.faces);
        paper.line(title, 'Caption', line!, PAGE.left, paper.y, 14);
        title.end();
      }
      paper.y += HEAD;
    }
    const size = level === 1 ? 10 : level === 2 ? SIZE : 8.4;
    const inset = (level - 1) * 14;
    const item = doc.struct('TOCI');
    toc.add(item);
    const page = pageOf(id);
    const number = page === undefined ? '' : String(page + 1);
    const line = oneLine(
      { text, to: id, ...(level === 1 && { look: 'strong' as const }) },
      BODY - inset - 40,
      size,
      paper,
    );
    paper.line(item, 'TOCI', line, PAGE.left + inset, paper.y, size);
    const wide = paper.faces.plain.width(number, size);
    const [right] = breakLines([{ text: number }], 60, size, paper.faces);
    if (number !== '') paper.line(item, 'TOCI', right!, PAGE.width - PAGE.right - wide, paper.y, size);
    const from = PAGE.left + inset + line.width + 6;
    const to = PAGE.width - PAGE.right - wide - 6;
    if (to - from > 12) {
      paper.artifact(() => {
        doc
          .lineWidth(0.5)
          .dash(0.5, { space: 3 })
          .moveTo(from, paper.y + size)
          .lineTo(to, paper.y + size)
          .stroke(COLOUR.rule)
          .undash();
      });
    }
    item.end();
    paper.y += ENTRY;
  }
}

/** Mark above and below, title and page number below, on every page. */
export function margins(paper: Paper, front: ReportCover, pages: number): void {
  const { doc, faces } = paper;
  const put = (text: string, x: number, y: number, face: keyof typeof faces, size: number, colour: string): void => {
    doc.font(faces[face].name).fontSize(size).fillColor(colour).text(text, x, y, { lineBreak: false });
  };
  const mark = faces.strong.shown(front.mark);
  const wide = faces.strong.width(mark, 9);
  const subject = oneLine({ text: `${front.title}: ${front.subject}` }, BODY * 0.36, 7.5, paper);
  for (let page = 0; page < pages; page++) {
    doc.switchToPage(page);
    paper.artifact(() => {
      if (mark !== '') {
        put(mark, (PAGE.width - wide) / 2, 30, 'strong', 9, COLOUR.text);
        put(mark, (PAGE.width - wide) / 2, PAGE.height - 40, 'strong', 9, COLOUR.text);
      }
      if (page === 0) return;
      for (const piece of subject.pieces)
        put(piece.text, PAGE.left + piece.x, PAGE.height - 38, 'plain', 7.5, COLOUR.muted);
      const number = `${page + 1} of ${pages}`;
      put(
        number,
        PAGE.width - PAGE.right - faces.plain.width(number, 7.5),
        PAGE.height - 38,
        'plain',
        7.5,
        COLOUR.muted,
      );
    });
  }
}
