import { FileOutput } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'report',
  title: 'Report',
  icon: FileOutput,
  order: 9,
  keys: 'g r',
  fills: true,
  component: later(() => import('./Report').then((module) => module.default)),
} satisfies View;
