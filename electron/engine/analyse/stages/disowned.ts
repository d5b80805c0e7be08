/** Prompts of which the person said that somebody else made them, and stood by it. */
import { HOUR, MINUTE } from '../../../../shared/model/time';
import type { EpisodeView } from '../patterns/pattern';
import { refusedByPerson } from './episode-draft';
import { isKnownSpot } from './strange';

/** Prompts declined from which on a person means it, and how close together: one or two are declined by mistake. */
const BURST = { declined: 3, gap: 15 * MINUTE } as const;
/** How soon whoever did not mean it comes in: a report is taken back at once, or it stands. */
const TAKEN_BACK = { reported: 30 * MINUTE, declined: 2 * HOUR } as const;

type Told = Pick<EpisodeView, 'draft' | 'isMachine' | 'outcome' | 'nextOwn'>;

/** Whether the person reported fraud; the log has it as an outcome, or as a record of its own. */
export const isReported = ({ draft, outcome }: Pick<Told, 'draft' | 'outcome'>): boolean =>
  draft.report !== null || outcome('reported_fraud') > 0;

/** Reported, or declined again and again in one go, and never taken back: by coming in there, where they are known. */
export function isDisowned(view: Told): boolean {
  const { draft, isMachine, nextOwn } = view;
  if (isMachine) return false;
  const reported = isReported(view);
  if (!reported && !isBurst(draft)) return false;
  if (nextOwn === null || !isKnownSpot(nextOwn.standing)) return true;
  const { shares, delay } = nextOwn.facts;
  return !(shares.ip || shares.native || shares.session) || delay > TAKEN_BACK[reported ? 'reported' : 'declined'];
}

function isBurst(draft: Told['draft']): boolean {
  const declined = refusedByPerson(draft);
  return (
    declined >= BURST.declined &&
    2 * declined > draft.n &&
    draft.end - draft.start <= BURST.gap * Math.max(1, draft.n - 1)
  );
}
