import { lifePhase, stepOf } from '../../stages/recent';
import { requestText } from '../../stages/register';
import type { Pattern } from '../pattern';
import { SP_800_207, T1548_005 } from '../standards';

export default {
  id: 'jit_flow',
  title: 'Just-in-time access',
  about:
    'An access request of the identity is on record around the denial, in a log or in the register: part of an activation, not an attack.',
  standards: [SP_800_207, T1548_005],
  needs: 'access requests (JIT, PIM, PAM), from logs or a register',
  settings: [{ id: 'around', value: 240, unit: 'minutes', about: 'How far from the denial a request may lie' }],
  look({ draft, facts, names }, setting) {
    if (draft.side === 'strange') return null;
    const onFile = facts.requests.find(({ row }) => row.facts.type === 'jit' || row.facts.type === 'pam_checkout');
    if (onFile) {
      const { row, phase, fitsResource } = onFile;
      return [
        {
          text: `${requestText(row)} is on file: denied ${phase}`,
          toward: 'expected',
          weight: fitsResource ? 2.6 : 2.1,
          events: draft.sample.slice(0, 1),
          rows: [row.id],
        },
      ];
    }
    if (draft.isMachine) return null;
    const near = draft.requests.filter(
      ({ time }) => time >= draft.start - setting('around') * 60_000 && time <= draft.end + setting('around') * 60_000,
    );
    if (near.length === 0) return null;
    const steps = near.map(({ action, time }) => ({ step: stepOf(names.term(action) ?? ''), time }));
    return [
      {
        text: `an access request of the identity is on record: denied ${lifePhase(steps, draft.start)}`,
        toward: 'expected',
        weight: 1.8,
        events: near.slice(0, 3),
      },
    ];
  },
} satisfies Pattern;
