/** Views of the events that the person has saved by name, and the queries asked lately: kept with the case. */
import { create } from 'zustand';
import type { Range } from '../../shared/contract/define';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

export interface SavedView {
  name: string;
  query: string;
  /** The brush, where it is part of the view. */
  range: Range | null;
  shown: string[]; // columns
  order: 'asc' | 'desc';
}

interface SavedViews {
  saved: SavedView[];
  /** Newest first. */
  history: string[];
  /** A view of the same name is replaced. */
  save(view: SavedView): void;
  forget(name: string): void;
  asked(query: string): void;
}

const MOST_SAVED = 50;
const MOST_ASKED = 30;

export const useSavedViews = create<SavedViews>((set) => ({
  saved: [],
  history: [],
  save: (view) =>
    set((was) => ({ saved: [...was.saved.filter(({ name }) => name !== view.name), view].slice(-MOST_SAVED) })),
  forget: (name) => set((was) => ({ saved: was.saved.filter((view) => view.name !== name) })),
  asked: (query) =>
    set((was) => {
      const text = query.trim();
      if (text === '' || was.history[0] === text) return {};
      return { history: [text, ...was.history.filter((one) => one !== text)].slice(0, MOST_ASKED) };
    }),
}));

keepWithCase('events.saved', useSavedViews, KEPT_VIEW['events.saved']);
