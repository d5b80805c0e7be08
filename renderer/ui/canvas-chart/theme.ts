/** The stylesheet's variables for canvases: read once, read again when theme, contrast or colour scheme changes. */
import { useSyncExternalStore } from 'react';

export type Colours = (name: string) => string;

/** `var(--denied)` -> `--denied`: what a look says for a style sheet, as a colour is asked for. */
export const tokenOf = (css: string): string => css.slice(4, -1);

let held = new Map<string, string>();
let version = 0;
const listeners = new Set<() => void>();
let watching = false;

function changed(): void {
  held = new Map();
  version++;
  colours = (name) => read(name);
  for (const listener of [...listeners]) listener();
}

function watch(): void {
  if (watching) return;
  watching = true;
  new MutationObserver(changed).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'class', 'style'],
  });
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'])
    matchMedia(query).addEventListener('change', changed);
}

function read(name: string): string {
  let value = held.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    held.set(name, value);
  }
  return value;
}

let colours: Colours = (name) => read(name);

/** `colours('--denied')`; the function is a new one after every change of theme, so it fits a dependency list. */
export function useColours(): Colours {
  useSyncExternalStore(
    (listener) => {
      watch();
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => version,
  );
  return colours;
}
