import { Users } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'campaigns',
  title: 'Campaigns',
  icon: Users,
  order: 6.5,
  keys: 'g a',
  fills: true,
  component: later(() => import('./CampaignsView').then((module) => module.CampaignsView)),
} satisfies View;
