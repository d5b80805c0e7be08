/** Apart from the schema, which a page cannot load (see `mapping-words.ts`). */
import type { MappingDraft } from './mapping';

/** Every column that the mapping reads, the time's first, each once. */
export function mappedColumns(mapping: MappingDraft): string[] {
  const { time, fields, outcome, factor, kind } = mapping;
  const filled = Object.values(fields).flatMap((each) => ('column' in each ? [each.column] : []));
  const decided = [outcome, mapping.class, factor, kind].flatMap(({ columns }) => columns);
  return [...new Set([...time.columns, ...filled, ...decided])];
}
