import { expect, it, vi } from 'vitest';
import type { ControlMessage, Frame } from '../shared/contract/control';
import { memoryPair } from '../shared/rpc/memory-port';
import { type EngineProcess, type Lost, supervise } from './supervise';

/** An engine process that does nothing but remember, and dies when told. */
function fakeEngines() {
  const engines: { said: (ControlMessage | Frame)[]; exit(code: number | null): void; line(text: string): void }[] = [];
  const fork = (): EngineProcess => {
    let exit: (code: number | null) => void = () => {};
    let line: (text: string) => void = () => {};
    const said: (ControlMessage | Frame)[] = [];
    engines.push({ said, exit: (code) => exit(code), line: (text) => line(text) });
    return {
      send: (message) => {
        said.push(message);
        if ('control' in message && message.control === 'stop') queueMicrotask(() => exit(0));
      },
      onMessage: () => {},
      onExit: (listener) => {
        exit = listener;
      },
      onLine: (listener) => {
        line = listener;
      },
      kill: () => exit(null),
    };
  };
  return { engines, fork };
}

it('restarts once, says grants and the newest actor again, keeps the last lines', () => {
  const { engines, fork } = fakeEngines();
  const supervisor = supervise(fork, { calmMs: 1_000 });
  const lost: Lost[] = [];
  supervisor.onLost((how) => lost.push(how));
  supervisor.control({ control: 'grant', token: 't', path: '/a', use: 'read' });
  supervisor.control({ control: 'actor', name: 'first', confirmed: false });
  supervisor.control({ control: 'actor', name: 'second', confirmed: true });
  engines[0]!.line('last words');
  engines[0]!.exit(9);
  expect(engines).toHaveLength(2);
  expect(engines[1]!.said).toEqual([
    { control: 'grant', token: 't', path: '/a', use: 'read' },
    { control: 'actor', name: 'second', confirmed: true },
  ]);
  expect(lost).toEqual([{ code: 9, restarted: true, lines: ['last words'] }]);
});

it('leaves a second death within the calm time to the person', () => {
  vi.useFakeTimers();
  const { engines, fork } = fakeEngines();
  const supervisor = supervise(fork, { calmMs: 1_000 });
  const restarted: boolean[] = [];
  supervisor.onLost((how) => restarted.push(how.restarted));
  engines[0]!.exit(1);
  vi.advanceTimersByTime(500);
  engines[1]!.exit(1);
  expect(restarted).toEqual([true, false]);
  expect(supervisor.process()).toBeNull();
  supervisor.restart();
  expect(engines).toHaveLength(3);
  vi.advanceTimersByTime(5_000);
  engines[2]!.exit(1); // long after: once more by itself
  expect(restarted).toEqual([true, false, true]);
  vi.useRealTimers();
});

it('closes the ports of all pages when the engine dies, and of pages that come while it is away', () => {
  const { engines, fork } = fakeEngines();
  const supervisor = supervise(fork, { calmMs: 60_000 });
  const closed: string[] = [];
  const page = (name: string): void => {
    const [own, other] = memoryPair();
    own.onClose(() => closed.push(name));
    supervisor.attach(other);
  };
  page('a');
  page('b');
  engines[0]!.exit(1);
  expect(closed).toEqual(['a', 'b']);
  engines[1]!.exit(1);
  page('c');
  expect(closed).toEqual(['a', 'b', 'c']);
});

it('kills an engine that does not stop in time', async () => {
  const { engines, fork } = fakeEngines();
  const supervisor = supervise(() => {
    const child = fork();
    return { ...child, send: () => {} };
  });
  await supervisor.stop(10);
  expect(engines).toHaveLength(1);
  expect(supervisor.process()).toBeNull();
});
