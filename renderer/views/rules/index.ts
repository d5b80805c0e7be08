import { SlidersHorizontal } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'rules',
  title: 'Rules',
  icon: SlidersHorizontal,
  order: 11,
  keys: 'g u',
  fills: true,
  component: later(() => import('./Rules').then((module) => module.default)),
} satisfies View;
