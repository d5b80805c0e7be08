import { appFilter, NO_APP, NO_FACTOR, NOTHING, PHISHING_RESISTANT, type PolicyKind } from '../../policy';

export default {
  id: 'phishing_resistant',
  order: 3,
  assumptions: () => [
    'Phishing-resistant factor: security keys, passkeys, Windows Hello and certificates count; whoever has not used one before in evidence would have been refused.',
    'Phishing-resistant factor: a prompt by a weaker factor would not have been sent. A token or claim is judged at the sign-in that it came from: one that was stolen stays good.',
  ],
  start({ apps }) {
    const isAbout = appFilter(apps);
    const owns = new Set<number>();
    return {
      look({ isDenial, isMachine, isUse, isPrompt, outcome, factor, app, isInherited, isLegacy, who }) {
        if (isMachine || isUse) return NOTHING;
        const isResistant = factor !== null && PHISHING_RESISTANT.has(factor);
        if (isResistant && !isDenial && !isInherited && who >= 0) owns.add(who);
        if (isResistant || (isDenial && !isPrompt)) return NOTHING;
        const about = isAbout(app);
        if (about === false) return NOTHING;
        if (about === null) return NO_APP;
        // Judged at the sign-in that it came from.
        if (outcome === 'success_token' || isInherited) return NOTHING;
        if (factor === null && outcome !== 'success_single_factor') return NO_FACTOR;
        // A refused prompt would have been one for the stronger factor, or none.
        if (isDenial) return { do: 'refuse', why: 'no prompt by that factor' };
        if (isLegacy) return { do: 'refuse', why: 'by a protocol that cannot ask for it' };
        if (owns.has(who)) return { do: 'harder', asks: outcome === 'success_single_factor' };
        return { do: 'refuse', why: 'no phishing-resistant factor in evidence' };
      },
    };
  },
} satisfies PolicyKind<'phishing_resistant'>;
