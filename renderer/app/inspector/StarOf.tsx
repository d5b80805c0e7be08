import type { ReactNode } from 'react';
import { useStar } from '../../engine/use-star';
import { StarButton } from '../../ui/Star';

/** The star of what the inspector shows; `what` in words: "the event". */
export function StarOf({ id, what }: { id: string; what: string }): ReactNode {
  return <StarButton {...useStar(id, what)} />;
}
