import type { Pattern } from '../pattern';
import { CSF_DE_CM_09, NHI2 } from '../standards';

export default {
  id: 'secret_probe',
  title: 'Secret probe',
  about: 'Somebody tries secrets of a machine identity from a place that it never works from.',
  standards: [NHI2, CSF_DE_CM_09],
  needs: 'failed and successful sign-ins of machine identities',
  settings: [],
  look({ draft, isMachine, outcome }) {
    if (!isMachine || draft.side !== 'strange' || outcome('password_failed') === 0) return null;
    return [
      {
        text: 'a wrong secret from a place where this identity never works',
        toward: 'attack',
        weight: 0.8,
        events: draft.sample.filter((denial) => denial.side === 'strange').slice(0, 6),
      },
    ];
  },
} satisfies Pattern;
