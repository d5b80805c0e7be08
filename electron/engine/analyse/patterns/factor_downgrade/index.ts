import type { Pattern } from '../pattern';
import { SP_800_63B, T1078_004 } from '../standards';

export default {
  id: 'factor_downgrade',
  title: 'Factor downgrade',
  about: 'After the refusal a weaker factor was accepted: the path lowered assurance.',
  standards: [SP_800_63B, T1078_004],
  needs: 'sign-ins with the factor used',
  settings: [],
  marksOnly: true,
  look: ({ links }) =>
    links.some(({ kind }) => kind === 'factor_downgrade' || kind === 'single_factor_gap') ? [] : null,
} satisfies Pattern;
