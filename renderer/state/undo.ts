/** Acts that can be taken back and done again, newest last. The custody log keeps every one of these steps. */
import { create } from 'zustand';

export interface Act {
  title: string; // "decide a.martinez: likely compromise"
  /** Takes it back; false if that failed (the person has been told why). */
  undo(): Promise<unknown>;
  /** Does it once more; false if that failed. An act without it cannot be done again. */
  redo?(): Promise<unknown>;
}

interface Undoable {
  acts: Act[];
  /** Taken back and not yet done again; a new act forgets them. */
  undone: Act[];
  did(act: Act): void;
  /** Takes back the newest act; its title, or null when there is none or it failed. */
  undo(): Promise<string | null>;
  /** Does the act again that was taken back last; its title, or null. */
  redo(): Promise<string | null>;
  /** When every step asked for so far is done. */
  settled(): Promise<void>;
  clear(): void;
}

const DEPTH = 100;
/** Steps go one after the other: a redo pressed right behind an undo waits until that is done. */
let last: Promise<unknown> = Promise.resolve();
const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
  const mine = last.then(step, step);
  last = mine.catch(() => undefined);
  return mine;
};

export const useUndo = create<Undoable>((set, get) => ({
  acts: [],
  undone: [],
  did: (act) => set((was) => ({ acts: [...was.acts.slice(1 - DEPTH), act], undone: [] })),
  undo: () =>
    inTurn(async () => {
      const act = get().acts.at(-1);
      if (!act) return null;
      set((was) => ({ acts: was.acts.filter((other) => other !== act) }));
      if ((await act.undo()) === false) {
        set((was) => ({ acts: [...was.acts, act] }));
        return null;
      }
      set((was) => ({ undone: act.redo ? [...was.undone, act] : [] }));
      return act.title;
    }),
  redo: () =>
    inTurn(async () => {
      const act = get().undone.at(-1);
      if (!act?.redo) return null;
      set((was) => ({ undone: was.undone.filter((other) => other !== act) }));
      if ((await act.redo()) === false) {
        set((was) => ({ undone: [...was.undone, act] }));
        return null;
      }
      set((was) => ({ acts: [...was.acts, act] }));
      return act.title;
    }),
  settled: () => last.then(() => undefined),
  clear: () => set({ acts: [], undone: [] }),
}));
