import { Map as MapIcon } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'map',
  title: 'Map',
  icon: MapIcon,
  order: 3,
  keys: 'g m',
  component: later(() => import('./MapView').then((module) => module.MapView)),
} satisfies View;
