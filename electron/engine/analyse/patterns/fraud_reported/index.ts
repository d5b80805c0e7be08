import { isDisowned, isReported } from '../../stages/disowned';
import type { Pattern } from '../pattern';
import { CSF_DE_CM_03, T1621 } from '../standards';

export default {
  id: 'fraud_reported',
  title: 'Fraud reported',
  about: 'The person reported the prompt as fraud: the word of the one who knows.',
  standards: [T1621, CSF_DE_CM_03],
  needs: 'second-factor log or reports of suspicious activity',
  settings: [],
  look(view) {
    const { draft } = view;
    if (!isReported(view)) return null;
    const events = draft.report ? [draft.report] : draft.sample.filter((denial) => denial.flags >= 0).slice(-2);
    const disowns = isDisowned(view) ? ({ disowns: true } as const) : {};
    return [{ text: 'the person reported the prompt as fraud', toward: 'attack', weight: 2.6, events, ...disowns }];
  },
} satisfies Pattern;
