/** Short words about what just happened; also read out by screen readers (polite, problems at once). */
import { create } from 'zustand';

export interface Notice {
  id: number;
  tone: 'done' | 'problem';
  text: string;
  /** Offers to take the act back, or to go to what was made. */
  action?: { title: string; run(): void };
  /** Id of a view that shows the same by itself: in front of it the notice is only read out, and covers nothing. */
  shownIn?: string;
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

/** Shows a notice: of good words only the newest stands, of problems the newest three. */
export function say(notice: Omit<Notice, 'id'>): void {
  const made = { ...notice, id: nextId++ };
  useNotices.setState((was) => {
    const problems = was.notices.filter(({ tone, text }) => tone === 'problem' && text !== made.text);
    return { notices: [...problems.slice(made.tone === 'problem' ? -2 : -3), made] };
  });
}
