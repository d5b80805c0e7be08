import type { Pattern } from '../pattern';
import { placeEvidence } from '../place';
import { CSF_DE_CM_03, CSF_DE_CM_09 } from '../standards';

const REASONS = new Set(['native.unseen', 'browser.unseen'] as const);

export default {
  id: 'new_device',
  title: 'New device',
  about: 'The device, or the kind of browser and system, was never used by the identity before.',
  standards: [CSF_DE_CM_03, CSF_DE_CM_09],
  needs: 'earlier sign-ins of the identity with devices or user agents',
  settings: [],
  look: (view) => (view.isMachine ? null : placeEvidence(view, REASONS)),
} satisfies Pattern;
