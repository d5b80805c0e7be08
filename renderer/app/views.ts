/** Every folder under `views/` whose index.ts default-exports a view, in the order of the rail. */
import { Registry } from '../../shared/base/registry';
import type { View } from '../state/view';

const registry = Registry.fromFolders<View>(
  'view',
  import.meta.glob('../views/*/index.{ts,tsx}', { eager: true, import: 'default' }),
);

export const VIEWS: readonly View[] = registry.all().sort((a, b) => a.order - b.order);
export const viewOf = (id: string): View | undefined => registry.get(id);
