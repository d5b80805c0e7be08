import { ShieldQuestion } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'replay',
  title: 'Policy replay',
  icon: ShieldQuestion,
  order: 8.5,
  keys: 'g y',
  fills: true,
  component: later(() => import('./ReplayView').then((module) => module.ReplayView)),
} satisfies View;
