/**
 * What of the page is kept with the case, so that it opens as it was left. Stores register their part; the frame reads all
 * parts when a case opens and writes those that change. A case file may come from anybody: every part is checked by its
 * schema, and one that does not fit is left out.
 */
import type { StoreApi } from 'zustand';

/** As zod's, of which this room knows no more. */
interface Schema<P> {
  parse(value: unknown): P;
  safeParse(value: unknown): { success: true; data: P } | { success: false };
}

interface Part {
  read(): string;
  /** Null puts it back to how a new case begins. */
  write(json: string | null): void;
  subscribe(changed: () => void): () => void;
}

const parts = new Map<string, Part>();
const listeners = new Map<string, () => void>();
let values: Readonly<Record<string, string>> | null = null;
let notify: ((id: string, json: string) => void) | null = null;

/**
 * Keeps what the schema names of a store's state under `id`; call once, beside the store. `isHabit`: the person's own way of
 * working, which a case that says nothing leaves as it is; anything else begins anew with each case.
 */
export function keepWithCase<S extends object, P extends Partial<S>>(
  id: string,
  store: StoreApi<S>,
  schemaOf: () => Schema<P>,
  isHabit = false,
): void {
  let schema: Schema<P> | null = null;
  const the = (): Schema<P> => {
    schema ??= schemaOf();
    return schema;
  };
  const part: Part = {
    // What is too long to keep is not kept: it reads as nothing, and the page goes on.
    read: () => {
      const found = the().safeParse(store.getState());
      return JSON.stringify(found.success ? found.data : null);
    },
    write: (json) => {
      const kept = json === null ? null : checked(json, the());
      store.setState(kept ?? (isHabit ? {} : the().parse(store.getInitialState())));
    },
    subscribe: (changed) => store.subscribe(changed),
  };
  parts.set(id, part);
  // A view's own store comes with the view's code, which may be later than the case.
  if (values) {
    if (values[id] !== undefined) part.write(values[id]);
    listen(id, part);
  }
}

function checked<P>(json: string, schema: Schema<P>): P | null {
  try {
    const found = schema.safeParse(JSON.parse(json));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}

function listen(id: string, part: Part): void {
  let last = part.read();
  listeners.set(
    id,
    part.subscribe(() => {
      const now = part.read();
      if (now === last) return;
      last = now;
      notify?.(id, now);
    }),
  );
}

/** Puts the page as this case was left and tells every later change; returns the undo. */
export function followCase(
  kept: Readonly<Record<string, string>>,
  changed: (id: string, json: string) => void,
): () => void {
  for (const [id, part] of parts) {
    part.write(kept[id] ?? null);
    listen(id, part);
  }
  values = kept;
  notify = changed;
  return () => {
    for (const undo of listeners.values()) undo();
    listeners.clear();
    values = null;
    notify = null;
  };
}
