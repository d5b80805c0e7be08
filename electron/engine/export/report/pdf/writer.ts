/** Blocks on paper, one after the other; a heading never stands alone at the foot of a page. */
import type { Block, Run } from '../../../../../shared/model/report';
import { breakLines } from '../../typeset/lines';
import { figure, figureHeight } from './drawing';
import { BODY, COLOUR, type Element, FLOOR, LEADING, PAGE, type Paper } from './paper';
import { TableWriter } from './table';

const SIZE = 9.4;
const SMALL = 8;
const HEADINGS = [
  { size: 20, above: 0, below: 14 },
  { size: 14, above: 22, below: 7 },
  { size: 11.5, above: 16, below: 5 },
  { size: 9.4, above: 11, below: 3 },
] as const;
const TERM = 92; // points for the terms of facts

export class Writer {
  /** The part, and within it the episode or section that is being written. */
  #part: Element;
  #section: Element;
  readonly #outline: (PDFKit.PDFOutline | undefined)[] = [];
  readonly #seen = new Map<string, number>();

  constructor(
    readonly paper: Paper,
    readonly document: Element,
  ) {
    this.#part = document;
    this.#section = document;
    this.#outline[0] = paper.doc.outline;
  }

  /** Page on which an anchor stands, counted from 0. */
  pageOf = (id: string): number | undefined => this.#seen.get(id);

  write(blocks: readonly Block[]): void {
    for (const [i, block] of blocks.entries()) {
      if (block.block === 'heading') this.#heading(block, this.#lead(blocks, i + 1));
      else this.#block(block);
    }
  }

  end(): void {
    if (this.#section !== this.#part) this.#section.end();
    if (this.#part !== this.document) this.#part.end();
  }

  /** What must stand under a heading on its page. */
  #lead(blocks: readonly Block[], i: number): number {
    const next = blocks[i];
    if (!next) return 0;
    switch (next.block) {
      case 'heading': {
        const { size, above, below } = HEADINGS[next.level - 1]!;
        return size * LEADING + above + below + this.#lead(blocks, i + 1);
      }
      case 'figure':
        return figureHeight(this.paper, next);
      case 'table':
        return new TableWriter(this.paper, next).lead + SMALL * LEADING * 3;
      case 'paragraph':
        // A small line between a heading and its table belongs to both.
        if (next.look === 'small') return 2 * SMALL * LEADING + this.#lead(blocks, i + 1);
        return 3 * SIZE * LEADING;
      default:
        return 3 * SIZE * LEADING;
    }
  }

  #heading(block: Extract<Block, { block: 'heading' }>, lead: number): void {
    const { paper } = this;
    const { doc } = paper;
    const { level, text, id, layer } = block;
    const { size, above, below } = HEADINGS[level - 1]!;
    const runs: Run[] = [{ text, look: 'strong' }];
    const lines = breakLines(runs, BODY, size, paper.faces);
    const height = lines.length * size * LEADING;
    if (level === 1) {
      if (paper.y > PAGE.top) paper.newPage();
    } else if (paper.y > PAGE.top) {
      paper.y += above;
      if (paper.y + height + below + Math.min(lead, FLOOR - PAGE.top - height - below) > FLOOR) paper.newPage();
    }
    this.#enter(level);
    if (id !== undefined) {
      doc.addNamedDestination(id, 'XYZ', null as unknown as number, paper.y - 6, null as unknown as number);
      this.#seen.set(id, doc.bufferedPageRange().count - 1);
      this.#bookmark(level, text);
    }
    const element = doc.struct(`H${Math.min(6, level + 1)}`);
    this.#section.add(element);
    for (const line of lines) {
      paper.line(element, `H${level + 1}`, line, PAGE.left, paper.y, size);
      paper.y += size * LEADING;
    }
    element.end();
    if (layer !== undefined) this.#layer(layer, lines.at(-1)!.width, size, level);
    if (level === 1) {
      paper.artifact(() => {
        doc
          .lineWidth(1.2)
          .moveTo(PAGE.left, paper.y + 2)
          .lineTo(PAGE.width - PAGE.right, paper.y + 2)
          .stroke(COLOUR.text);
      });
    }
    paper.y += below;
  }

  /** How sure a reader may be of what follows, beside the heading where there is room, else under it. */
  #layer(layer: string, after: number, size: number, level: number): void {
    const { paper } = this;
    const [line, ...more] = breakLines([{ text: layer, look: 'muted' }], BODY, SMALL, paper.faces);
    const beside = after + 8 + line!.width <= BODY && more.length === 0;
    const element = paper.doc.struct('P');
    this.#section.add(element);
    if (beside) {
      const y = paper.y - size * LEADING + (size - SMALL) * 1.02 + (level === 1 ? 0 : (size - SMALL) * 0.12);
      paper.line(element, 'P', line!, PAGE.left + after + 8, y, SMALL);
    } else {
      for (const each of [line!, ...more]) {
        paper.line(element, 'P', each, PAGE.left, paper.y, SMALL);
        paper.y += SMALL * LEADING;
      }
    }
    element.end();
  }

  /** Parts hold sections, sections hold what stands under them: small enough to be let go of one by one. */
  #enter(level: number): void {
    const { doc } = this.paper;
    if (level > 3) return;
    if (this.#section !== this.#part) this.#section.end();
    if (level === 1) {
      if (this.#part !== this.document) this.#part.end();
      this.#part = doc.struct('Part');
      this.document.add(this.#part);
    }
    this.#section = doc.struct('Sect');
    this.#part.add(this.#section);
  }

  #bookmark(level: number, text: string): void {
    const parent = this.#outline[level - 1] ?? this.#outline.findLast((item) => item !== undefined)!;
    this.#outline[level] = parent.addItem(text, { expanded: level === 1 });
    this.#outline.length = level + 1;
  }

  #block(block: Exclude<Block, { block: 'heading' }>): void {
    switch (block.block) {
      case 'paragraph':
        this.#paragraph(block);
        return;
      case 'list':
        this.#list(block);
        return;
      case 'facts':
        this.#facts(block);
        return;
      case 'table':
        this.#table(block);
        return;
      case 'figure':
        this.paper.need(figureHeight(this.paper, block));
        figure(this.paper, this.#section, block);
        return;
      case 'verbatim':
        this.#verbatim(block);
    }
  }

  /** Lines from the present place on, over pages; at least two stay together. */
  #flow(element: Element, tag: string, runs: readonly Run[], x: number, width: number, size: number): void {
    const { paper } = this;
    const lines = breakLines(runs, width, size, paper.faces);
    const step = size * LEADING;
    for (const [i, line] of lines.entries()) {
      const left = lines.length - i;
      paper.need(i === 0 || left === 2 ? Math.min(2, left) * step : step);
      paper.line(element, tag, line, x, paper.y, size);
      paper.y += step;
    }
  }

  #paragraph({ runs, look }: Extract<Block, { block: 'paragraph' }>): void {
    const { paper } = this;
    const { doc } = paper;
    const element = doc.struct('P');
    this.#section.add(element);
    const size = look === 'lead' ? 12 : look === 'answer' ? 11 : look === 'small' ? SMALL : SIZE;
    const isBoxed = look === 'decision' || look === 'note' || look === 'warning';
    // A line that is bold as a whole names what follows: it stays with it.
    if (look === 'small' && runs.length === 1 && runs[0]!.look === 'strong') paper.need(4 * SIZE * LEADING);
    if (!isBoxed) this.#flow(element, 'P', runs, PAGE.left, BODY, size);
    else {
      const inset = 10;
      const height = breakLines(runs, BODY - 2 * inset, size, paper.faces).length * size * LEADING;
      paper.need(Math.min(height + 10, FLOOR - PAGE.top));
      const top = paper.y;
      const fits = top + height + 10 <= FLOOR;
      if (fits) {
        paper.artifact(() => {
          if (look === 'decision')
            doc
              .lineWidth(0.8)
              .rect(PAGE.left, top, BODY, height + 8)
              .stroke(COLOUR.rule);
          else
            doc
              .lineWidth(2)
              .moveTo(PAGE.left + 1, top)
              .lineTo(PAGE.left + 1, top + height + 8)
              .stroke(look === 'warning' ? COLOUR.denied : COLOUR.link);
        });
      }
      paper.y += 4;
      this.#flow(element, 'P', runs, PAGE.left + inset, BODY - 2 * inset, size);
      paper.y += 6;
    }
    element.end();
    paper.y += look === 'small' ? 4 : 6;
  }

  #list({ items, numbered }: Extract<Block, { block: 'list' }>): void {
    const { paper } = this;
    const { doc } = paper;
    const element = doc.struct('L');
    this.#section.add(element);
    const inset = numbered ? 18 : 12;
    for (const [i, item] of items.entries()) {
      paper.need(SIZE * LEADING);
      const li = doc.struct('LI');
      element.add(li);
      const label = doc.struct('Lbl');
      li.add(label);
      const [sign] = breakLines([{ text: numbered ? `${i + 1}.` : '•' }], inset, SIZE, paper.faces);
      // The label goes where the body's first line will: both move to the next page together.
      const two = breakLines(item, BODY - inset, SIZE, paper.faces).length > 1 ? 2 : 1;
      paper.need(two * SIZE * LEADING);
      paper.line(label, 'Lbl', sign!, PAGE.left + 2, paper.y, SIZE);
      label.end();
      const body = doc.struct('LBody');
      li.add(body);
      this.#flow(body, 'LBody', item, PAGE.left + inset, BODY - inset, SIZE);
      body.end();
      li.end();
      paper.y += 2;
    }
    element.end();
    paper.y += 4;
  }

  /** A list of terms: as a table without lines, since structure knows no list of that kind. */
  #facts({ rows }: Extract<Block, { block: 'facts' }>): void {
    const { paper } = this;
    const { doc } = paper;
    const element = doc.struct('L');
    this.#section.add(element);
    for (const { term, runs } of rows) {
      const terms = breakLines([{ text: term, look: 'muted' }], TERM - 10, SIZE, paper.faces);
      const lines = breakLines(runs, BODY - TERM, SIZE, paper.faces);
      paper.need(Math.max(terms.length, Math.min(2, lines.length)) * SIZE * LEADING);
      const li = doc.struct('LI');
      element.add(li);
      const label = doc.struct('Lbl');
      li.add(label);
      const top = paper.y;
      for (const [i, line] of terms.entries())
        paper.line(label, 'Lbl', line, PAGE.left, top + i * SIZE * LEADING, SIZE);
      label.end();
      const body = doc.struct('LBody');
      li.add(body);
      this.#flow(body, 'LBody', runs, PAGE.left + TERM, BODY - TERM, SIZE);
      body.end();
      li.end();
      if (paper.y > top) paper.y = Math.max(paper.y, top + terms.length * SIZE * LEADING);
      paper.y += 2;
    }
    element.end();
    paper.y += 6;
  }

  #table(block: Extract<Block, { block: 'table' }>): void {
    const { paper } = this;
    const { doc } = paper;
    const table = new TableWriter(paper, block);
    const caption = breakLines([{ text: block.caption, look: 'muted' }], BODY, SMALL, paper.faces);
    const note = block.note === undefined ? [] : breakLines([{ text: block.note, look: 'code' }], BODY, 7, paper.faces);
    paper.y += 4;
    paper.need(caption.length * SMALL * LEADING + note.length * 7 * LEADING + table.lead);
    const element = doc.struct('Caption');
    this.#section.add(element);
    for (const line of caption) {
      paper.line(element, 'Caption', line, PAGE.left, paper.y, SMALL);
      paper.y += SMALL * LEADING;
    }
    for (const line of note) {
      paper.line(element, 'Caption', line, PAGE.left, paper.y, 7, COLOUR.muted);
      paper.y += 7 * LEADING;
    }
    element.end();
    table.write(this.#section);
    paper.y += 4;
  }

  #verbatim({ title, text }: Extract<Block, { block: 'verbatim' }>): void {
    const { paper } = this;
    const { doc } = paper;
    const size = 7;
    const element = doc.struct('P');
    this.#section.add(element);
    paper.need(4 * size * LEADING);
    this.#flow(element, 'P', [{ text: title, look: 'muted' }], PAGE.left, BODY, SMALL);
    for (const row of text.trimEnd().split('\n')) {
      const indent = row.length - row.trimStart().length;
      this.#flow(
        element,
        'P',
        [{ text: row, look: 'code' }],
        PAGE.left + 10 + indent * 4,
        BODY - 20 - indent * 4,
        size,
      );
    }
    element.end();
    paper.y += 8;
  }
}
