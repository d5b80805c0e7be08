import { expect, it } from 'vitest';
import { useLayout } from './layout';
import { noteViews, viewsOpened } from './looked';
import { useSelection } from './selection';

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
