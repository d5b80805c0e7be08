/** What pictures of time show at the moment, beside the brush: the timeline's window, and the instant of a replay. */
import { create } from 'zustand';
import type { Range } from '../../shared/contract/define';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

export interface Viewport {
  /** Window of the timeline; null until it has been open. */
  timeline: Range | null;
  /** Instant that a replay has come to; null when none runs. */
  cursor: number | null;
  show(timeline: Range | null): void;
  moveCursor(cursor: number | null): void;
}

export const useViewport = create<Viewport>((set) => ({
  timeline: null,
  cursor: null,
  show: (timeline) => set({ timeline }),
  moveCursor: (cursor) => set({ cursor }),
}));

keepWithCase('timeline.window', useViewport, KEPT_VIEW['timeline.window']);
