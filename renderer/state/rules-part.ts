/** Which part of the rules is in front: chosen there, and by a notice that leads there. */
import { create } from 'zustand';

export type RulesPart = 'thresholds' | 'noise' | 'changes';

interface Choice {
  part: RulesPart;
  setPart(part: RulesPart): void;
}

export const useRulesPart = create<Choice>((set) => ({
  part: 'thresholds',
  setPart: (part) => set({ part }),
}));
