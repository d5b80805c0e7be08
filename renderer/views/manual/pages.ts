/** The manual: part of the program, so that it is there without a network. Parsed to plain data, drawn as elements. */

export type Piece = { t: 'text' | 'strong' | 'code'; text: string };
export type Block = { t: 'heading'; of: Piece[] } | { t: 'paragraph'; of: Piece[] } | { t: 'list'; items: Piece[][] };

export interface Page {
  id: string;
  title: string;
  text: string;
  blocks: Block[];
}

const files = import.meta.glob('./pages/*.md', { eager: true, query: '?raw', import: 'default' }) as Record<
  string,
  string
>;

export const PAGES: readonly Page[] = Object.entries(files)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([path, text]) => pageOf(path.replace(/^.*\/\d+-|\.md$/g, ''), text));

export function pageOf(id: string, text: string): Page {
  const [first = '', ...lines] = text.split('\n');
  const blocks: Block[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (line.trim() === '') continue;
    if (line.startsWith('## ')) blocks.push({ t: 'heading', of: pieces(line.slice(3)) });
    else if (line.startsWith('- ')) {
      if (last?.t === 'list') last.items.push(pieces(line.slice(2)));
      else blocks.push({ t: 'list', items: [pieces(line.slice(2))] });
    } else blocks.push({ t: 'paragraph', of: pieces(line) });
  }
  return { id, title: first.replace(/^# /, ''), text, blocks };
}

/** `**strong**` and code between backticks; everything else as it is. */
function pieces(line: string): Piece[] {
  return line.split(/(\*\*[^*]+\*\*|`[^`]+`)/).flatMap((part): Piece[] => {
    if (part === '') return [];
    if (part.startsWith('**')) return [{ t: 'strong', text: part.slice(2, -2) }];
    if (part.startsWith('`')) return [{ t: 'code', text: part.slice(1, -1) }];
    return [{ t: 'text', text: part }];
  });
}

/** Pages that hold every word of the text, those that name one in a heading first. */
export function found(pages: readonly Page[], text: string): Page[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = pages.filter((page) => words.every((word) => page.text.toLowerCase().includes(word)));
  const headed = (page: Page): boolean =>
    page.text
      .split('\n')
      .some((line) => line.startsWith('#') && words.some((word) => line.toLowerCase().includes(word)));
  return [...hits.filter(headed), ...hits.filter((page) => !headed(page))];
}
