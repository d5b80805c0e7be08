import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Listeners, type Port } from '../../shared/rpc/port';
import { heartbeat } from './heartbeat';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An engine that answers only while `awake`. */
function engine() {
  const self = { awake: true, asked: 0, open: 0, silent: 0, over: 0, ports: [] as { answer(): void; die(): void }[] };
  const port = (): Port => {
    const messages = new Listeners<[unknown]>();
    const closes = new Listeners<[]>();
    self.open++;
    const answer = (): void => messages.emit({ t: 'ok', id: 1, output: [] });
    self.ports.push({ answer, die: () => closes.emit() });
    return {
      send: (message) => {
        expect(message).toMatchObject({ t: 'call', id: 1, method: 'jobs.list' });
        self.asked++;
        if (self.awake) answer();
      },
      onMessage: (listener) => messages.add(listener),
      onClose: (listener) => closes.add(listener),
      close: () => void self.open--,
    };
  };
  const undo = heartbeat({
    open: port,
    everyMs: 10,
    lateMs: 100,
    onSilent: () => void self.silent++,
    onOver: () => void self.over++,
  });
  return { self, undo };
}

it('asks again and again, and says nothing of an engine that answers', () => {
  const { self, undo } = engine();
  vi.advanceTimersByTime(1_000);
  expect(self).toMatchObject({ asked: 100, open: 0, silent: 0, over: 0 });
  undo();
  vi.advanceTimersByTime(1_000);
  expect(self.asked).toBe(100);
});

it('tells of a silence once, and when it is over, by an answer or by the death of the engine', () => {
  const { self } = engine();
  self.awake = false;
  vi.advanceTimersByTime(1_000);
  expect(self).toMatchObject({ asked: 1, silent: 1, over: 0 });
  self.ports.at(-1)!.answer();
  expect(self).toMatchObject({ over: 1, open: 0 });
  vi.advanceTimersByTime(1_000);
  expect(self).toMatchObject({ asked: 2, silent: 2 });
  self.ports.at(-1)!.die();
  self.ports.at(-1)!.answer();
  expect(self).toMatchObject({ over: 2, open: 0 });
});

it('waits while no engine runs', () => {
  let asked = 0;
  const undo = heartbeat({
    open: () => {
      asked++;
      return null;
    },
    everyMs: 10,
    lateMs: 100,
    onSilent: () => expect.unreachable(),
    onOver: () => expect.unreachable(),
  });
  vi.advanceTimersByTime(100);
  expect(asked).toBe(10);
  undo();
});
