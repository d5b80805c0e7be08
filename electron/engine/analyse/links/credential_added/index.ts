import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'credential_added',
  title: 'New credential',
  about: 'The identity got in through a secret, key or certificate added after or around the denial.',
  order: 25,
  weight: 0.6,
  halfLifeHours: 72,
  fits: ({ sameIdentity, isOpened, newCredential, helper, isMachine, isMfa }) =>
    (sameIdentity || isOpened) &&
    ((helper === 'credential' && (isMachine || !isMfa)) || (isMachine && newCredential && sameIdentity)),
} satisfies LinkKindManifest;
