/** Builders of blocks: here, and only here, text of the case becomes text of a report, with nothing invisible left in it. */
import { ellipsis, visible } from '../../../../shared/base/text';
import type { Block, Column, Figure, Run, Table } from '../../../../shared/model/report';

/** Texts longer than this are cut: evidence may hold a name of a million characters. The data formats hold the whole. */
const LONGEST = 600;

const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** One line of inert text: invisible characters shown as `\u{…}`, line breaks as blanks. */
export const clean = (text: string, longest = LONGEST): string =>
  visible(ellipsis(whole(text), longest).replace(/[\t\n\r]+/g, ' '));

/** Text of the investigator: uncut, with its line breaks. */
const prosed = (text: string): string => visible(whole(text).replace(/\r\n?/g, '\n').replace(/\t/g, ' '));

export type Part = string | number | Run | null | undefined | false | readonly Part[];

/** A line from pieces; what is nothing falls out. */
export function line(...parts: readonly Part[]): Run[] {
  return parts.flatMap((part): Run[] => {
    if (part === null || part === undefined || part === false) return [];
    if (Array.isArray(part)) return line(...(part as readonly Part[]));
    if (typeof part === 'object') return [part as Run];
    const text = typeof part === 'number' ? part.toLocaleString('en') : clean(part as string);
    return text === '' ? [] : [{ text }];
  });
}

export const strong = (text: string): Run => ({ text: clean(text), look: 'strong' });
export const code = (text: string): Run => ({ text: clean(text), look: 'code' });
export const muted = (text: string): Run => ({ text: clean(text), look: 'muted' });
export const tag = (text: string): Run => ({ text: clean(text), look: 'tag' });
export const goTo = (text: string, to: string): Run => ({ text: clean(text), to });
export const prose = (text: string): Run => ({ text: prosed(text) });

export const heading = (
  level: 1 | 2 | 3 | 4,
  text: string,
  more: { id?: string; layer?: string | undefined } = {},
): Block => ({
  block: 'heading',
  level,
  text: clean(text, 160),
  ...(more.id !== undefined && { id: more.id }),
  ...(more.layer !== undefined && { layer: more.layer }),
});

type Look = Extract<Block, { block: 'paragraph' }>['look'];
export const paragraph = (parts: Part, look?: Look): Block => ({
  block: 'paragraph',
  runs: line(parts),
  ...(look && { look }),
});

export const list = (items: readonly Part[]): Block => ({ block: 'list', items: items.map((item) => line(item)) });

/** Terms with what is said of each; a term of which nothing is said falls out. */
export const facts = (rows: readonly (readonly [string, Part] | false | null)[]): Block => ({
  block: 'facts',
  rows: rows.flatMap((row) => {
    if (!row) return [];
    const runs = line(row[1]);
    return runs.length > 0 ? [{ term: clean(row[0]), runs }] : [];
  }),
});

/** A column; `weight` is its share of the width against the others. */
export function column(title: string, weight = 2, more: Partial<Pick<Column, 'align' | 'look'>> = {}): Column {
  return { title, weight, ...more };
}
export const count = (title: string, weight = 1): Column => column(title, weight, { align: 'right' });

export const table = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[] | { id: string; cells: readonly Part[] })[],
  note?: string,
): Table => ({
  block: 'table',
  caption: clean(caption),
  ...(note !== undefined && { note: clean(note) }),
  columns: [...columns],
  rows: rows.map((row) => {
    const cells = 'cells' in row ? row.cells : row;
    return { ...('cells' in row && { id: row.id }), cells: cells.map((cell) => line(cell)) };
  }),
});

/** A figure that says where it comes from; null where that is not known: then there is no figure. */
export function figure(drawn: Omit<Figure, 'block'>): Figure | null {
  if (drawn.source.trim() === '' || drawn.shapes.length === 0) return null;
  // Names of places come from logs: in a drawing they turn the line as they would in a sentence.
  const shapes = drawn.shapes.map((shape) => (shape.shape === 'text' ? { ...shape, text: clean(shape.text) } : shape));
  return {
    block: 'figure',
    ...drawn,
    shapes,
    title: clean(drawn.title),
    alt: clean(drawn.alt),
    source: clean(drawn.source),
  };
}

export const verbatim = (title: string, text: string): Block => ({
  block: 'verbatim',
  title: clean(title),
  text: prosed(text),
});
