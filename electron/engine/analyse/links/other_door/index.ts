import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'other_door',
  title: 'Another door',
  about: 'The same identity got in at another source or identity provider than the one that refused.',
  order: 50,
  weight: 0.2,
  halfLifeHours: 12,
  fits: ({ sameIdentity, otherSource, isToken }) => sameIdentity && otherSource && !isToken,
} satisfies LinkKindManifest;
