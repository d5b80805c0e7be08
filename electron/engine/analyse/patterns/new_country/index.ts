import type { Pattern } from '../pattern';
import { placeEvidence } from '../place';
import { CSF_DE_CM_03, T1078_004 } from '../standards';

const REASONS = new Set(['country.unseen'] as const);

export default {
  id: 'new_country',
  title: 'New country',
  about: 'The identity was never seen in the country of the denied prompt before.',
  standards: [T1078_004, CSF_DE_CM_03],
  needs: 'earlier sign-ins of the identity',
  settings: [],
  // Explained by travel it is still a new country: said, and without weight.
  look: (view) =>
    placeEvidence(view, REASONS) ?? (view.standing.away && view.standing.country === 'unseen' ? [] : null),
} satisfies Pattern;
