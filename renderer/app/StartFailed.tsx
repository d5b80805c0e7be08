import type { ReactNode } from 'react';
import { asSidedoorError } from '../engine/query-cache';
import { Problem } from '../ui/States';

/** Shown in the page's place when the host refuses it: before that there is no engine to ask. */
export function StartFailed({ error }: { error: unknown }): ReactNode {
  document.documentElement.dataset.idle = 'true';
  return <Problem title="Sidedoor could not start in this window" error={asSidedoorError(error)} />;
}
