/** What was typed and not kept, and which part stands in front: both outlast a look elsewhere. */
import { create } from 'zustand';
import type { FindingChanges } from '../../../shared/model/change';
import type { Draft } from './draft';

interface RulesState {
  draft: Draft;
  why: string;
  /** The effect last computed, with the values that it is of (as JSON). */
  effect: { of: string; changes: FindingChanges } | null;
  type(id: string, text: string | null): void;
  set(part: Partial<Pick<RulesState, 'why' | 'effect'>>): void;
  clear(): void;
}

export const useRules = create<RulesState>((set) => ({
  draft: {},
  why: '',
  effect: null,
  type: (id, text) =>
    set(({ draft }) => {
      const { [id]: _was, ...rest } = draft;
      return { draft: text === null ? rest : { ...rest, [id]: text } };
    }),
  set: (part) => set(part),
  clear: () => set({ draft: {}, why: '', effect: null }),
}));
