/**
 * A component whose code comes when it is wanted. Not React's own `lazy`: what that had shown a waiting sign for is held back
 * for 300 ms, though it be there, and it cannot be had before it is drawn.
 */
import type { ComponentType } from 'react';

export interface Later {
  /** Null until its code is there. */
  now(): ComponentType | null;
  /** Fetches the code; once for all who ask, anew after a failure. */
  load(): Promise<unknown>;
}

export function later(fetch: () => Promise<ComponentType>): Later {
  let held: ComponentType | null = null;
  let coming: Promise<unknown> | null = null;
  return {
    now: () => held,
    load: () => {
      coming ??= fetch().then(
        (component) => {
          held = component;
        },
        (failed: unknown) => {
          coming = null;
          throw failed;
        },
      );
      return coming;
    },
  };
}
