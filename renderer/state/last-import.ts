/** How the newest import of this window ended, until the person has seen it. */
import { create } from 'zustand';
import type { ImportSummary } from '../../shared/model/ledger';

export const useLastImport = create<{ summary: ImportSummary | null; dismiss(): void }>((set) => ({
  summary: null,
  dismiss: () => set({ summary: null }),
}));
