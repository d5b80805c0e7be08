import type { Pattern } from '../pattern';
import { CSF_DE_CM_03 } from '../standards';

export default {
  id: 'user_mistake',
  title: 'User mistake',
  about: 'A slip at the usual place, made good soon after: a wrong code, a missed prompt, a wrong button.',
  standards: [CSF_DE_CM_03],
  needs: 'second-factor log and sign-ins',
  settings: [
    { id: 'denials', value: 4, unit: 'denials', about: 'Most denials that are still a slip' },
    { id: 'within', value: 30, unit: 'minutes', about: 'How soon the own sign-in must follow' },
  ],
  look({ draft, isMachine, denials, nextOwn, links, codes, outcome }, setting) {
    if (isMachine || draft.side === 'strange' || denials > setting('denials')) return null;
    if (links.length > 0 || outcome('reported_fraud') > 0) return null;
    const saidSo = codes.has('user_mistake') || codes.has('user_cancelled');
    const soon = nextOwn !== null && nextOwn.time - draft.end <= setting('within') * 60_000;
    if (!soon && !saidSo) return null;
    return saidSo
      ? [
          {
            text: 'the person called it a mistake or cancelled it',
            toward: 'friction',
            weight: draft.side === 'own' ? 0.5 : 0.2, // alone not enough: a lone denial stays undetermined
            events: draft.sample.slice(-1),
          },
        ]
      : [];
  },
} satisfies Pattern;
