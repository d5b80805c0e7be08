import { Rows3 } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'events',
  title: 'Events',
  icon: Rows3,
  order: 5,
  keys: 'g e',
  component: lazy(() => import('./EventsView').then((module) => ({ default: module.EventsView }))),
} satisfies View;
