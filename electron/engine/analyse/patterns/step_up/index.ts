import { hasFlag } from '../../../../../shared/model/event';
import { requestText } from '../../stages/register';
import type { Pattern } from '../pattern';
import { SP_800_63B, T1548_005 } from '../standards';

export default {
  id: 'step_up',
  title: 'Step-up',
  about: 'A stronger factor was asked inside a session that was already there, and passed soon after.',
  standards: [SP_800_63B, T1548_005],
  needs: 'sign-ins with sessions, or access requests',
  settings: [{ id: 'within', value: 15, unit: 'minutes', about: 'How soon the factor must be passed' }],
  look({ draft, isMachine, nextOwn, links, facts }, setting) {
    const onFile = facts.requests.find(({ row }) => row.facts.type === 'step_up');
    if (onFile && draft.side !== 'strange') {
      return [
        {
          text: `${requestText(onFile.row)} is on file: denied ${onFile.phase}`,
          toward: 'expected',
          weight: 2.1,
          events: draft.sample.slice(0, 1),
          rows: [onFile.row.id],
        },
      ];
    }
    if (isMachine || draft.side !== 'own' || links.length > 0 || nextOwn === null) return null;
    const inSession = nextOwn.session !== null && draft.sessions.includes(nextOwn.session);
    const isPrivileged = draft.sample.some((denial) => hasFlag(denial.flags, 'privileged'));
    if (!inSession && !isPrivileged) return null;
    if (nextOwn.time - draft.end > setting('within') * 60_000) return null;
    return [
      {
        text: 'the factor was passed minutes later in the same session',
        toward: 'expected',
        weight: 1,
        events: [nextOwn],
      },
    ];
  },
} satisfies Pattern;
