/** What was chosen and written on an episode but not yet decided: kept while one looks elsewhere. */
import { create } from 'zustand';
import type { Action, Verdict } from '../../../shared/model/words';

export interface Draft {
  verdict: Verdict | null;
  action: Action | null;
  why: string;
}
const EMPTY: Draft = { verdict: null, action: null, why: '' };

interface Drafts {
  drafts: Record<string, Draft>;
  change(id: string, part: Partial<Draft>): void;
  drop(id: string): void;
}

export const useDrafts = create<Drafts>((set) => ({
  drafts: {},
  change: (id, part) => set((was) => ({ drafts: { ...was.drafts, [id]: { ...EMPTY, ...was.drafts[id], ...part } } })),
  drop: (id) =>
    set((was) => {
      const { [id]: _gone, ...drafts } = was.drafts;
      return { drafts };
    }),
}));

export const draftOf = (drafts: Record<string, Draft>, id: string): Draft => drafts[id] ?? EMPTY;

/** What one does about it, unless the analyst says otherwise. */
export const USUAL_ACTION: Record<Verdict, Action> = {
  likely_compromise: 'block',
  attempted_abuse: 'verify',
  misconfigured: 'none',
  friction: 'none',
  expected: 'none',
  undetermined: 'verify',
};
