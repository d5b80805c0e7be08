import type { CompromiseState } from '../../../shared/model/replay';

export const COMPROMISE_WORDS: Record<typeof CompromiseState._output, string> = {
  prevented: 'prevented',
  narrowed: 'narrowed: another way stays open',
  open: 'got in all the same',
  undetermined: 'undetermined',
};
