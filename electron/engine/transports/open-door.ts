/** Opens whichever door this process or thread was started with. */
import { isMainThread } from 'node:worker_threads';
import { openChildProcess } from './child-process';
import { type DoorEngine, ENGINE_FLAG } from './door';
import { openUtilityProcess, utilityParentPort } from './utility-process';
import { openWorkerThread } from './worker-thread';

/** True where a host started this file as the engine; false where it was only imported (command line, tests). */
export const startedAsEngine = (): boolean => process.argv.includes(ENGINE_FLAG);

/** Serves the engine to the host that started it. Throws where there is no host to talk to. */
export function openDoor(engine: DoorEngine): void {
  if (utilityParentPort()) openUtilityProcess(engine);
  else if (!isMainThread) openWorkerThread(engine);
  else if (process.send) openChildProcess(engine);
  else throw new Error('the engine is started by a host (window, web host or command line), not by hand');
}
