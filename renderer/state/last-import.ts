/** How the newest import of this window ended, until the person has seen it. */
import { create } from 'zustand';
import type { PickedFile } from '../../shared/contract/host';
import type { ImportSummary } from '../../shared/model/ledger';

interface LastImport {
  summary: ImportSummary | null;
  /** What was handed in for it. */
  given: readonly PickedFile[];
  dismiss(): void;
}

export const useLastImport = create<LastImport>((set) => ({
  summary: null,
  given: [],
  dismiss: () => set({ summary: null, given: [] }),
}));

/** What was handed in and holds the file of this name; null where it cannot be told. */
export function givenFor(given: readonly PickedFile[], file: string): PickedFile | null {
  const holds = given.filter(({ name }) => file === name || file.startsWith(`${name}/`));
  return holds.length === 1 ? holds[0]! : null;
}
