import { ListChecks } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'triage',
  title: 'Triage',
  icon: ListChecks,
  order: 10,
  keys: 'g q',
  component: lazy(() => import('./Triage')),
} satisfies View;
