import type { Outcome } from '../../../../../shared/model/words';
import { OUTCOMES } from '../../read';
import type { Pattern } from '../pattern';
import { CSF_DE_CM_09, NHI10 } from '../standards';

/** Refusals that only a prompt to a person can end in. */
const ASKED: readonly Outcome[] = ['denied_by_user', 'reported_fraud', 'no_response', 'wrong_code', 'not_enrolled'];

export default {
  id: 'approval_path',
  title: 'Unexpected approval path',
  about:
    'A machine, workload or agent ran into a prompt that a person must answer: its flow asks for an approval that nobody is there to give, or a person uses its credential.',
  standards: [NHI10, CSF_DE_CM_09],
  needs: 'second-factor outcomes of machine identities',
  settings: [],
  look({ draft, isMachine, outcome }) {
    if (!isMachine) return null;
    const asked = ASKED.filter((word) => outcome(word) > 0);
    if (asked.length === 0) return null;
    const codes = new Set(asked.map((word) => OUTCOMES[word]));
    const isStrange = draft.side === 'strange';
    return [
      {
        text: 'a person was asked to approve what a machine identity does',
        toward: isStrange ? 'attack' : 'misconfigured',
        weight: isStrange ? 0.6 : 0.8,
        events: draft.sample.filter((denial) => codes.has(denial.outcome)).slice(0, 6),
      },
    ];
  },
} satisfies Pattern;
