/** Events marked for one act on all of them. Not kept: what is about to be done is not where one left off. */
import { create } from 'zustand';
import { MOST_AT_ONCE } from '../../shared/contract/define';

/** As many as one command takes. */
export const MOST_MARKED = MOST_AT_ONCE;

interface Marked {
  ids: ReadonlySet<string>;
  toggle(id: string): void;
  /** False if not all of them have room. */
  add(ids: readonly string[]): boolean;
  clear(): void;
}

export const useMarked = create<Marked>((set, get) => ({
  ids: new Set(),
  toggle: (id) =>
    set((was) => {
      const ids = new Set(was.ids);
      if (!ids.delete(id) && ids.size < MOST_MARKED) ids.add(id);
      return { ids };
    }),
  add: (more) => {
    const ids = new Set([...get().ids, ...more]);
    set({ ids: new Set([...ids].slice(0, MOST_MARKED)) });
    return ids.size <= MOST_MARKED;
  },
  clear: () => set({ ids: new Set() }),
}));
