import type { Pattern } from '../pattern';
import { CSF_PR_AA_01, NHI1 } from '../standards';

export default {
  id: 'unowned_identity',
  title: 'Nobody owns it',
  about:
    'A machine identity for which neither the register, nor a rule in it, nor a log names an owner: nobody can say what it should do.',
  standards: [NHI1, CSF_PR_AA_01],
  needs: 'the register of identities, to tell owners',
  settings: [],
  marksOnly: true,
  // A defect of the item, not a reason for or against an attack.
  look: ({ isMachine, facts }) => (isMachine && facts.owner === null ? [] : null),
} satisfies Pattern;
