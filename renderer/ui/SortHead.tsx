/** Tables beside pictures, sorted by any of their columns: a press on a head sorts, the next one turns. */
import { type ReactNode, useMemo, useState } from 'react';
import './sort-head.css';

export interface Sorting {
  by: string;
  order: 'asc' | 'desc';
  press(by: string): void;
}

/** Rows in the order of a column; `null` values last. Before the first press they stand as they were given. */
export function useSorted<R>(
  rows: readonly R[],
  columns: Readonly<Record<string, (row: R) => string | number | null | undefined>>,
): { rows: readonly R[]; sorting: Sorting } {
  const [{ by, order }, set] = useState<{ by: string; order: 'asc' | 'desc' }>({ by: '', order: 'asc' });
  const of = columns[by];
  const sorted = useMemo(() => (of ? inOrder(rows, of, order) : rows), [rows, of, order]);
  const press = (column: string): void =>
    set((was) => ({ by: column, order: was.by === column && was.order === 'asc' ? 'desc' : 'asc' }));
  return { rows: sorted, sorting: { by, order, press } };
}

/** Numbers by size, texts as a person reads them; equal ones stay as they stood. */
export function inOrder<R>(
  rows: readonly R[],
  of: (row: R) => string | number | null | undefined,
  order: 'asc' | 'desc',
): R[] {
  const turn = order === 'asc' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [of(a) ?? null, of(b) ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    if (typeof x === 'number' && typeof y === 'number') return turn * (x - y);
    return turn * String(x).localeCompare(String(y), 'en', { numeric: true });
  });
}

export function SortHead({ id, title, sorting }: { id: string; title: string; sorting: Sorting }): ReactNode {
  const isBy = sorting.by === id;
  const arrow = sorting.order === 'asc' ? '↑' : '↓';
  return (
    <th scope="col" {...(isBy && { 'aria-sort': sorting.order === 'asc' ? 'ascending' : 'descending' })}>
      <button type="button" className="sort-head" onClick={() => sorting.press(id)}>
        {title} <span aria-hidden="true">{isBy ? arrow : ''}</span>
      </button>
    </th>
  );
}
