import type { Pattern } from '../pattern';
import { placeEvidence } from '../place';
import { CSF_DE_CM_03 } from '../standards';

const REASONS = new Set(['network.unseen'] as const);

export default {
  id: 'new_network',
  title: 'New network',
  about: 'The identity never used the network (autonomous system) of the denied prompt before.',
  standards: [CSF_DE_CM_03],
  needs: 'earlier sign-ins of the identity',
  settings: [],
  look: (view) => placeEvidence(view, REASONS),
} satisfies Pattern;
