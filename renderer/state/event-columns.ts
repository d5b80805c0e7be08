/** Which columns the event table shows, in which order and how wide: kept between sessions. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

export interface EventColumns {
  /** In the order in which they stand; those that stay in place come first all the same. */
  shown: string[];
  widths: Record<string, number>; // CSS pixels
  /** Facets that are open. */
  facets: string[];
  order: 'asc' | 'desc';
  /** Columns that stay in place when the others scroll sideways. */
  pinned: string[];
  /** Runs of events that differ only in their time are one row. */
  fold: boolean;
  show(columns: string[]): void;
  /** Puts a column before another one; null: to the end. */
  move(column: string, before: string | null): void;
  resize(column: string, width: number): void;
  toggleFacet(facet: string): void;
  turn(): void;
  pin(column: string): void;
  setFold(fold: boolean): void;
}

export const DEFAULT_COLUMNS = [
  'time',
  'star',
  'note',
  'source',
  'outcome',
  'identity',
  'factor',
  'app',
  'ip',
  'place',
  'action',
];

export const useEventColumns = create<EventColumns>()(
  persist(
    (set) => ({
      shown: DEFAULT_COLUMNS,
      widths: {},
      facets: ['outcome', 'identity', 'app', 'country'],
      order: 'asc',
      pinned: ['time'],
      fold: false,
      show: (shown) => set({ shown }),
      move: (column, before) =>
        set(({ shown }) => {
          const rest = shown.filter((id) => id !== column);
          const at = before === null ? rest.length : rest.indexOf(before);
          return at < 0 || before === column ? {} : { shown: [...rest.slice(0, at), column, ...rest.slice(at)] };
        }),
      resize: (column, width) => set((was) => ({ widths: { ...was.widths, [column]: width } })),
      toggleFacet: (facet) =>
        set((was) => ({
          facets: was.facets.includes(facet) ? was.facets.filter((one) => one !== facet) : [...was.facets, facet],
        })),
      pin: (column) =>
        set((was) => ({
          pinned: was.pinned.includes(column) ? was.pinned.filter((one) => one !== column) : [...was.pinned, column],
        })),
      setFold: (fold) => set({ fold }),
      turn: () => set((was) => ({ order: was.order === 'asc' ? 'desc' : 'asc' })),
    }),
    { name: 'sidedoor-event-columns', version: 1 },
  ),
);

keepWithCase('events.columns', useEventColumns, KEPT_VIEW['events.columns'], true);
