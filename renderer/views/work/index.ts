import { Gauge } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'work',
  title: 'Work',
  icon: Gauge,
  order: 12,
  keys: 'g w',
  component: lazy(() => import('./WorkView').then((module) => ({ default: module.WorkView }))),
} satisfies View;
