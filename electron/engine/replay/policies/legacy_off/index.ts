import { NOTHING, type PolicyKind } from '../../policy';

export default {
  id: 'legacy_off',
  order: 1,
  assumptions: () => [
    'Legacy off: protocols that cannot ask for a second factor (IMAP, POP, SMTP, ROPC and the like) would have been refused; nobody would have taken another door instead.',
  ],
  start: () => ({
    look({ isDenial, isUse, isMachine, isLegacy, hasProtocol, outcome }) {
      if (isDenial || isUse) return NOTHING;
      if (isLegacy) return { do: 'refuse', why: 'by a legacy protocol' };
      if (!isMachine && outcome === 'success_single_factor' && !hasProtocol)
        return { do: 'unknown', why: 'the log does not name the protocol' };
      return NOTHING;
    },
  }),
} satisfies PolicyKind<'legacy_off'>;
