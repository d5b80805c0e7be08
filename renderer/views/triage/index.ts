import { ListChecks } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'triage',
  title: 'Triage',
  icon: ListChecks,
  order: 1,
  keys: 'g q',
  fills: true,
  component: later(() => import('./Triage').then((module) => module.default)),
} satisfies View;
