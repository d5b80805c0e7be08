/** How views talk: what is selected, hovered, pinned. A view reads it, draws, and sets it; views never import each other. */
import { create } from 'zustand';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

export interface Selection {
  episode: string | null;
  event: string | null;
  identity: string | null;
  /** Event under the pointer, in whichever view. */
  hovered: string | null;
  select(part: Partial<Pick<Selection, 'episode' | 'event' | 'identity'>>): void;
  hover(event: string | null): void;
}

export const useSelection = create<Selection>((set) => ({
  episode: null,
  event: null,
  identity: null,
  hovered: null,
  // Another episode is what one looks at now: an identity chosen before must not speak in its place.
  select: (part) =>
    set((was) => {
      const isAnother = part.episode && part.episode !== was.episode;
      const isOnly = Object.keys(part).length === 1;
      return { ...(isAnother && (isOnly || was.episode !== null) && { identity: null }), ...part };
    }),
  hover: (hovered) => set({ hovered }),
}));

keepWithCase('selection', useSelection, KEPT_VIEW.selection);
