import type { Pattern } from '../pattern';
import { NHI4, SP_800_63B, T1078_004 } from '../standards';

export default {
  id: 'legacy_bypass',
  title: 'Legacy bypass',
  about: 'After the refusal a protocol that cannot ask for a second factor let the identity in.',
  standards: [T1078_004, SP_800_63B, NHI4],
  needs: 'sign-ins with client or protocol',
  settings: [],
  marksOnly: true,
  look: ({ links }) => (links.some(({ kind }) => kind === 'legacy_protocol') ? [] : null),
} satisfies Pattern;
