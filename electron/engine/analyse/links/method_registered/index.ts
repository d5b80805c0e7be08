import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'method_registered',
  title: 'New method',
  about: 'The identity got in through a factor that was enrolled or reset after the denial.',
  order: 30,
  weight: 0.8,
  halfLifeHours: 72,
  fits: ({ sameIdentity, isOpened, helper, isMfa }) =>
    (sameIdentity || isOpened) && (helper === 'method' || helper === 'password') && isMfa,
} satisfies LinkKindManifest;
