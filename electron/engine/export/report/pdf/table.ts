/** Tables on paper: columns as wide as they need, the head again on every page, rows cut only where one is taller than a page. */
import type { Run, Table } from '../../../../../shared/model/report';
import { COLUMN_GAP, runsOf, TABLE_SIZE, widths } from '../../typeset/columns';
import { breakLines, type Line } from '../../typeset/lines';
import { BODY, COLOUR, type Element, FLOOR, LEADING, PAGE, type Paper } from './paper';

const SIZE = TABLE_SIZE;
const STEP = SIZE * LEADING;
const GAP = COLUMN_GAP;
const PAD = 3; // above and below a row
const FEW = 4; // rows that are not torn apart, if together they are no taller than
const SMALL = 150; // points

export class TableWriter {
  readonly #widths: number[];
  readonly #heads: Line[][];
  readonly headHeight: number;

  constructor(
    readonly paper: Paper,
    readonly table: Table,
  ) {
    this.#widths = widths(paper.faces, table, BODY);
    this.#heads = table.columns.map(({ title }, i) =>
      breakLines([{ text: title, look: 'strong' }], this.#widths[i]!, SIZE, paper.faces),
    );
    this.headHeight = Math.max(...this.#heads.map((lines) => lines.length)) * STEP + 2 * PAD;
  }

  #x = (i: number): number => PAGE.left + this.#widths.slice(0, i).reduce((sum, width) => sum + width, 0) + i * GAP;

  #rule(y: number, colour: string, width: number): void {
    this.paper.artifact(() => {
      this.paper.doc
        .lineWidth(width)
        .moveTo(PAGE.left, y)
        .lineTo(PAGE.width - PAGE.right, y)
        .stroke(colour);
    });
  }

  #cell(element: Element, tag: 'TH' | 'TD', i: number, lines: readonly Line[], y: number): void {
    const isRight = this.table.columns[i]!.align === 'right';
    for (const [k, line] of lines.entries()) {
      const x = this.#x(i) + (isRight ? this.#widths[i]! - line.width : 0);
      this.paper.line(element, tag, line, x, y + k * STEP, SIZE, tag === 'TH' ? COLOUR.muted : COLOUR.text);
    }
  }

  /** The head; on later pages it is drawn for the eye only, the structure has it once. */
  #head(element: Element | null): void {
    const { paper } = this;
    const { doc } = paper;
    const y = paper.y + PAD;
    const tallest = Math.max(...this.#heads.map((lines) => lines.length));
    if (element) {
      const row = doc.struct('TR');
      element.add(row);
      for (const [i, lines] of this.#heads.entries()) {
        const cell = doc.struct('TH', { scope: 'Column' } as PDFKit.Mixins.StructureElementOptions);
        row.add(cell);
        this.#cell(cell, 'TH', i, lines, y + (tallest - lines.length) * STEP);
        cell.end();
      }
      row.end();
    } else {
      paper.artifact(() => {
        for (const [i, lines] of this.#heads.entries()) {
          const isRight = this.table.columns[i]!.align === 'right';
          for (const [k, line] of lines.entries()) {
            const top = y + (tallest - lines.length + k) * STEP + (STEP - SIZE * 1.21) / 2;
            let x = this.#x(i) + (isRight ? this.#widths[i]! - line.width : 0);
            for (const piece of line.pieces) {
              doc.font(piece.face.name).fontSize(SIZE).fillColor(COLOUR.muted).text(piece.text, x + piece.x, top, { lineBreak: false }); // biome-ignore format: one call
            }
            x += line.width;
          }
        }
      });
    }
    paper.y += this.headHeight;
    this.#rule(paper.y, COLOUR.rule, 0.7);
  }

  /** Space that must be left: for the head and the first row, and for a table of few rows as a whole. */
  get lead(): number {
    const { rows } = this.table;
    const height = (of: typeof rows): number => of.reduce((sum, { cells }) => sum + this.#lines(cells).height, 0);
    const whole = rows.length <= FEW ? height(rows) : Number.POSITIVE_INFINITY;
    return this.headHeight + (whole <= SMALL ? whole : Math.min(120, height(rows.slice(0, 1))));
  }

  #lines(cells: readonly Run[][]): { lines: Line[][]; height: number } {
    const lines = this.table.columns.map((column, i) =>
      breakLines(runsOf(cells[i] ?? [], column), this.#widths[i]!, SIZE, this.paper.faces),
    );
    return { lines, height: Math.max(...lines.map((each) => each.length)) * STEP + 2 * PAD };
  }

  write(parent: Element): void {
    const { paper, table } = this;
    const { doc } = paper;
    const element = doc.struct('Table');
    parent.add(element);
    this.#head(element);
    const whole = FLOOR - PAGE.top - this.headHeight;
    for (const { id, cells } of table.rows) {
      const { lines, height } = this.#lines(cells);
      if (paper.y + height > FLOOR && (height <= whole || FLOOR - paper.y < 4 * STEP)) {
        paper.newPage();
        this.#head(null);
      }
      if (id !== undefined)
        doc.addNamedDestination(id, 'XYZ', null as unknown as number, paper.y - 4, null as unknown as number);
      const row = doc.struct('TR');
      element.add(row);
      const cellsOf = lines.map(() => {
        const cell = doc.struct('TD');
        row.add(cell);
        return cell;
      });
      this.#row(cellsOf, lines);
      for (const cell of cellsOf) cell.end();
      row.end();
    }
    element.end();
    paper.y += 6;
  }

  /** A row, in as many pieces as pages that it takes. */
  #row(cells: readonly Element[], lines: readonly Line[][]): void {
    const { paper } = this;
    const tallest = Math.max(...lines.map((each) => each.length));
    let from = 0;
    while (from < tallest) {
      const fits = Math.max(1, Math.floor((FLOOR - paper.y - 2 * PAD) / STEP));
      const to = Math.min(tallest, from + fits);
      for (const [i, each] of lines.entries()) this.#cell(cells[i]!, 'TD', i, each.slice(from, to), paper.y + PAD);
      paper.y += (to - from) * STEP + 2 * PAD;
      this.#rule(paper.y, COLOUR.line, 0.5);
      from = to;
      if (from < tallest) {
        paper.newPage();
        this.#head(null);
      }
    }
  }
}
