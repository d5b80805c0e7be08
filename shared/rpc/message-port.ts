import { Listeners, type Port } from './port';

/** The least that DOM, worker-thread and Electron message ports have in common. */
export interface AnyMessagePort {
  postMessage(message: unknown): void;
  close?(): void;
  start?(): void;
  on?(event: string, listener: (value: never) => void): unknown;
  addEventListener?(event: string, listener: (event: { data: unknown }) => void): void;
}

/** Adapts a message port; Electron's and the DOM's wrap the data in an event, Node's does not. */
export function messagePort(port: AnyMessagePort): Port {
  const messages = new Listeners<[unknown]>();
  const closes = new Listeners<[]>();
  if (port.addEventListener) {
    port.addEventListener('message', (event) => messages.emit(event.data));
    port.addEventListener('close', () => closes.emit());
  } else if (port.on) {
    port.on('message', ((value: unknown) => messages.emit(unwrap(value))) as (value: never) => void);
    port.on('close', () => closes.emit());
  }
  port.start?.();
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => messages.add(listener),
    onClose: (listener) => closes.add(listener),
    close: () => port.close?.(),
  };
}

const unwrap = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && 'data' in value && 'ports' in value ? value.data : value;
