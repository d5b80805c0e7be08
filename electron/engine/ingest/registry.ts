import { Registry } from '../../../shared/base/registry';
import type { Source } from './source';

export const sources = Registry.fromFolders<Source>(
  'source',
  import.meta.glob('./sources/*/index.ts', { eager: true, import: 'default' }),
);
