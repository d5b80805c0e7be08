import { Waypoints } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'paths',
  title: 'Paths',
  icon: Waypoints,
  order: 4,
  keys: 'g p',
  component: lazy(() => import('./PathsView').then((module) => ({ default: module.PathsView }))),
} satisfies View;
