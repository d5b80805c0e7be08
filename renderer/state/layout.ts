/** Which view is open, what stands beside it, pane sizes: kept with the case, and by the browser for the next new one. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

export interface Layout {
  view: string; // id of the view in front
  beside: string | null; // id of a second view, side by side
  inspector: boolean;
  /** The view has no room for the inspector beside it: it comes as a drawer over it. Not kept between sessions. */
  isDrawer: boolean;
  /** That drawer is out; not kept between sessions. */
  peek: boolean;
  panes: Record<string, number>; // sizes in CSS pixels, by pane id
  /** Single-character shortcuts act; off for people whose speech or switch input types by itself (WCAG 2.1.4). */
  characterKeys: boolean;
  open(view: string): void;
  openBeside(view: string | null): void;
  toggleInspector(shown?: boolean): void;
  setPeek(shown: boolean): void;
  resize(pane: string, pixels: number): void;
  setCharacterKeys(on: boolean): void;
}

export const useLayout = create<Layout>()(
  persist(
    (set) => ({
      view: 'triage',
      beside: null,
      inspector: true,
      isDrawer: false,
      peek: false,
      panes: {},
      characterKeys: true,
      open: (view) => set((was) => ({ view, peek: false, beside: was.beside === view ? null : was.beside })),
      openBeside: (beside) => set({ beside }),
      toggleInspector: (shown) =>
        set((was) => {
          if (was.isDrawer) return shown ? { inspector: true, peek: true } : { peek: shown ?? !was.peek };
          const inspector = shown ?? !was.inspector;
          return inspector ? { inspector } : { inspector, peek: false };
        }),
      setPeek: (peek) => set({ peek }),
      resize: (pane, pixels) => set((was) => ({ panes: { ...was.panes, [pane]: Math.round(pixels) } })),
      setCharacterKeys: (characterKeys) => set({ characterKeys }),
    }),
    { name: 'sidedoor-layout', version: 1, partialize: ({ peek: _peek, isDrawer: _isDrawer, ...kept }) => kept },
  ),
);

keepWithCase('layout', useLayout, KEPT_VIEW.layout, true);
