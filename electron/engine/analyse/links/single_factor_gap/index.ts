import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'single_factor_gap',
  title: 'No second factor asked',
  about: 'The same identity got in where no second factor was asked.',
  order: 60,
  weight: 0.5,
  halfLifeHours: 12,
  fits: ({ sameIdentity, isSingleFactor, isMachine }) => sameIdentity && isSingleFactor && !isMachine,
} satisfies LinkKindManifest;
