/** What a transport needs of the engine, and the frames that several pages share one pipe with. */
import type { ControlMessage, Frame } from '../../../shared/contract/control';
import { Listeners, type Port } from '../../../shared/rpc/port';

export interface DoorEngine {
  /** Serves one page's port; returns the undo. */
  serve(port: Port): () => void;
  /** A host's word: tokens, who acts. */
  control(message: ControlMessage): void;
  close(): Promise<void>;
}

/** Hosts start the engine's file with this argument: being imported, or forked by a test runner, must not open a door. */
export const ENGINE_FLAG = '--sidedoor-engine';

/**
 * Serves pages whose frames `{ conn, message }` come mixed with control messages over one pipe. A frame of a connection
 * that was never announced, or is gone, is dropped: its page has been told `engine-lost` already.
 * `stopped` is called after the engine has closed.
 */
export function serveFrames(engine: DoorEngine, send: (frame: Frame) => void, stopped: () => void) {
  const pages = new Map<string, { messages: Listeners<[unknown]>; closes: Listeners<[]>; stop: () => void }>();
  const disconnect = (conn: string): void => {
    const page = pages.get(conn);
    if (!page) return;
    pages.delete(conn);
    page.closes.emit();
    page.stop();
  };
  const connect = (conn: string): void => {
    disconnect(conn);
    const messages = new Listeners<[unknown]>();
    const closes = new Listeners<[]>();
    const page = { messages, closes, stop: () => {} };
    pages.set(conn, page);
    page.stop = engine.serve({
      send: (message) => pages.get(conn) === page && send({ conn, message }),
      onMessage: (listener) => messages.add(listener),
      onClose: (listener) => closes.add(listener),
      close: () => disconnect(conn),
    });
  };
  const stop = async (): Promise<void> => {
    for (const conn of [...pages.keys()]) disconnect(conn);
    await engine.close();
    stopped();
  };
  return {
    receive(raw: unknown): void {
      const message = raw as Frame | ControlMessage;
      if (message === null || typeof message !== 'object') return;
      if (!('control' in message)) pages.get(message.conn)?.messages.emit(message.message);
      else if (message.control === 'connect') connect(message.conn);
      else if (message.control === 'disconnect') disconnect(message.conn);
      else if (message.control === 'stop') void stop();
      else engine.control(message);
    },
    /** The host is gone: close the case in order, then end. */
    stop: () => void stop(),
  };
}
