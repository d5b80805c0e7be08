import { Map as MapIcon } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'map',
  title: 'Map',
  icon: MapIcon,
  order: 3,
  keys: 'g m',
  component: lazy(() => import('./MapView').then((module) => ({ default: module.MapView }))),
} satisfies View;
