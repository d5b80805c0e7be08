/** The case against a published attack, and denials against dated changes. */
import type { HandlersOf, sequences } from '../../../shared/contract';
import type { Session } from '../session';
import { heldAgainst, rolloutEffects } from './held';

export function sequenceHandlers(session: Session): HandlersOf<typeof sequences> {
  return {
    'analysis.sequence': ({ episode }) => heldAgainst(session.case().db.read, episode),
    'analysis.rollouts': ({ at, days }) => rolloutEffects(session.case().db.read, at, days),
  };
}
