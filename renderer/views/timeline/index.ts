import { ChartNoAxesGantt } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'timeline',
  title: 'Timeline',
  icon: ChartNoAxesGantt,
  order: 2,
  keys: 'g t',
  component: lazy(() => import('./TimelineView').then((module) => ({ default: module.TimelineView }))),
} satisfies View;
