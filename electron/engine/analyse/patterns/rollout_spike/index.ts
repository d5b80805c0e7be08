import { isKnownSpot, isOtherMachine, type Standing } from '../../stages/strange';
import type { Evidence, Pattern } from '../pattern';
import { CSF_DE_CM_03 } from '../standards';

/** On a network that nobody of the organisation uses: whoever sits there is not one of those who stumble at their desks. */
const isForeign = ({ network, others, shared }: Standing): boolean =>
  network === 'unseen' && others === 'new' && !shared;

/** Prompts ignored, those declined twice, that are more than a stumble. */
const PRESSED = 3;
/** Share of its weight that a crowd keeps: it stumbles at its desks, and says nothing of prompts that a stranger asks for. */
function shareOf(standing: Standing, refused: number): number {
  if (isForeign(standing)) return 0.4;
  return isOtherMachine(standing) || (refused > PRESSED && !isKnownSpot(standing)) ? 0.2 : 1;
}

export default {
  id: 'rollout_spike',
  title: 'Rollout spike',
  about:
    'Many people stumble at the same application within hours, from their usual places, or a rollout that concerns them is on file: a change of policy or method, not an attack.',
  standards: [CSF_DE_CM_03],
  needs: 'denials of the whole organisation',
  settings: [
    { id: 'people', value: 6, unit: 'people', about: 'Others who stumbled alike within three hours' },
    { id: 'times', value: 4, unit: 'times usual', about: 'How far above the usual number' },
  ],
  look({ draft, isMachine, facts, outcome, surroundings }, setting) {
    if (isMachine || draft.side === 'strange') return null;
    const [rollout] = facts.rollouts;
    const onFile: Evidence[] = rollout
      ? [
          {
            text: `the rollout ${rollout.facts.name} concerned them at the time`,
            toward: 'friction',
            // It excuses who stumbles at the own desk: of a place where nobody was before it tells little.
            weight: isKnownSpot(draft.strangest.standing) && 2 * outcome('blocked_by_policy') <= draft.n ? 1.2 : 0.5,
            events: draft.sample.slice(0, 1),
            rows: [rollout.id],
          },
        ]
      : [];
    if (!surroundings.isCrowd(setting('people'), setting('times'))) return onFile.length > 0 ? onFile : null;
    const { alike, alikeUsually } = surroundings;
    return [
      ...onFile,
      {
        text: `${alike} others stumbled at the same application within three hours (usual: ${alikeUsually.toFixed(1)})`,
        // People who stumble meet something new; people whom a policy turns away at their desks meet a mistake.
        toward: onFile.length === 0 && 2 * outcome('blocked_by_policy') > draft.n ? 'misconfigured' : 'friction',
        weight:
          shareOf(draft.strangest.standing, 2 * outcome('denied_by_user') + outcome('no_response')) *
          Math.min(2.5, 0.6 * Math.log2(1 + alike)),
        events: draft.sample.slice(0, 3),
      },
    ];
  },
} satisfies Pattern;
