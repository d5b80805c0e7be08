/**
 * How long an episode was on the table, and which views were opened meanwhile: what it took to decide it. Kept with the case.
 * Only time in view counts: not while the case is closed or locked, the page is hidden, or nobody is at it.
 */
import { create } from 'zustand';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';
import { useLayout } from './layout';
import { useSelection } from './selection';

const MOST = 400; // episodes under way at once
const TICK_MS = 1_000;
/** More than a busy page is late: the machine slept in between. */
const LONGEST_MS = 5_000;
/** No key, no pointer for so long, and nobody is looking. */
const AWAY_MS = 5 * 60_000;
/** What was counted is kept this often: so much may be lost of it where a page is closed before it could say more. */
const KEEP_MS = 5_000;

const useLooked = create<{ views: Record<string, string[]>; seconds: Record<string, number> }>(() => ({
  views: {},
  seconds: {},
}));
keepWithCase('looked', useLooked, KEPT_VIEW.looked);

/** Of the episode on the table: milliseconds that are counted and not yet kept. */
const useCounted = create<{ episode: string | null; ms: number }>(() => ({ episode: null, ms: 0 }));

function newest<T>(held: Record<string, T>, id: string, value: T): Record<string, T> {
  const { [id]: _old, ...others } = held;
  return Object.fromEntries([...Object.entries(others).slice(1 - MOST), [id, value]]);
}

function note(): void {
  const { episode } = useSelection.getState();
  if (episode !== useCounted.getState().episode) {
    keep();
    useCounted.setState({ episode, ms: 0 });
  }
  if (episode === null) return;
  const { view, beside } = useLayout.getState();
  useLooked.setState(({ views }) => {
    const was = views[episode] ?? [];
    const more = [view, beside].filter((one): one is string => one !== null && !was.includes(one));
    return more.length === 0 ? {} : { views: newest(views, episode, [...was, ...more]) };
  });
}

/** Puts what was counted to what is kept. */
function keep(): void {
  const { episode, ms } = useCounted.getState();
  if (episode === null || ms === 0) return;
  useLooked.setState(({ seconds }) => ({ seconds: newest(seconds, episode, (seconds[episode] ?? 0) + ms / 1_000) }));
  useCounted.setState({ ms: 0 });
}

/** Counts the time in view; returns the undo. */
function countTime(): () => void {
  let last = Date.now();
  let hand = last;
  let kept = last;
  const touched = (): void => {
    hand = Date.now();
  };
  const tick = (): void => {
    const now = Date.now();
    const past = now - last;
    last = now;
    const isSeen = document.visibilityState === 'visible' && now - hand < AWAY_MS;
    if (isSeen && past > 0 && past <= LONGEST_MS) useCounted.setState(({ ms }) => ({ ms: ms + past }));
    if (now - kept < KEEP_MS && isSeen) return;
    kept = now;
    keep();
  };
  const timer = setInterval(tick, TICK_MS);
  const hands = ['keydown', 'pointerdown', 'pointermove', 'wheel'];
  for (const kind of hands) window.addEventListener(kind, touched, { capture: true, passive: true });
  // Before the frame writes what is kept.
  window.addEventListener('pagehide', keep, { capture: true });
  return () => {
    clearInterval(timer);
    for (const kind of hands) window.removeEventListener(kind, touched, { capture: true });
    window.removeEventListener('pagehide', keep, { capture: true });
    keep();
  };
}

/** Begins to note; returns the undo. */
export function noteViews(): () => void {
  useCounted.setState({ episode: null, ms: 0 });
  const undos = [useLayout.subscribe(note), useSelection.subscribe(note), countTime()];
  note();
  return () => {
    for (const undo of undos) undo();
  };
}

/** Views opened with this episode on the table, in the order of their first opening. */
export const viewsOpened = (episode: string): string[] => (useLooked.getState().views[episode] ?? []).slice(0, 40);

const inView = (episode: string, kept: Record<string, number>, counted: { episode: string | null; ms: number }) =>
  Math.round((kept[episode] ?? 0) + (counted.episode === episode ? counted.ms / 1_000 : 0));

/** Whole seconds for which this episode was in view. */
export const secondsInView = (episode: string): number =>
  inView(episode, useLooked.getState().seconds, useCounted.getState());

/** As `secondsInView`, followed. */
export function useSecondsInView(episode: string): number {
  const kept = useLooked(({ seconds }) => seconds);
  return useCounted((counted) => inView(episode, kept, counted));
}
