/** The engine in a worker thread: frames over the parent port. */
import { parentPort } from 'node:worker_threads';
import { type DoorEngine, serveFrames } from './door';

export function openWorkerThread(engine: DoorEngine): void {
  const port = parentPort;
  if (!port) throw new Error('not in a worker thread');
  const door = serveFrames(
    engine,
    (frame) => port.postMessage(frame),
    () => port.close(),
  );
  port.on('message', door.receive);
}
