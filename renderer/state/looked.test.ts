import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useLayout } from './layout';
import { noteViews, secondsInView, viewsOpened } from './looked';
import { useSelection } from './selection';

const page = { visibilityState: 'visible' };
const hands = new EventTarget();
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', hands);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('notes each view once, for the episode on the table', () => {
  useLayout.setState({ view: 'triage', beside: null });
  useSelection.setState({ episode: 'p1' });
  const stop = noteViews();
  useLayout.setState({ view: 'map', beside: 'events' });
  useLayout.setState({ view: 'triage' });
  useSelection.setState({ episode: 'p2' });
  expect(viewsOpened('p1')).toEqual(['triage', 'map', 'events']);
  expect(viewsOpened('p2')).toEqual(['triage', 'events']);
  stop();
  useLayout.setState({ view: 'paths' });
  expect(viewsOpened('p2')).toEqual(['triage', 'events']);
  expect(viewsOpened('p3')).toEqual([]);
});

it('counts time in view only: each episode its own, none while hidden, asleep, away, or closed', () => {
  useSelection.setState({ episode: 'q1' });
  const stop = noteViews();
  vi.advanceTimersByTime(10_000);
  useSelection.setState({ episode: 'q2' });
  vi.advanceTimersByTime(3_000);
  expect([secondsInView('q1'), secondsInView('q2')]).toEqual([10, 3]);

  page.visibilityState = 'hidden';
  vi.advanceTimersByTime(60_000);
  page.visibilityState = 'visible';
  expect(secondsInView('q2')).toBe(3);

  vi.setSystemTime(Date.now() + 8 * 3_600_000); // the lid was shut
  vi.advanceTimersByTime(2_000);
  expect(secondsInView('q2')).toBe(3); // nobody has touched it since
  hands.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(2_000);
  expect(secondsInView('q2')).toBe(5);

  vi.advanceTimersByTime(3_600_000); // left as it is: five minutes since the key, two of its seconds counted above
  expect(secondsInView('q2')).toBe(302);

  stop();
  vi.advanceTimersByTime(3_600_000);
  const again = noteViews();
  hands.dispatchEvent(new Event('pointermove'));
  vi.advanceTimersByTime(4_000);
  expect([secondsInView('q1'), secondsInView('q2')]).toEqual([10, 306]);
  again();
});
