import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'approved_after_denials',
  title: 'Approved after denials',
  about: 'The same door opened in the end: a prompt of the same identity was approved, or its credential accepted.',
  order: 90,
  weight: 0.3,
  halfLifeHours: 6,
  fits: ({ sameIdentity, isMfa, isMachine }) => sameIdentity && (isMfa || isMachine),
} satisfies LinkKindManifest;
