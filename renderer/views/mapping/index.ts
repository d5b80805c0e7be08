import { Columns3 } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'mapping',
  title: 'Map columns',
  icon: Columns3,
  order: 7.5,
  keys: 'g k',
  fills: true,
  isAside: true,
  component: later(() => import('./Mapping').then((module) => module.default)),
} satisfies View;
