import { useEffect } from 'react';

/**
 * A list whose end is in sight keeps it in sight when room at its foot is taken or given back: what a notice would cover
 * moves out from under it. A list that stands elsewhere stays where it is.
 */
export function useKeptEnd(scroller: { current: HTMLElement | null }, isThere: boolean): void {
  useEffect(() => {
    const list = scroller.current;
    if (!list || !isThere) return;
    const restOf = (): number => list.scrollHeight - list.scrollTop - list.clientHeight;
    let isAtEnd = restOf() < 2;
    const note = (): void => {
      isAtEnd = restOf() < 2;
    };
    // The content box shrinks by the padding for a notice, which comes and goes without a scroll.
    const observer = new ResizeObserver(() => {
      if (isAtEnd) list.scrollTop = list.scrollHeight;
    });
    observer.observe(list);
    list.addEventListener('scroll', note);
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', note);
    };
  }, [scroller, isThere]);
}
