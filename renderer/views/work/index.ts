import { Gauge } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'work',
  title: 'Work',
  icon: Gauge,
  order: 12,
  keys: 'g w',
  component: later(() => import('./WorkView').then((module) => module.WorkView)),
} satisfies View;
