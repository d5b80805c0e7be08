/** A page's web socket as a Port. What the page sends is hostile until parsed: a bad frame ends this page only. */
import type { WebSocket } from 'ws';
import { Listeners, type Port } from '../../shared/rpc/port';

/** Close code that tells the page that the engine died under it. */
export const ENGINE_LOST = 4001;

export function pagePort(socket: WebSocket): Port {
  const messages = new Listeners<[unknown]>();
  const closes = new Listeners<[]>();
  socket.on('message', (data, isBinary) => {
    let message: unknown;
    try {
      if (isBinary) throw new Error('text only');
      message = JSON.parse(data.toString());
    } catch {
      socket.close(1007, 'not JSON');
      return;
    }
    messages.emit(message);
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => closes.emit());
  return {
    send: (message) => socket.readyState === socket.OPEN && socket.send(JSON.stringify(message)),
    onMessage: (listener) => messages.add(listener),
    onClose: (listener) => closes.add(listener),
    close: () => socket.close(ENGINE_LOST, 'engine-lost'),
  };
}
