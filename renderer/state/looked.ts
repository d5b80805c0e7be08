/** Which views were opened while an episode was on the table: how much it took to decide it. Kept with the case. */
import { create } from 'zustand';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';
import { useLayout } from './layout';
import { useSelection } from './selection';

const MOST = 400; // episodes under way at once

const useLooked = create<{ views: Record<string, string[]> }>(() => ({ views: {} }));
keepWithCase('looked', useLooked, KEPT_VIEW.looked);

function note(): void {
  const { episode } = useSelection.getState();
  if (episode === null) return;
  const { view, beside } = useLayout.getState();
  useLooked.setState(({ views }) => {
    const was = views[episode] ?? [];
    const more = [view, beside].filter((one): one is string => one !== null && !was.includes(one));
    if (more.length === 0) return {};
    const { [episode]: _old, ...others } = views;
    return { views: Object.fromEntries([...Object.entries(others).slice(1 - MOST), [episode, [...was, ...more]]]) };
  });
}

/** Begins to note; returns the undo. */
export function noteViews(): () => void {
  const undos = [useLayout.subscribe(note), useSelection.subscribe(note)];
  note();
  return () => {
    for (const undo of undos) undo();
  };
}

/** Views opened with this episode on the table, in the order of their first opening. */
export const viewsOpened = (episode: string): string[] => (useLooked.getState().views[episode] ?? []).slice(0, 40);
