/** Figures as vectors on the page: a figure element with its words, its strokes as its content. */
import type { Figure, Shape } from '../../../../../shared/model/report';
import { breakLines } from '../../typeset/lines';
import { BODY, COLOUR, type Element, LEADING, PAGE, type Paper } from './paper';

const CAPTION = 8;
const TEXT = 11; // in units of the figure
const MOST = 300; // points: a tall figure is made smaller rather than cut

const scaleOf = ({ width, height }: Figure): number => Math.min(BODY / width, MOST / height);
const captionOf = (paper: Paper, { title, source }: Figure) =>
  breakLines([{ text: `${title}. ` }, { text: `Source: ${source}`, look: 'muted' }], BODY, CAPTION, paper.faces);

export const figureHeight = (paper: Paper, figure: Figure): number =>
  figure.height * scaleOf(figure) + captionOf(paper, figure).length * CAPTION * LEADING + 14;

export function figure(paper: Paper, parent: Element, drawn: Figure): void {
  const { doc } = paper;
  const scale = scaleOf(drawn);
  const top = paper.y + 2;
  const box = [PAGE.left, top, PAGE.left + drawn.width * scale, top + drawn.height * scale];
  const element = doc.struct('Figure', {
    alt: `${drawn.title}. ${drawn.alt}`,
    bbox: box,
  } as PDFKit.Mixins.StructureElementOptions);
  parent.add(element);
  paper.mark(element, 'Figure');
  doc.save();
  doc.rect(box[0]!, box[1]!, drawn.width * scale, drawn.height * scale).clip();
  doc.translate(box[0]!, box[1]!).scale(scale);
  for (const shape of drawn.shapes) draw(paper, shape);
  doc.restore();
  paper.unmark();
  element.end();
  paper.y = box[3]! + 4;
  const caption = doc.struct('Caption');
  parent.add(caption);
  for (const line of captionOf(paper, drawn)) {
    paper.line(caption, 'Caption', line, PAGE.left, paper.y, CAPTION);
    paper.y += CAPTION * LEADING;
  }
  caption.end();
  paper.y += 8;
}

function draw({ doc, faces }: Paper, shape: Shape): void {
  switch (shape.shape) {
    case 'line': {
      const [first, ...rest] = shape.points;
      if (!first) return;
      doc.lineWidth(shape.look === 'axis' || shape.look === 'grid' ? 1 : 2);
      if (shape.dashed) doc.dash(4, { space: 3 });
      doc.moveTo(...first);
      for (const point of rest) doc.lineTo(...point);
      doc.stroke(COLOUR[shape.look]);
      if (shape.dashed) doc.undash();
      return;
    }
    case 'polygon': {
      const [first, ...rest] = shape.points;
      if (!first) return;
      doc.moveTo(...first);
      for (const point of rest) doc.lineTo(...point);
      doc.closePath();
      if (shape.hollow) doc.lineWidth(2).stroke(COLOUR[shape.look]);
      else doc.fill(COLOUR[shape.look]);
      return;
    }
    case 'circle':
      doc.circle(...shape.at, shape.radius);
      if (shape.hollow) doc.lineWidth(2).stroke(COLOUR[shape.look]);
      else doc.fill(COLOUR[shape.look]);
      return;
    case 'text': {
      const words = faces.plain.shown(shape.text);
      const wide = faces.plain.width(words, TEXT);
      const x = shape.at[0] - (shape.anchor === 'end' ? wide : shape.anchor === 'middle' ? wide / 2 : 0);
      const ascent = (faces.plain.ascent * TEXT) / faces.plain.unitsPerEm;
      doc
        .font(faces.plain.name)
        .fontSize(TEXT)
        .fillColor(shape.muted ? COLOUR.muted : COLOUR.text);
      doc.text(words, x, shape.at[1] - ascent, { lineBreak: false });
    }
  }
}
