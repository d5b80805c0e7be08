import { type Effect, NOTHING, type PolicyKind } from '../../policy';

export default {
  id: 'place_block',
  order: 0,
  assumptions: ({ networks }) => [
    'Block by place: the country is the one that the log names, else that of the bundled database; a VPN moves it.',
    ...(networks.length > 0
      ? [
          'Block by place: the class of a network is that of your own labels, else that of the bundled tables; an address that neither knows is let through.',
        ]
      : []),
    'Block by place: asked at every sign-in and refresh of a token; use of a token that stands is not asked again.',
  ],
  start({ countries, networks, mode, who }) {
    const named = new Set(countries);
    const classes = new Set<string>(networks);
    return {
      look({ isMachine, isUse, isDenial, isPrompt, country, network, ip, isService }): Effect {
        if (isUse || (isMachine && who === 'people')) return NOTHING;
        // What was refused without a prompt stays refused.
        if (isDenial && !isPrompt) return NOTHING;
        if (network !== null && classes.has(network)) return { do: 'refuse', why: `from a ${network} network` };
        if (named.size === 0) return NOTHING;
        if (isService) return { do: 'unknown', why: "the address is the provider's own, not the client's" };
        if (country === null)
          return { do: 'unknown', why: ip === null ? 'the log has no address' : 'the address tells no country' };
        return named.has(country) === (mode === 'block') ? { do: 'refuse', why: `from ${country}` } : NOTHING;
      },
    };
  },
} satisfies PolicyKind<'place_block'>;
