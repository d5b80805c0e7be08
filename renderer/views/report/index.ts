import { FileOutput } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'report',
  title: 'Report',
  icon: FileOutput,
  order: 9,
  keys: 'g r',
  fills: true,
  component: lazy(() => import('./Report')),
} satisfies View;
