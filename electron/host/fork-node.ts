/** The engine as a child of plain Node: how the web host forks it, and Electron where its own Node is too old. */
import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Frame } from '../../shared/contract/control';
import type { EngineProcess } from '../supervise';
import { ENGINE_ARGS } from './newer-node';

/** Started with this the engine opens its door (`engine/transports/door.ts` has the same word). */
export const ENGINE_FLAG = '--sidedoor-engine';

/**
 * Forks `file` with the Node program `execPath`. No inspector and no options of ours reach it: `execArgv` is our own, and
 * the environment is passed without `NODE_OPTIONS`.
 */
export function forkNode(file: string, execPath: string = process.execPath): EngineProcess {
  const { NODE_OPTIONS: _dropped, ...env } = process.env;
  const child = fork(file, [ENGINE_FLAG], {
    execPath,
    execArgv: ENGINE_ARGS,
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return {
    // Sending to a child that just died is no error of ours: its exit is reported by `exit`.
    send: (message) => void (child.connected && child.send(message, () => {})),
    onMessage: (listener) => void child.on('message', (frame) => listener(frame as unknown as Frame)),
    onExit: (listener) => {
      let told = false;
      const tell = (code: number | null): void => {
        if (!told) listener(code);
        told = true;
      };
      child.on('exit', tell);
      child.on('error', () => tell(null)); // it could not be started at all
    },
    onLine: (listener) => void (child.stderr && createInterface({ input: child.stderr }).on('line', listener)),
    kill: () => void child.kill('SIGKILL'),
  };
}
