import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'consent_granted',
  title: 'Consent granted',
  about:
    'Access through an application that was granted consent after the denial, or by a token that acts for who was denied.',
  order: 35,
  weight: 0.6,
  halfLifeHours: 72,
  fits: ({ sameIdentity, isOpened, isDelegated, helper, isToken }) =>
    isDelegated || (helper === 'consent' && (isOpened || (sameIdentity && isToken))),
} satisfies LinkKindManifest;
