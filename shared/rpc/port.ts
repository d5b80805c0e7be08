/** A transport is `send` and `onMessage`; everything else is above it. */
export interface Port {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  onClose(listener: () => void): () => void;
  close(): void;
}

/** Small helper for adapters: a set of listeners with undo. */
export class Listeners<A extends unknown[]> {
  readonly #set = new Set<(...args: A) => void>();
  add(listener: (...args: A) => void): () => void {
    this.#set.add(listener);
    return () => void this.#set.delete(listener);
  }
  emit(...args: A): void {
    for (const listener of [...this.#set]) listener(...args);
  }
}
