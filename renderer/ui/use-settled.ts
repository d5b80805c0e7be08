import { useDeferredValue, useEffect, useLayoutEffect, useState } from 'react';
import { beginWork, idleTimeout } from './idle';

/** A hand that types rests this long when it has finished, ms. */
const TYPING_MS = 200;

/** The text once the hand rests: what is typed is not asked letter by letter. The page is not idle until then. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => (text === settled ? undefined : idleTimeout(() => setSettled(text), TYPING_MS)), [text, settled]);
  return settled;
}

/** As `useDeferredValue`, counted in the idle sign: the page is not idle while it shows an older value. */
export function useLate<T>(value: T): T {
  const late = useDeferredValue(value);
  const isLate = !Object.is(late, value);
  useLayoutEffect(() => (isLate ? beginWork() : undefined), [isLate]);
  return late;
}
