import type { ContextKind } from '../../context';
import { Fields } from '../../context-fields';

export default {
  id: 'rollouts',
  title: 'Calendar of rollouts',
  about: 'Changes that make many people stumble at once, with whom they concern: explains friction in their days.',
  columns: ['name', 'from', 'until', 'scope', 'note'],
  required: ['name', 'from', 'scope'],
  example: 'Number matching,2026-01-13T08:00:00Z,2026-01-16T18:00:00Z,Finance;Legal,wave 2',
  read(cells) {
    const f = new Fields(cells);
    const from = f.neededTime('from');
    const until = f.time('until', true);
    const scope = f.list('scope');
    if (until !== null && until < from) f.complain('until lies before from');
    if (scope.length === 0) f.complain('no scope: write * for everybody');
    return f.done({ name: f.needed('name'), from, until, scope, note: f.text('note') });
  },
} satisfies ContextKind<'rollouts'>;
