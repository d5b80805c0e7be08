/** Which part of the queue is shown: chosen in the queue, and by whoever leads there. */
import { create } from 'zustand';

export type QueueState = 'open' | 'decided' | 'suppressed' | 'all';

interface QueueChoice {
  state: QueueState;
  setState(state: QueueState): void;
}

export const useQueueState = create<QueueChoice>((set) => ({
  state: 'open',
  setState: (state) => set({ state }),
}));
