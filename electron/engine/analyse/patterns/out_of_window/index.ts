import { plural } from '../../../../../shared/base/text';
import { windowText } from '../../stages/windows';
import type { Pattern } from '../pattern';
import { CSF_DE_CM_09, NHI7 } from '../standards';

export default {
  id: 'out_of_window',
  title: 'Outside its window',
  about:
    'A machine or agent was refused outside the hours in which it is meant to run: whoever used its credential kept other hours.',
  standards: [NHI7, CSF_DE_CM_09],
  needs: 'execution windows of machine identities',
  settings: [],
  look({ draft, isMachine, facts }) {
    if (!isMachine || facts.outside.length === 0) return null;
    const share = facts.outside.length / draft.sample.length;
    return [
      {
        text: `${plural(facts.outside.length, 'denial')} outside its execution window (${facts.windows.slice(0, 2).map(({ facts: window }) => windowText(window)).join('; ')})`, // biome-ignore format: one sentence
        toward: 'attack',
        weight: 0.5 + 0.9 * share,
        events: facts.outside.slice(0, 5),
        rows: facts.windows.map(({ id }) => id).slice(0, 4),
      },
    ];
  },
} satisfies Pattern;
