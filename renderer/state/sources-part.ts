/** Which part of Sources is in front: other views lead to the one that tells what lacks. */
import { create } from 'zustand';
import { useLayout } from './layout';

export type SourcesPart = 'files' | 'coverage';

export const useSourcesPart = create<{
  part: SourcesPart;
  /** Name of a file whose details are asked for. */
  file: string | null;
  set(part: SourcesPart): void;
}>((set) => ({
  part: 'files',
  file: null,
  set: (part) => set({ part }),
}));

/** Opens Sources at that part. */
export function showSources(part: SourcesPart): void {
  useSourcesPart.setState({ part });
  useLayout.getState().open('sources');
}

/** Opens Sources at a file, with what is known of it. */
export function showFile(file: string): void {
  useSourcesPart.setState({ part: 'files', file });
  useLayout.getState().open('sources');
}
