import { changeText, lagText } from '../../stages/register';
import type { Pattern } from '../pattern';
import { CSF_DE_CM_09, NHI7 } from '../standards';

/** Entra: client secret expired; client assertion outside its validity; refresh token expired by inactivity. */
const EXPIRED = new Set(['7000222', '700024', '70008', '700082']);

export default {
  id: 'expired_secret',
  title: 'Expired secret',
  about: 'The vendor or the register says that the credential has expired: somebody forgot to rotate it.',
  standards: [NHI7, CSF_DE_CM_09],
  needs: 'failed sign-ins of machine identities with their codes',
  settings: [],
  look({ draft, isMachine, codes, facts }) {
    if (!isMachine) return null;
    const onFile = facts.changes.find(({ row, lag }) => row.facts.type === 'secret_expired' && lag >= 0);
    const n = [...codes].reduce((sum, [code, count]) => sum + (EXPIRED.has(code) ? count : 0), 0);
    if (n === 0 && onFile)
      return [
        {
          text: `${changeText(onFile.row)}: ${lagText(onFile.lag)}`,
          toward: 'misconfigured',
          weight: 2.2,
          events: [draft.sample[0]!],
          rows: [onFile.row.id],
        },
      ];
    if (n === 0) return null;
    return [
      {
        text: 'the vendor says that the credential has expired',
        toward: 'misconfigured',
        weight: 2.5,
        events: [draft.sample[0]!],
        ...(onFile && { rows: [onFile.row.id] }),
      },
    ];
  },
} satisfies Pattern;
