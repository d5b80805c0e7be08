/**
 * Blocks as WordprocessingML (ISO/IEC 29500-1, part 17). All styles are named, so that a firm's own template decides how they
 * look. Pictures are handed out as they come and must be put into the package by whoever writes it.
 */
import type { Block, Column, Figure, Run, Table } from '../../../../../shared/model/report';
import { xml } from '../../ooxml/package';
import { widths } from '../../typeset/columns';
import type { Faces } from '../../typeset/lines';
import { COLOUR } from '../../typeset/palette';
import { raster } from '../../typeset/raster';

/** Twentieths of a point: A4 less its margins, in which the body stands. */
export const BODY = 9_740;
const EMU = 12_700; // to a point
/** Which font will be there is not known: room for a wide one. */
const SLACK = 1.18;
const PIXELS = 2; // to a unit of a figure

export interface Picture {
  id: string; // of the relationship
  name: string; // in `media/`
  bytes: Uint8Array;
}

const STYLES = {
  lead: 'SdLead',
  answer: 'SdAnswer',
  small: 'SdSmall',
  note: 'SdNote',
  decision: 'SdDecision',
  warning: 'SdWarning',
} as const;
const RUN_STYLES = { strong: 'Strong', code: 'SdCode', muted: 'SdMuted', tag: 'SdTag' } as const;

/** Bookmarks may hold letters, digits and underscores, and at most 40 of them. */
export const bookmark = (id: string): string => `s_${id.replace(/[^A-Za-z0-9]/g, '_')}`.slice(0, 40);

export class Body {
  #marks = 0;
  #pictures = 0;
  /** Anchors that something leads to; of the records of an episode only these get a bookmark. */
  readonly #wanted = new Set<string>();

  constructor(
    readonly faces: Faces,
    readonly picture: (picture: Picture) => void,
    /** Of the document that takes the blocks: width of its text, and its own ids for styles of ours. */
    readonly width = BODY,
    readonly styles: ReadonlyMap<string, string> = new Map(),
  ) {}

  #style = (id: string): string => this.styles.get(id) ?? id;

  runs(runs: readonly Run[]): string {
    return runs.map((run) => this.#run(run)).join('');
  }

  #run({ text, look, to }: Run): string {
    const style = to !== undefined ? 'Hyperlink' : look && RUN_STYLES[look];
    const properties = style ? `<w:rPr><w:rStyle w:val="${this.#style(style)}"/></w:rPr>` : '';
    const inner = text
      .split('\n')
      .map((row) => `<w:t xml:space="preserve">${xml(row)}</w:t>`)
      .join('<w:br/>');
    const run = `<w:r>${properties}${inner}</w:r>`;
    if (to === undefined) return run;
    this.#wanted.add(to);
    return `<w:hyperlink w:anchor="${bookmark(to)}" w:history="1">${run}</w:hyperlink>`;
  }

  marked(id: string | undefined, inner: string): string {
    if (id === undefined) return inner;
    const n = ++this.#marks;
    return `<w:bookmarkStart w:id="${n}" w:name="${bookmark(id)}"/>${inner}<w:bookmarkEnd w:id="${n}"/>`;
  }

  paragraph(style: string, inner: string, more = ''): string {
    return `<w:p><w:pPr><w:pStyle w:val="${this.#style(style)}"/>${more}</w:pPr>${inner}</w:p>`;
  }

  /** `next`: the block after it, where that is known. */
  block(block: Block, next?: Block): string {
    switch (block.block) {
      case 'heading': {
        const layer = block.layer === undefined ? '' : this.#run({ text: `  ${block.layer}`, look: 'muted' });
        return this.paragraph(`Heading${block.level}`, this.marked(block.id, this.#run({ text: block.text })) + layer);
      }
      case 'paragraph': {
        // A small line introduces what follows, and stays with it; before a heading it ends what came before.
        const isTitle = block.look === 'small' && next !== undefined && next.block !== 'heading';
        const style = block.look ? STYLES[block.look] : 'Normal';
        return this.paragraph(style, this.runs(block.runs), isTitle ? '<w:keepNext/>' : '');
      }
      case 'list':
        return block.items
          .map((item, i) =>
            block.numbered
              ? this.paragraph('SdNumber', this.runs([{ text: `${i + 1}. ` }, ...item]))
              : this.paragraph('SdBullet', `<w:r><w:t>•</w:t></w:r><w:r><w:tab/></w:r>${this.runs(item)}`),
          )
          .join('');
      case 'facts':
        return this.#facts(block.rows);
      case 'table':
        return this.#table(block);
      case 'figure':
        return this.#figure(block);
      case 'verbatim':
        return (
          this.paragraph('SdCaption', this.#run({ text: block.title })) +
          block.text
            .trimEnd()
            .split('\n')
            .map((row) => this.paragraph('SdVerbatim', this.#run({ text: row })))
            .join('')
        );
    }
  }

  #facts(rows: readonly { term: string; runs: Run[] }[]): string {
    const term = 1_900;
    const row = ({ term: name, runs }: { term: string; runs: Run[] }): string =>
      `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cell(term, this.paragraph('SdFact', this.#run({ text: name, look: 'muted' })))}${cell(this.width - term, this.paragraph('SdFact', this.runs(runs)))}</w:tr>`;
    return `<w:tbl><w:tblPr><w:tblStyle w:val="SdFacts"/><w:tblW w:w="${this.width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="${term}"/><w:gridCol w:w="${this.width - term}"/></w:tblGrid>${rows.map(row).join('')}</w:tbl>${GAP}`;
  }

  #table(table: Table): string {
    const { caption, note, columns, rows } = table;
    const points = widths(this.faces, table, this.width / 20 - 6 * columns.length, SLACK);
    const extra = (this.width - points.reduce((sum, width) => sum + width * 20, 0)) / columns.length;
    const grid = points.map((width) => Math.floor(width * 20 + extra));
    const head = columns
      .map((column, i) => cell(grid[i]!, this.paragraph('SdHead', this.#run({ text: column.title }), right(column))))
      .join('');
    const body = rows.map(({ id, cells }) => {
      const anchor = id !== undefined && this.#wanted.has(id) ? id : undefined;
      const row = cells.map((runs, i) => {
        const column = columns[i]!;
        const inner = this.runs(
          column.look === 'code' ? runs.map((run) => (run.look ? run : { ...run, look: 'code' as const })) : runs,
        );
        return cell(grid[i]!, this.paragraph('SdCell', i === 0 ? this.marked(anchor, inner) : inner, right(column)));
      });
      return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${row.join('')}</w:tr>`;
    });
    const second = note === undefined ? '' : `<w:r><w:br/></w:r>${this.#run({ text: note, look: 'code' })}`;
    return `${this.paragraph('SdCaption', this.#run({ text: caption }) + second)}<w:tbl><w:tblPr><w:tblStyle w:val="SdTable"/><w:tblW w:w="${this.width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:noVBand="1" w:noHBand="1"/><w:tblCaption w:val="${xml(caption)}"/></w:tblPr><w:tblGrid>${grid.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head}</w:tr>${body.join('')}</w:tbl>${GAP}`;
  }

  #figure(figure: Figure): string {
    const n = ++this.#pictures;
    const id = `rIdFigure${n}`;
    const name = `sidedoor-figure-${n}.png`;
    this.picture({ id, name, bytes: raster(figure, PIXELS, this.faces.plain, COLOUR) });
    const width = Math.round((this.width / 20) * EMU);
    const height = Math.round((width * figure.height) / figure.width);
    const alt = `${figure.title}. ${figure.alt}`;
    return (
      this.paragraph('SdFigure', `<w:r>${drawing({ id, n: 1_000 + n, name, alt, width, height })}</w:r>`) +
      this.paragraph(
        'SdCaption',
        this.runs([{ text: `${figure.title}. ` }, { text: `Source: ${figure.source}`, look: 'muted' }]),
      )
    );
  }
}

/** After a table a paragraph must stand; this one takes no more room than the gap. */
const GAP = '<w:p><w:pPr><w:pStyle w:val="SdGap"/></w:pPr></w:p>';

const right = ({ align }: Column): string => (align === 'right' ? '<w:jc w:val="right"/>' : '');
const cell = (width: number, inner: string): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${inner}</w:tc>`;

/** A picture in the line; sizes in English metric units. */
export const drawing = (p: {
  id: string;
  n: number;
  name: string;
  alt: string;
  width: number;
  height: number;
}): string =>
  `<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${p.width}" cy="${p.height}"/><wp:docPr id="${p.n}" name="${xml(p.name)}" descr="${xml(p.alt)}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="${p.n}" name="${xml(p.name)}" descr="${xml(p.alt)}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${p.id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${p.width}" cy="${p.height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`;
