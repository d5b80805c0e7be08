import { Link } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../../state/view';

export default {
  id: 'custody',
  title: 'Custody',
  icon: Link,
  order: 10,
  keys: 'g c',
  fills: true,
  component: lazy(() => import('./Custody')),
} satisfies View;
