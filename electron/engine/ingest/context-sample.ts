/** Whether a table is a context file, told by its header at the beginning of its text. */
import { type ContextMatch, contextMatch } from './context-mapper';
import { cellText } from './lazy-record';
import type { Layout } from './readers/csv/delimiter';
import type { CsvRow } from './readers/csv/rows';
import type { SliceDecoder } from './readers/encoding';
import { tableReader } from './readers/table';
import { contextKinds } from './registry';

const HEADER_LIMIT = 64 * 1024; // bytes

interface Asked {
  /** What the person named; null = anything. */
  source: string | null;
  /** Some log has these columns too: then the whole header must be there. */
  isLog: boolean;
  decoder: SliceDecoder;
}

/** The kind of context file; null for anything else. */
export function contextOf(text: Buffer, layout: Layout, { source, isLog, decoder }: Asked): ContextMatch | null {
  const kinds = contextKinds.all().filter(({ id }) => source === null || id === source);
  if (kinds.length === 0) return null;
  let match: ContextMatch | null | undefined;
  const row = (cells: CsvRow): void => {
    if (match !== undefined) return;
    const header = Array.from({ length: cells.count }, (_, i) => cellText(cells, i, decoder));
    match = contextMatch(header, kinds);
  };
  const reader = tableReader(layout, { row, broken: () => {} });
  reader.feed(text.subarray(0, HEADER_LIMIT));
  if (text.length <= HEADER_LIMIT) reader.end();
  if (!match) return null;
  return match.isWhole || source !== null || !isLog ? match : null;
}
