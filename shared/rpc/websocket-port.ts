import { Listeners, type Port } from './port';

/** The least that the browser's and Node's web sockets have in common. */
export interface AnyWebSocket {
  readyState: number;
  send(data: string): void;
  close(): void;
  addEventListener(event: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(event: 'open' | 'close' | 'error', listener: () => void): void;
}

const OPEN = 1;

/** JSON over a web socket; what is sent before it is open waits. */
export function websocketPort(socket: AnyWebSocket): Port {
  const messages = new Listeners<[unknown]>();
  const closes = new Listeners<[]>();
  const waiting: string[] = [];
  socket.addEventListener('open', () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  socket.addEventListener('message', (event) => messages.emit(JSON.parse(String(event.data))));
  socket.addEventListener('close', () => closes.emit());
  return {
    send(message) {
      const text = JSON.stringify(message);
      if (socket.readyState === OPEN) socket.send(text);
      else waiting.push(text);
    },
    onMessage: (listener) => messages.add(listener),
    onClose: (listener) => closes.add(listener),
    close: () => socket.close(),
  };
}
