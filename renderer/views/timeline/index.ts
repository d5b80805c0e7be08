import { ChartNoAxesGantt } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'timeline',
  title: 'Timeline',
  icon: ChartNoAxesGantt,
  order: 2,
  keys: 'g t',
  component: later(() => import('./TimelineView').then((module) => module.TimelineView)),
} satisfies View;
