import { beforeEach, expect, it } from 'vitest';
import { useUndo } from './undo';

let log: string[];
const act = (title: string, ok = true) => ({
  title,
  undo: async () => {
    log.push(`-${title}`);
    return ok;
  },
  redo: async () => {
    log.push(`+${title}`);
    return ok;
  },
});
beforeEach(() => {
  log = [];
  useUndo.getState().clear();
});

it('takes back in reverse and does again in order', async () => {
  const { did, undo, redo } = useUndo.getState();
  did(act('a'));
  did(act('b'));
  expect([await undo(), await undo(), await undo()]).toEqual(['b', 'a', null]);
  expect([await redo(), await redo(), await redo()]).toEqual(['a', 'b', null]);
  expect(log).toEqual(['-b', '-a', '+a', '+b']);
});

it('a new act forgets what was taken back', async () => {
  const { did, undo, redo } = useUndo.getState();
  did(act('a'));
  await undo();
  did(act('b'));
  expect(await redo()).toBeNull();
});

it('what failed stays where it was', async () => {
  const { did, undo } = useUndo.getState();
  did(act('a', false));
  expect(await undo()).toBeNull();
  expect(useUndo.getState().acts).toHaveLength(1);
  expect(useUndo.getState().undone).toHaveLength(0);
});

it('an act that cannot be done again is not offered', async () => {
  const { did, undo } = useUndo.getState();
  did({ title: 'once', undo: async () => true });
  expect(await undo()).toBe('once');
  expect(useUndo.getState().undone).toHaveLength(0);
});

it('steps go one after the other, however quickly they are asked for', async () => {
  const { did, undo, redo } = useUndo.getState();
  did({
    title: 'slow',
    undo: () => new Promise((done) => setTimeout(() => done(log.push('-slow')), 20)),
    redo: async () => log.push('+slow'),
  });
  expect(await Promise.all([undo(), redo()])).toEqual(['slow', 'slow']);
  expect(log).toEqual(['-slow', '+slow']);
});
