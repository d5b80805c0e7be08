import { plural } from '../../../../../shared/base/text';
import { windowText } from '../../stages/windows';
import type { EpisodeView, Pattern } from '../pattern';
import { CSF_DE_CM_09, NHI7 } from '../standards';

export default {
  id: 'out_of_window',
  title: 'Outside its window',
  about:
    'A machine or agent was refused outside the hours in which it is meant to run: whoever used its credential kept other hours.',
  standards: [NHI7, CSF_DE_CM_09],
  needs: 'execution windows of machine identities, or thirty sign-ins that tell its hours',
  settings: [
    { id: 'denials', value: 12, unit: 'denials', about: 'From so many on it is a loop that keeps no hours, and its own past tells no window' }, // biome-ignore format: one setting
  ],
  look(view, setting) {
    const { draft, isMachine, facts, outcome } = view;
    if (!isMachine) return null;
    if (facts.windows.length === 0) return isOddHour(view, setting('denials')) ? [] : null;
    if (facts.outside.length === 0) return null;
    const share = facts.outside.length / draft.sample.length;
    // At its usual place it is the machine itself that is late: the policy that holds it to its hours did its work.
    const isHeld = draft.side === 'own' && draft.sides.strange === 0 && outcome('blocked_by_policy') === draft.n;
    return [
      {
        text: `${plural(facts.outside.length, 'denial')} outside its execution window (${facts.windows
          .slice(0, 2)
          .map(({ facts: window }) => windowText(window))
          .join('; ')})`,
        toward: isHeld ? 'expected' : 'attack',
        weight: isHeld ? 2 * share : 0.5 + 0.9 * share,
        events: facts.outside.slice(0, 5),
        rows: facts.windows.map(({ id }) => id).slice(0, 4),
      },
    ];
  },
} satisfies Pattern;

/** Where no window is on file, the own past tells one: an hour at which it hardly ever signed in. The place weighs it. */
const isOddHour = ({ draft, standing }: EpisodeView, loop: number): boolean => standing.hours < 0.01 && draft.n < loop;
