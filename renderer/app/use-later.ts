/** How the frame has the code of views: when one is opened, and beforehand. */
import { type ComponentType, useEffect, useState } from 'react';
import type { Later } from '../state/later';

/** The component, or null while its code is on its way; throws where it cannot come, for the boundary around it. */
export function useLater(wanted: Later): ComponentType | null {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState<{ why: unknown } | null>(null);
  const isThere = wanted.now() !== null;
  useEffect(() => {
    if (isThere) return;
    let isOver = false;
    wanted.load().then(
      () => isOver || redraw((was) => was + 1),
      (why: unknown) => isOver || setFailed({ why }),
    );
    return () => {
      isOver = true;
    };
  }, [wanted, isThere]);
  if (failed) throw failed.why;
  return wanted.now();
}

/** Fetches one after the other while the page has nothing else to do; returns the undo. What fails is fetched when wanted. */
export function fetchWhenIdle(wanted: readonly Later[]): () => void {
  let isOver = false;
  const next = async (at: number): Promise<void> => {
    const one = wanted[at];
    if (!one || isOver) return;
    await one.load().catch(() => undefined);
    window.requestIdleCallback(() => void next(at + 1));
  };
  window.requestIdleCallback(() => void next(0));
  return () => {
    isOver = true;
  };
}
