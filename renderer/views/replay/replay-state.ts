/** What is asked and what was answered: kept while one looks elsewhere, gone with the window. */
import { create } from 'zustand';
import type { PolicyId, ReplayCell, ReplayResult, Scenario } from '../../../shared/model/replay';
import { type Draft, draftOf, newDraft } from './draft';

/** A number that was opened: the events behind it. */
export interface Opened {
  cell: ReplayCell;
  label: string;
}

interface State {
  drafts: Draft[];
  /** The case as it was, with what to tune. */
  baseline: ReplayResult | null;
  result: ReplayResult | null;
  /** A saved answer that is looked at in place of a new one: its events are not kept. */
  saved: Scenario | null;
  world: number;
  opened: Opened | null;
  running: boolean;
  /** Case and findings that all of it is of. */
  of: string | null;
  add(id: PolicyId): void;
  put(drafts: Draft[]): void;
  change(key: number, field: string, value: string): void;
  remove(key: number): void;
  answer(result: ReplayResult): void;
  look(saved: Scenario | null): void;
  set(part: Partial<Pick<State, 'world' | 'opened' | 'running' | 'baseline'>>): void;
  /** What was counted was of another case, or of other findings. */
  begin(of: string, sameCase: boolean): void;
}

const EMPTY = {
  drafts: [],
  baseline: null,
  result: null,
  saved: null,
  world: 0,
  opened: null,
  running: false,
  of: null,
};

export const useReplay = create<State>((set) => ({
  ...EMPTY,
  add: (id) => set((was) => ({ drafts: [...was.drafts, newDraft(id)] })),
  put: (drafts) => set({ drafts }),
  change: (key, field, value) =>
    set((was) => ({
      drafts: was.drafts.map((draft) =>
        draft.key === key ? { ...draft, fields: { ...draft.fields, [field]: value } } : draft,
      ),
    })),
  remove: (key) => set((was) => ({ drafts: was.drafts.filter((draft) => draft.key !== key) })),
  answer: (result) => set({ result, saved: null, opened: null, world: result.worlds.length - 1 }),
  look: (saved) =>
    set(
      saved
        ? { saved, drafts: saved.result.policies.map(draftOf), opened: null, world: saved.result.worlds.length - 1 }
        : { saved: null, result: null, opened: null },
    ),
  set: (part) => set(part),
  begin: (of, sameCase) => set((was) => ({ ...EMPTY, drafts: sameCase ? was.drafts : [], of })),
}));
