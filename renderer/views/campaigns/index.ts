import { Users } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'campaigns',
  title: 'Campaigns',
  icon: Users,
  order: 6.5,
  keys: 'g a',
  fills: true,
  component: lazy(() => import('./CampaignsView').then((module) => ({ default: module.CampaignsView }))),
} satisfies View;
