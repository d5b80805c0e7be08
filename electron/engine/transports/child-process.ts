/** The engine as a forked Node process: frames over the IPC pipe (`serialization: 'advanced'`). */
import { type DoorEngine, serveFrames } from './door';

export function openChildProcess(engine: DoorEngine): void {
  const end = (): never => process.exit(0);
  // A frame that cannot be delivered belongs to a host that is going away; `disconnect` follows and ends us.
  const door = serveFrames(engine, (frame) => process.connected && process.send?.(frame, () => {}), end);
  process.on('message', door.receive);
  process.on('disconnect', door.stop);
}
