import { BookOpen } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'manual',
  title: 'Manual',
  icon: BookOpen,
  order: 13,
  keys: 'g h',
  component: later(() => import('./ManualView').then((module) => module.ManualView)),
} satisfies View;
