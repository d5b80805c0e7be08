import { ListChecks } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'triage',
  title: 'Triage',
  icon: ListChecks,
  order: 1,
  keys: 'g q',
  fills: true,
  component: lazy(() => import('./Triage')),
} satisfies View;
