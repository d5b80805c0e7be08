import type { Pattern } from '../pattern';
import { CSF_DE_CM_09, NHI7 } from '../standards';

export default {
  id: 'unowned_identity',
  title: 'Nobody owns it',
  about:
    'A machine identity for which neither the register, nor a rule in it, nor a log names an owner: nobody can say what it should do.',
  standards: [NHI7, CSF_DE_CM_09],
  needs: 'the register of identities, to tell owners',
  settings: [],
  // A defect of the item, not a reason for or against an attack.
  look: ({ isMachine, facts }) => (isMachine && facts.owner === null ? [] : null),
} satisfies Pattern;
