/** How the window forks the engine: as a utility process, or with the newer Node where this runtime's is too old. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import { messagePort } from '../../shared/rpc/message-port';
import { ENGINE_FLAG, forkNode } from '../host/fork-node';
import { isNodeTooOld, newerNode } from '../host/newer-node';
import { type EngineProcess, type Supervisor, supervise } from '../supervise';

export interface WindowEngine extends EngineProcess {
  /** Hands a page's port over; absent where frames must be relayed. */
  give?(port: MessagePortMain): void;
}

/** Files that other programs read must lie outside the archive. */
const unpacked = (path: string): string => path.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');

export function superviseEngine(dist: string): Supervisor<WindowEngine> {
  const file = unpacked(join(dist, 'engine', 'index.cjs'));
  if (!isNodeTooOld()) return supervise(() => forkUtility(file));
  // Old runtimes only (tests): better-sqlite3 would crash in their Node, so the engine runs in the one we bring. No
  // variable or flag names that program, and a runtime that can hold the engine never comes here.
  const node = newerNode(unpacked(join(dist, '..')));
  if (!node)
    throw new Error(`this runtime's Node ${process.versions.node} is too old for the engine, and none came along`);
  return supervise(() => forkNode(file, node));
}

function forkUtility(file: string): WindowEngine {
  const child = utilityProcess.fork(file, [ENGINE_FLAG], {
    serviceName: 'Sidedoor engine',
    stdio: ['ignore', 'ignore', 'pipe'],
    execArgv: [],
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: () => {}, // pages talk to it through their own ports
    onExit: (listener) => void child.on('exit', listener),
    onLine: (listener) => {
      if (child.stderr) createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', listener);
    },
    kill: () => void child.kill(),
    give: (port) => child.postMessage({ control: 'connect', conn: 'window' }, [port]),
  };
}

/** A port for the page, its other end at the engine; null while the engine is not running. */
export function pagePort(supervisor: Supervisor<WindowEngine>): MessagePortMain | null {
  const engine = supervisor.process();
  if (!engine) return null;
  const { port1, port2 } = new MessageChannelMain();
  if (engine.give) engine.give(port1);
  else supervisor.attach(messagePort(port1 as unknown as Parameters<typeof messagePort>[0]));
  return port2;
}
