/** Short words about what just happened; also read out by screen readers (polite, problems at once). */
import { create } from 'zustand';

export interface Notice {
  id: number;
  tone: 'done' | 'problem';
  text: string;
  /** Offers to take the act back, or to go to what was made. */
  action?: { title: string; run(): void };
}

interface Notices {
  notices: Notice[];
  dismiss(id: number): void;
}

export const useNotices = create<Notices>((set) => ({
  notices: [],
  dismiss: (id) => set((was) => ({ notices: was.notices.filter((notice) => notice.id !== id) })),
}));

let nextId = 1;

/** Shows a notice; at most four stand at a time, the newest last. */
export function say(notice: Omit<Notice, 'id'>): void {
  const made = { ...notice, id: nextId++ };
  useNotices.setState((was) => ({ notices: [...was.notices.slice(-3), made] }));
}
