import { SlidersHorizontal } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'rules',
  title: 'Rules',
  icon: SlidersHorizontal,
  order: 11,
  keys: 'g u',
  fills: true,
  component: lazy(() => import('./Rules')),
} satisfies View;
