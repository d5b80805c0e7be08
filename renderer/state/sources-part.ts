/** Leads to a part of Sources, and to one of its files, from other views. */
import { create } from 'zustand';
import { choose } from './choices';
import { useLayout } from './layout';

export type SourcesPart = 'files' | 'coverage';

/** Name of a file whose details are asked for. */
export const useSourcesPart = create<{ file: string | null }>(() => ({ file: null }));

/** Opens Sources at that part. */
export function showSources(part: SourcesPart): void {
  choose('sources.part', part);
  useLayout.getState().open('sources');
}

/** Opens Sources at a file, with what is known of it. */
export function showFile(file: string): void {
  useSourcesPart.setState({ file });
  showSources('files');
}
