import { isKnownSpot } from '../../stages/strange';
import type { Pattern } from '../pattern';
import { CSF_DE_CM_03, SP_800_63B, T1621 } from '../standards';

/** Prompts that somebody ignores who asked for them: the phone lies in another room. */
const SLEPT = 4;

export default {
  id: 'push_fatigue',
  title: 'Push fatigue',
  about:
    'Several prompts that the person refused or ignored, close together: somebody knows the password and keeps asking.',
  standards: [T1621, SP_800_63B, CSF_DE_CM_03],
  needs: 'prompts with their answers (second-factor log)',
  settings: [
    { id: 'prompts', value: 3, unit: 'prompts', about: 'Refused or unanswered prompts from which on it is a pattern' },
    { id: 'gap', value: 60, unit: 'minutes', about: 'Longest mean time between prompts' },
  ],
  look({ draft, isMachine, denials, span, outcome, standing }, setting) {
    if (isMachine) return null;
    // On the own network it is somebody else's doing where the person said so, from an address and device that are not theirs.
    const said = outcome('denied_by_user') + outcome('reported_fraud');
    const asked = said + outcome('no_response');
    const isMeant = said >= setting('prompts') || (said > 1 && asked > setting('prompts')) || asked > SLEPT;
    if (draft.side === 'own' && (isKnownSpot(standing) || !isMeant)) return null;
    if (asked < setting('prompts') || span / Math.max(1, denials - 1) > setting('gap') * 60_000) return null;
    return [
      {
        text: `${asked} prompts refused or ignored in ${Math.max(1, Math.round(span / 60_000))} min`,
        toward: 'attack',
        weight: Math.min(2, 0.35 * Math.log2(asked) + 0.25 * Math.log2(1 + said)),
        events: draft.sample.slice(0, 12),
      },
    ];
  },
} satisfies Pattern;
