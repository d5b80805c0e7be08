/** How one looks at a view (which part of it, a table for a picture, what is opened): chosen there, kept with the case. */
import { useCallback, useRef } from 'react';
import { create } from 'zustand';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

export type Choice = string | boolean | number | readonly string[];

interface Choices {
  choices: Record<string, Choice>;
}

/** Ids of opened things that are remembered; the newest ones. */
const REMEMBERED = 200;

export const useChoices = create<Choices>(() => ({ choices: {} }));
keepWithCase('choices', useChoices, KEPT_VIEW.choices);

/** Sets a choice from outside the view that it is of. */
export function choose(id: string, value: Choice): void {
  const held = Array.isArray(value) ? value.slice(-REMEMBERED) : value;
  useChoices.setState(({ choices }) => ({ choices: { ...choices, [id]: held } }));
}

/** True and false, text and lists: whether a kept value (a case file may come from anybody) is of the kind of `initial`. */
const isAlike = (value: Choice, initial: Choice): boolean =>
  typeof value === typeof initial && Array.isArray(value) === Array.isArray(initial);

/**
 * One choice of a view, by `view.name`; as `useState`, but it outlasts a look elsewhere and a restart. Where only some words
 * are choices, `among` lists them.
 */
export function useChoice<T extends Choice>(
  id: string,
  initial: T,
  among?: readonly T[],
): [T, (next: T | ((was: T) => T)) => void] {
  const kept = useChoices(({ choices }) => choices[id]);
  const read = (value: Choice | undefined): T =>
    value !== undefined && isAlike(value, initial) && (!among || among.includes(value as T)) ? (value as T) : initial;
  // What is read changes with every drawing; who sets it needs the same function throughout.
  const latest = useRef(read);
  latest.current = read;
  const set = useCallback(
    (next: T | ((was: T) => T)) =>
      choose(id, next instanceof Function ? next(latest.current(useChoices.getState().choices[id])) : next),
    [id],
  );
  return [read(kept), set];
}
