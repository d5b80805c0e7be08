import type { Pattern } from '../pattern';
import { CSF_DE_CM_03, T1621 } from '../standards';

export default {
  id: 'stopped_after_few',
  title: 'Stopped after few',
  about:
    'One or two prompts from a strange place, then silence there: whoever knows the password did not insist. Look for another way in.',
  standards: [T1621, CSF_DE_CM_03],
  needs: 'prompts with their answers (second-factor log)',
  settings: [{ id: 'prompts', value: 2, unit: 'prompts', about: 'Most denials that still count as few' }],
  look({ draft, isMachine, denials, outcome }, setting) {
    if (isMachine || draft.side !== 'strange' || denials > setting('prompts')) return null;
    const asked =
      outcome('denied_by_user') + outcome('no_response') + outcome('reported_fraud') + outcome('wrong_code');
    if (asked === 0) return null;
    return outcome('denied_by_user') === 0
      ? []
      : [{ text: 'the person declined the prompt', toward: 'attack', weight: 0.5, events: draft.sample.slice(0, 2) }];
  },
} satisfies Pattern;
