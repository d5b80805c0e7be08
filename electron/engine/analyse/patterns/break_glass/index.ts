import { requestText } from '../../stages/register';
import type { Pattern } from '../pattern';
import { CSF_DE_CM_03, SP_800_207 } from '../standards';

export default {
  id: 'break_glass',
  title: 'Break-glass access',
  about:
    'An emergency account, or an emergency access that is on file. With a request it is expected, without one it is a question; it is never folded away.',
  standards: [SP_800_207, CSF_DE_CM_03],
  needs: 'the register of identities (break_glass) or access requests of that type',
  settings: [],
  look({ draft, facts }) {
    const onFile = facts.requests.find(({ row }) => row.facts.type === 'break_glass');
    if (!onFile && !facts.isBreakGlass) return null;
    const events = draft.sample.slice(0, 1);
    if (onFile) {
      const { row, phase } = onFile;
      return [
        { text: `${requestText(row)} is on file: denied ${phase}`, toward: 'expected', weight: draft.side === 'strange' ? 1 : 2.2, events, rows: [row.id] }, // biome-ignore format: one piece
      ];
    }
    return [
      {
        text: 'an emergency account was used, and no request for it is on file',
        toward: 'attack',
        weight: draft.side === 'own' ? 0.6 : 1.6,
        events,
        rows: [...facts.identityRows].slice(0, 3),
      },
    ];
  },
} satisfies Pattern;
