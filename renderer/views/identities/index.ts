import { UserRound } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'identities',
  title: 'Identities',
  icon: UserRound,
  order: 6,
  keys: 'g i',
  component: lazy(() => import('./IdentitiesView').then((module) => ({ default: module.IdentitiesView }))),
} satisfies View;
