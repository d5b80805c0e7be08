import { BookOpen } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'manual',
  title: 'Manual',
  icon: BookOpen,
  order: 13,
  keys: 'g h',
  component: lazy(() => import('./ManualView').then((module) => ({ default: module.ManualView }))),
} satisfies View;
