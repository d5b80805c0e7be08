import { FileStack } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'sources',
  title: 'Sources',
  icon: FileStack,
  order: 7,
  keys: 'g s',
  fills: true,
  component: later(() => import('./Sources').then((module) => module.default)),
} satisfies View;
