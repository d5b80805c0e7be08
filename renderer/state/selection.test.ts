import { beforeEach, expect, it } from 'vitest';
import { useSelection } from './selection';

const { select } = useSelection.getState();
const identity = (): string | null => useSelection.getState().identity;

beforeEach(() => select({ episode: null, event: null, identity: null }));

it('another episode takes the place of the identity that was chosen before, however the episode was chosen', () => {
  select({ episode: 'p1' });
  select({ identity: 'i9' });
  select({ episode: 'p1', event: null });
  expect(identity()).toBe('i9'); // the same episode: nothing new is looked at
  select({ episode: 'p2', event: null }); // as the queue and the paths do
  expect(identity()).toBeNull();
  select({ identity: 'i9' });
  select({ episode: 'p3' });
  expect(identity()).toBeNull();
});

it('keeps the identity that is chosen with the episode, and the one chosen before any episode', () => {
  select({ episode: 'p1', identity: 'i1', event: null });
  expect(identity()).toBe('i1');
  select({ episode: null, identity: 'i2' });
  select({ episode: 'p1', event: null }); // the queue shows its first one
  expect(identity()).toBe('i2');
});
