/** Which part of the queue is shown and how it is folded: chosen in the queue, and by whoever leads there. Kept with the case. */
import { create } from 'zustand';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

export const QUEUE_STATES = ['open', 'new', 'triaged', 'decided', 'closed', 'suppressed', 'starred', 'all'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];
export const QUEUE_GROUPS = ['urgency', 'campaign', 'identity'] as const;
export type QueueGroup = (typeof QUEUE_GROUPS)[number];

interface QueueChoice {
  state: QueueState;
  group: QueueGroup;
  /** Folds that are opened; another way of grouping closes them. */
  open: string[];
  setState(state: QueueState): void;
  setGroup(group: QueueGroup): void;
  /** Opens or closes a fold. */
  toggle(fold: string): void;
}

export const useQueueState = create<QueueChoice>((set) => ({
  state: 'open',
  group: 'urgency',
  open: [],
  setState: (state) => set({ state }),
  setGroup: (group) => set({ group, open: [] }),
  toggle: (fold) =>
    set(({ open }) => ({
      open: open.includes(fold) ? open.filter((one) => one !== fold) : [...open.slice(-199), fold],
    })),
}));

keepWithCase('queue', useQueueState, KEPT_VIEW.queue);
