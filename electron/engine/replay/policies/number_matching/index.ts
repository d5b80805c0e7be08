import { appFilter, NO_APP, NO_FACTOR, NOTHING, type PolicyKind } from '../../policy';

export default {
  id: 'number_matching',
  order: 4,
  assumptions: () => [
    'Number matching: an approval that came by a tap would not have let a stranger in; whoever is at the screen types the number. An intruder who talks the person into typing it is not told by the log.',
    'Number matching: a prompt is sent all the same, so prompts and refusals stay as they were.',
  ],
  start({ apps }) {
    const isAbout = appFilter(apps);
    return {
      look({ isDenial, isMachine, isUse, isPrompt, outcome, factor, app, isInherited }) {
        if (isDenial || isMachine || isUse || outcome !== 'success_mfa' || isInherited || !isPrompt) return NOTHING;
        if (factor !== null && factor !== 'push') return NOTHING;
        const about = isAbout(app);
        if (about === false) return NOTHING;
        if (about === null) return NO_APP;
        return factor === null ? NO_FACTOR : { do: 'harder', asks: false };
      },
    };
  },
} satisfies PolicyKind<'number_matching'>;
