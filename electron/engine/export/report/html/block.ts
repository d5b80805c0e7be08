/** One block as HTML. */
import type { Block, Table } from '../../../../../shared/model/report';
import { drawing } from './drawing';
import { escaped, runs } from './markup';

const id = (anchor: string | undefined): string => (anchor === undefined ? '' : ` id="${escaped(anchor)}"`);

export function blockMarkup(block: Block): string {
  switch (block.block) {
    case 'heading': {
      const layer = block.layer === undefined ? '' : ` <span class="layer">${escaped(block.layer)}</span>`;
      return `<h${block.level + 1}${id(block.id)}>${escaped(block.text)}${layer}</h${block.level + 1}>\n`;
    }
    case 'paragraph':
      return `<p${block.look ? ` class="${block.look}"` : ''}>${runs(block.runs)}</p>\n`;
    case 'list': {
      const element = block.numbered ? 'ol' : 'ul';
      return `<${element}>${block.items.map((item) => `<li>${runs(item)}</li>`).join('')}</${element}>\n`;
    }
    case 'facts':
      return `<dl>${block.rows.map(({ term, runs: said }) => `<dt>${escaped(term)}</dt><dd>${runs(said)}</dd>`).join('')}</dl>\n`;
    case 'table':
      return tableMarkup(block);
    case 'figure':
      return drawing(block);
    case 'verbatim':
      return `<details><summary>${escaped(block.title)}</summary><pre>${escaped(block.text)}</pre></details>\n`;
  }
}

/** Letters of a word that is never broken: longer ones, names and ids, would push the other columns away. */
const WORD = 16;

const keepsWords = (rows: Table['rows'], i: number): boolean =>
  rows.every(({ cells }) => (cells[i] ?? []).every(({ text }) => text.split(/[ \n]/).every((w) => w.length <= WORD)));

function tableMarkup({ caption, note, columns, rows }: Table): string {
  const looks = columns.map(({ align, look }, i) =>
    [
      align === 'right' && 'n',
      look === 'code' && 'mono',
      look === 'time' ? 't' : look === undefined && align === undefined && keepsWords(rows, i) && 'w',
    ]
      .filter(Boolean)
      .join(' '),
  );
  const cell = (element: 'td' | 'th', i: number, inner: string): string =>
    `<${element}${looks[i] ? ` class="${looks[i]}"` : ''}${element === 'th' ? ' scope="col"' : ''}>${inner}</${element}>`;
  const weights = columns.reduce((sum, { weight }) => sum + weight, 0);
  // Widths by class would need one class for each share: the attribute is presentational, and no style.
  const widths = columns.map(({ weight }) => `<col width="${Math.round((weight / weights) * 1000) / 10}%">`).join('');
  const head = columns.map(({ title }, i) => cell('th', i, escaped(title))).join('');
  const body = rows.map(
    (row) => `<tr${id(row.id)}>${row.cells.map((said, i) => cell('td', i, runs(said))).join('')}</tr>`,
  );
  return `<div class="wide"><table><caption>${escaped(caption)}${note === undefined ? '' : `<br><span class="hash">${escaped(note)}</span>`}</caption><colgroup>${widths}</colgroup><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>\n`;
}
