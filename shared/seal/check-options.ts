/** How a check is stopped, and how it tells how far it is. */
export interface CheckOptions {
  signal?: AbortSignal;
  progress?: (value: { phase: string; done: number; total: number; unit: 'bytes' | 'events' | 'steps' }) => void;
}
