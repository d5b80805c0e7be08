import { Link } from 'lucide-react';
import { later } from '../../state/later';
import type { View } from '../../state/view';

export default {
  id: 'custody',
  title: 'Custody',
  icon: Link,
  order: 10,
  keys: 'g c',
  fills: true,
  component: later(() => import('./Custody').then((module) => module.default)),
} satisfies View;
