import { FileStack } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'sources',
  title: 'Sources',
  icon: FileStack,
  order: 7,
  keys: 'g s',
  fills: true,
  component: lazy(() => import('./Sources')),
} satisfies View;
