import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'legacy_protocol',
  title: 'Protocol that cannot ask',
  about: 'The same identity got in by a protocol that cannot ask for a second factor (IMAP, POP, SMTP, ROPC).',
  order: 20,
  weight: 0.8,
  halfLifeHours: 24,
  fits: ({ sameIdentity, isLegacy }) => sameIdentity && isLegacy,
} satisfies LinkKindManifest;
