import { Listeners, type Port } from './port';

/** Two ends in one process. Messages are cloned and delivered later, as any real transport would. */
export function memoryPair(): [Port, Port] {
  const ends = [new Listeners<[unknown]>(), new Listeners<[unknown]>()] as const;
  const closed = [new Listeners<[]>(), new Listeners<[]>()] as const;
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    for (const end of closed) end.emit();
  };
  const make = (own: 0 | 1, other: 0 | 1): Port => ({
    send(message) {
      const copy = structuredClone(message);
      queueMicrotask(() => open && ends[other].emit(copy));
    },
    onMessage: (listener) => ends[own].add(listener),
    onClose: (listener) => closed[own].add(listener),
    close,
  });
  return [make(0, 1), make(1, 0)];
}
