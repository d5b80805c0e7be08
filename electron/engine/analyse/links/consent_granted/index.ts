import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'consent_granted',
  title: 'Consent granted',
  about: 'Access through an application that was granted consent after the denial.',
  order: 35,
  weight: 0.6,
  halfLifeHours: 72,
  fits: ({ sameIdentity, isOpened, helper, isToken }) =>
    helper === 'consent' && (isOpened || (sameIdentity && isToken)),
} satisfies LinkKindManifest;
