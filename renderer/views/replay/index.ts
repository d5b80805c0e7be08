import { ShieldQuestion } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'replay',
  title: 'Policy replay',
  icon: ShieldQuestion,
  order: 8.5,
  keys: 'g y',
  fills: true,
  component: lazy(() => import('./ReplayView').then((module) => ({ default: module.ReplayView }))),
} satisfies View;
