import { Waypoints } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'paths',
  title: 'Paths',
  icon: Waypoints,
  order: 4,
  keys: 'g p',
  component: later(() => import('./PathsView').then((module) => module.PathsView)),
} satisfies View;
