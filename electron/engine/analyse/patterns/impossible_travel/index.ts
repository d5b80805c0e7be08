import type { Pattern } from '../pattern';
import { placeEvidence } from '../place';
import { CSF_DE_CM_03, T1078_004 } from '../standards';

const REASONS = new Set(['speed'] as const);

export default {
  id: 'impossible_travel',
  title: 'Impossible travel',
  about: 'The denied prompt came from further away than anybody travels in the time since the last own sign-in.',
  standards: [T1078_004, CSF_DE_CM_03],
  needs: 'places of sign-ins (log or address database)',
  settings: [],
  look: (view) => placeEvidence(view, REASONS) ?? (view.standing.away && view.standing.speed !== null ? [] : null),
} satisfies Pattern;
