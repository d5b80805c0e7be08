/** The tour of the demo case: which step is shown, and whether it was taken or sent away. Kept with the case. */
import { create } from 'zustand';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

interface TourState {
  /** Null while it is not on the screen. */
  step: number | null;
  seen: boolean;
  go(step: number | null): void;
}

export const useTour = create<TourState>((set) => ({
  step: null,
  seen: false,
  go: (step) => set(step === null ? { step, seen: true } : { step }),
}));

keepWithCase('tour', useTour, KEPT_VIEW.tour);
