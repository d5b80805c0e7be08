import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'factor_downgrade',
  title: 'Weaker factor',
  about: 'The same identity got in with a weaker factor than the one that was refused.',
  order: 80,
  weight: 0.5,
  halfLifeHours: 12,
  fits: ({ sameIdentity, isMfa, weakerFactor }) => sameIdentity && isMfa && weakerFactor,
} satisfies LinkKindManifest;
