import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'sibling_identity',
  title: 'Another identity',
  about: 'Another identity got in from the denied address or device.',
  order: 39,
  weight: 0,
  halfLifeHours: 12,
  fits: ({ sameIdentity, atDeniedSpot }) => !sameIdentity && atDeniedSpot,
} satisfies LinkKindManifest;
