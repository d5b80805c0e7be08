/** Which of the frame's dialogs is open. */
import { create } from 'zustand';
import type { PickedFile } from '../../shared/contract/host';

interface OpenState {
  palette: boolean;
  help: boolean;
  actor: boolean;
  credits: boolean;
  /** The time strip as a table. */
  strip: boolean;
  chooser: 'open' | 'new' | null;
  /** An encrypted case that waits for its passphrase; `why`: what the engine said of it. */
  unlocking: { file: PickedFile; why: string } | null;
  /** Files that wait for the person's word before they are imported. */
  importing: PickedFile[] | null;
  set(
    part: Partial<
      Pick<OpenState, 'palette' | 'help' | 'actor' | 'credits' | 'strip' | 'chooser' | 'importing' | 'unlocking'>
    >,
  ): void;
}

export const useOpen = create<OpenState>((set) => ({
  palette: false,
  help: false,
  actor: false,
  credits: false,
  strip: false,
  chooser: null,
  importing: null,
  unlocking: null,
  set: (part) => set(part),
}));

/** Puts files before the person; those already waiting stay. */
export function askToImport(files: PickedFile[]): void {
  if (files.length === 0) return;
  const { importing, set } = useOpen.getState();
  set({ importing: [...(importing ?? []), ...files] });
}
