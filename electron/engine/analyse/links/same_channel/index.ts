import type { LinkKindManifest } from '../link-kind';

export default {
  id: 'same_channel',
  title: 'Same channel',
  about: 'Only the address, device or session is shared with the denied prompts.',
  order: 100,
  weight: 0,
  halfLifeHours: 12,
  fits: () => true,
} satisfies LinkKindManifest;
