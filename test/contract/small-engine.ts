/** The small contract behind the real doors: built into one file, started as worker thread and as child process. */
import type { DoorEngine } from '../../electron/engine/transports/door';
import { openDoor, startedAsEngine } from '../../electron/engine/transports/open-door';
import { serve } from '../../shared/rpc/server';
import { smallContract, smallHandlers } from './small-contract';

export function smallEngine(die: (code: number) => void): DoorEngine {
  const granted = new Map<string, string>();
  const handlers = smallHandlers(granted, die);
  return {
    serve: (port) => serve(port, smallContract, handlers),
    control: (message) => {
      if (message.control === 'grant') granted.set(message.token, message.path);
    },
    close: async () => {},
  };
}

if (startedAsEngine()) openDoor(smallEngine((code) => process.exit(code)));
