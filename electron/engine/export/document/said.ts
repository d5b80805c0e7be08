/** Blocks as plain lines, for tests of what a report says: cells apart by bars. */
import type { Block } from '../../../../shared/model/report';

export const said = (blocks: readonly Block[]): string => blocks.map(lines).join('\n');

function lines(block: Block): string {
  const flat = (runs: readonly { text: string }[]): string => runs.map(({ text }) => text).join('');
  switch (block.block) {
    case 'heading':
      return block.text;
    case 'paragraph':
      return flat(block.runs);
    case 'list':
      return block.items.map(flat).join('\n');
    case 'facts':
      return block.rows.map(({ term, runs }) => `${term}: ${flat(runs)}`).join('\n');
    case 'table':
      return [block.caption, block.columns.map(({ title }) => title).join(' | '), ...block.rows.map(({ cells }) => cells.map(flat).join(' | '))].join('\n'); // biome-ignore format: one table
    case 'figure':
      return `${block.title} ${block.source}`;
    case 'verbatim':
      return `${block.title}\n${block.text}`;
  }
}
