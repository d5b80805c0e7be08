/** Changes of a mapping in the making. Pure: each gives a new draft. */
import type { TablePreview } from '../../../shared/contract/mappings';
import type { Filled, MappingDraft } from '../../../shared/model/mapping';
import type { Decided, MappedField } from '../../../shared/model/mapping-words';

type Table = MappingDraft[Decided];

/** As the engine compares values: without outer blanks and case. */
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, i) => text.trim().toLowerCase() === b[i]!.trim().toLowerCase());

export function withField(draft: MappingDraft, field: MappedField, from: Filled | null): MappingDraft {
  const { [field]: _was, ...fields } = draft.fields;
  return { ...draft, fields: from === null ? fields : { ...fields, [field]: from } };
}

export function withTime(draft: MappingDraft, time: Partial<MappingDraft['time']>): MappingDraft {
  return { ...draft, time: { ...draft.time, ...time } };
}

/** Other columns decide: what was said of the first column's values stays where that column stays. */
export function withColumns<D extends Decided>(draft: MappingDraft, name: D, columns: string[]): MappingDraft {
  const was = draft[name];
  const isSameFirst = columns[0] === was.columns[0];
  const table = isSameFirst ? was.table.filter(({ when }) => when.length <= columns.length) : [];
  return { ...draft, [name]: { ...was, columns, table } };
}

/** `is` undefined takes the line out: such values are decided by the first column alone, or like all others. */
export function withDecision<D extends Decided>(
  draft: MappingDraft,
  name: D,
  when: string[],
  is: MappingDraft[D]['otherwise'] | undefined,
): MappingDraft {
  const was = draft[name] as Table;
  const table = was.table.filter((line) => !same(line.when, when));
  return { ...draft, [name]: { ...was, table: is === undefined ? table : [...table, { when, is }] } };
}

export const withOtherwise = <D extends Decided>(
  draft: MappingDraft,
  name: D,
  otherwise: MappingDraft[D]['otherwise'],
): MappingDraft => ({ ...draft, [name]: { ...draft[name], otherwise } });

export interface Line<T> {
  when: string[];
  /** Rows with these values, of those looked at. */
  count: number;
  /** What the mapping says for exactly these values; undefined where it says nothing. */
  own: T | undefined;
  /** What counts in the end. */
  is: T;
}

/** Every combination of values seen, most frequent first, then those that only the mapping names. */
export function lines<D extends Decided>(
  draft: MappingDraft,
  name: D,
  seen: TablePreview['values'][D],
): Line<MappingDraft[D]['otherwise']>[] {
  const { table, otherwise, columns } = draft[name] as Table;
  const own = (when: readonly string[]) => table.find((line) => same(line.when, when));
  const met = seen.filter(({ when }) => when.length === columns.length);
  const rest = table.filter(
    (line) => !met.some(({ when }) => same(when, line.when)) && line.when.length === columns.length,
  );
  return [...met, ...rest.map(({ when }) => ({ when, count: 0 }))].map(({ when, count }) => {
    const [exact, first] = [own(when), when.length > 1 ? own(when.slice(0, 1)) : undefined];
    return { when, count, own: exact?.is, is: (exact ?? first)?.is ?? otherwise } as Line<MappingDraft[D]['otherwise']>;
  });
}

/** A column's name for people: its header, or its place where it has none. */
export function columnTitles(columns: TablePreview['columns']): Map<string, string> {
  const counts = new Map<string, number>();
  for (const { title } of columns) counts.set(title, (counts.get(title) ?? 0) + 1);
  return new Map(
    columns.map(({ column, title }, i) => [
      column,
      title === '' ? `column ${i + 1} (no name)` : counts.get(title)! > 1 ? `${title} (column ${i + 1})` : title,
    ]),
  );
}
