import type { Pattern } from '../pattern';
import { CSF_DE_CM_03, T1078_004, T1110_003 } from '../standards';

export default {
  id: 'password_spray',
  title: 'Password spray',
  about: 'The denied address also failed at other identities within a day: one intruder at many doors.',
  standards: [T1110_003, T1078_004, CSF_DE_CM_03],
  needs: 'failed sign-ins of all identities',
  settings: [
    { id: 'identities', value: 3, unit: 'identities', about: 'Other identities that failed from the address' },
  ],
  look({ draft, standing, surroundings }, setting) {
    const { sprayed, sprayFailures } = surroundings;
    const isOwn = draft.side === 'own' && standing.ip !== 'unseen';
    if (isOwn || standing.shared || sprayed < setting('identities')) return null;
    return [
      {
        text: `${sprayed} other identities failed from the same address within a day (${sprayFailures} failures)`,
        toward: 'attack',
        weight: Math.min(2.2, 0.6 * Math.log2(1 + sprayed)),
        events: draft.sample.slice(0, 6),
      },
    ];
  },
} satisfies Pattern;
