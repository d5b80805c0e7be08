import { Columns3 } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'mapping',
  title: 'Map columns',
  icon: Columns3,
  order: 7.5,
  keys: 'g k',
  fills: true,
  isAside: true,
  component: lazy(() => import('./Mapping')),
} satisfies View;
