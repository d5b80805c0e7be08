import { Rows3 } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'events',
  title: 'Events',
  icon: Rows3,
  order: 5,
  keys: 'g e',
  component: later(() => import('./EventsView').then((module) => module.EventsView)),
} satisfies View;
