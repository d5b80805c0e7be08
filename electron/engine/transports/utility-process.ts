/** The engine as Electron's utility process: each page brings its own message port, main only introduces them. */
import type { ControlMessage } from '../../../shared/contract/control';
import { type AnyMessagePort, messagePort } from '../../../shared/rpc/message-port';
import type { DoorEngine } from './door';

interface ParentPort {
  on(event: 'message', listener: (event: { data: ControlMessage; ports: AnyMessagePort[] }) => void): void;
}

/** Electron's parent port; null in plain Node. The type is declared here: the engine knows nothing of Electron. */
export const utilityParentPort = (): ParentPort | null =>
  (process as unknown as { parentPort?: ParentPort }).parentPort ?? null;

export function openUtilityProcess(engine: DoorEngine): void {
  const parent = utilityParentPort();
  if (!parent) throw new Error('not in a utility process');
  parent.on('message', ({ data, ports: [port] }) => {
    if (data.control === 'connect') {
      if (port) engine.serve(messagePort(port));
    } else if (data.control === 'stop') void engine.close().then(() => process.exit(0));
    else if (data.control !== 'disconnect') engine.control(data);
  });
}
