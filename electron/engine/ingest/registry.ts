import { Registry } from '../../../shared/base/registry';
import type { ContextKind } from './context';
import type { Source } from './source';

export const sources = Registry.fromFolders<Source>(
  'source',
  import.meta.glob('./sources/*/index.ts', { eager: true, import: 'default' }),
);

export const contextKinds = Registry.fromFolders<ContextKind>(
  'context kind',
  import.meta.glob('./context/*/index.ts', { eager: true, import: 'default' }),
);
