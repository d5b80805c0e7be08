import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'same_channel',
  title: 'Same channel',
  about:
    'None of the other ways: only the range of addresses, the network or the session is shared with the denied prompts.',
  order: 100,
  weight: 0,
  halfLifeHours: 12,
  fits: () => true,
} satisfies LinkKindManifest;
