import { UserRound } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'identities',
  title: 'Identities',
  icon: UserRound,
  order: 6,
  keys: 'g i',
  component: later(() => import('./IdentitiesView').then((module) => module.IdentitiesView)),
} satisfies View;
