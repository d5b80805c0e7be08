/** What can be done right now: mounted components register commands; the frame's keys and the palette run them. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { Command } from './view';

interface Commands {
  /** Groups in order of mounting; a later group wins a key over an earlier one. */
  groups: { id: number; where: string; commands: readonly Command[] }[];
}

export const useCommandStore = create<Commands>(() => ({ groups: [] }));
let nextId = 1;

/** Adds commands and returns the undo. `where` is the heading under which keys are listed ("Triage"). */
export function addCommands(where: string, commands: readonly Command[]): () => void {
  const id = nextId++;
  useCommandStore.setState((was) => ({ groups: [...was.groups, { id, where, commands }] }));
  return () => useCommandStore.setState((was) => ({ groups: was.groups.filter((group) => group.id !== id) }));
}

/** Registers commands while the component is mounted. Memoise the list: a new list is a new registration. */
export function useCommands(where: string, commands: readonly Command[]): void {
  useEffect(() => addCommands(where, commands), [where, commands]);
}
