/** Which part of Sources is in front: other views lead to the one that tells what lacks. */
import { create } from 'zustand';
import { useLayout } from './layout';

export type SourcesPart = 'files' | 'coverage';

export const useSourcesPart = create<{ part: SourcesPart; set(part: SourcesPart): void }>((set) => ({
  part: 'files',
  set: (part) => set({ part }),
}));

/** Opens Sources at that part. */
export function showSources(part: SourcesPart): void {
  useSourcesPart.setState({ part });
  useLayout.getState().open('sources');
}
