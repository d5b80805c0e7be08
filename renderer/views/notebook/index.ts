import { NotebookPen } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'notebook',
  title: 'Notebook',
  icon: NotebookPen,
  order: 8,
  keys: 'g n',
  fills: true,
  component: lazy(() => import('./Notebook')),
} satisfies View;
