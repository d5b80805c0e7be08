import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'token_replay',
  title: 'Session or token replayed',
  about: 'A session or token of the identity was used from the denied place without a sign-in there.',
  order: 40,
  weight: 0.6,
  halfLifeHours: 12,
  fits: ({ sameIdentity, isToken, entered }) => sameIdentity && isToken && !entered,
} satisfies LinkKindManifest;
