import { Registry } from '../../../../shared/base/registry';
import type { Access, LinkKindManifest } from './link-kind';

export const linkKinds = Registry.fromFolders<LinkKindManifest>(
  'link kind',
  import.meta.glob('./*/index.ts', { eager: true, import: 'default' }),
);

const inOrder = linkKinds.all().sort((a, b) => a.order - b.order);

/** The first kind that fits; `same_channel` fits everything. */
export const linkKindOf = (access: Access): LinkKindManifest => inOrder.find((kind) => kind.fits(access))!;
