/** What the report shall show, as chosen in this window; kept while the window is open. */
import { create } from 'zustand';
import type { ReportPart } from '../../../shared/model/report';

export interface Chosen {
  parts: readonly ReportPart[];
  mark: string;
  scope: string;
  logo: { ref: string; name: string } | null;
  template: { ref: string; name: string } | null;
}

export const useChosen = create<Chosen>(() => ({
  parts: ['executive', 'technical', 'legal'],
  mark: '',
  scope: '',
  logo: null,
  template: null,
}));
