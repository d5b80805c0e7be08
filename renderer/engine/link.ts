/** Is the engine there? The frame shows it; `connect.ts` sets it. */
import { create } from 'zustand';

export interface Link {
  /** `recovering`: the host restarted the engine, we are connecting again. `lost`: the person must ask for a restart. */
  state: 'up' | 'recovering' | 'lost';
}

export const useLink = create<Link>(() => ({ state: 'up' }));
