import { plural } from '../../../../../shared/base/text';
import { hasFlag } from '../../../../../shared/model/event';
import type { Pattern } from '../pattern';
import { CSF_PR_PS_04 } from '../standards';

export default {
  id: 'delayed_log',
  title: 'Late log',
  about:
    'Records of the denials or of what followed reached the log late: whoever looked at it then did not see them. It speaks neither for nor against an attack.',
  standards: [CSF_PR_PS_04],
  needs: 'exports that carry the time of ingestion beside the time of the event',
  settings: [{ id: 'records', value: 1, unit: 'records', about: 'Late records from which on it is said' }],
  marksOnly: true,
  look({ draft, links }, setting) {
    const late = [...draft.sample, ...links].filter(({ flags }) => hasFlag(flags, 'late_record'));
    if (late.length < setting('records')) return null;
    return [
      {
        text: `${plural(late.length, 'record')} of it reached the log late`,
        toward: 'friction',
        weight: 0,
        events: late.slice(0, 6),
      },
    ];
  },
} satisfies Pattern;
