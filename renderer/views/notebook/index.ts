import { NotebookPen } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'notebook',
  title: 'Notebook',
  icon: NotebookPen,
  order: 8,
  keys: 'g n',
  fills: true,
  component: later(() => import('./Notebook').then((module) => module.default)),
} satisfies View;
