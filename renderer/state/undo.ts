/** Acts that can be taken back, newest last. The custody log keeps both the act and its undoing. */
import { create } from 'zustand';

export interface Act {
  title: string; // "decide a.martinez: likely compromise"
  undo(): Promise<void>;
}

interface Undoable {
  acts: Act[];
  did(act: Act): void;
  /** Takes back the newest act; its title, or null when there is none. */
  undo(): Promise<string | null>;
  clear(): void;
}

const DEPTH = 100;

export const useUndo = create<Undoable>((set, get) => ({
  acts: [],
  did: (act) => set((was) => ({ acts: [...was.acts.slice(1 - DEPTH), act] })),
  undo: async () => {
    const act = get().acts.at(-1);
    if (!act) return null;
    set((was) => ({ acts: was.acts.filter((other) => other !== act) }));
    await act.undo();
    return act.title;
  },
  clear: () => set({ acts: [] }),
}));
