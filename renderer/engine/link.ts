/** Is the engine there? The frame shows it; `connect.ts` sets it. */
import { create } from 'zustand';
import type { Locked } from '../../shared/rpc/message';

export interface Link {
  /** `recovering`: the host restarted the engine, we are connecting again. `lost`: the person must ask for a restart. */
  state: 'up' | 'recovering' | 'lost';
  /** The case that the engine locked by itself; null once a case is open again. */
  locked: Locked | null;
}

export const useLink = create<Link>(() => ({ state: 'up', locked: null }));
