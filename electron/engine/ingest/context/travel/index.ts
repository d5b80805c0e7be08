import type { ContextKind } from '../../context';
import { Fields } from '../../context-fields';

export default {
  id: 'travel',
  title: 'Travel calendar',
  about: 'Who was away, where and when: explains a new country and a distance that nobody travels in the time.',
  columns: ['identity', 'from', 'until', 'country', 'city', 'note'],
  required: ['identity', 'from', 'until', 'country'],
  example: 'alice@corp.example,2026-01-10T00:00:00Z,2026-01-17T00:00:00Z,SG,Singapore,customer visit',
  read(cells) {
    const f = new Fields(cells);
    const from = f.neededTime('from');
    const until = f.neededTime('until', true);
    if (f.text('country') === null && f.text('city') === null) f.complain('neither country nor city');
    if (f.text('from') !== null && f.text('until') !== null && until < from) f.complain('until lies before from');
    return f.done({
      identity: f.needed('identity'),
      from,
      until,
      country: f.country('country'),
      city: f.text('city'),
      note: f.text('note'),
    });
  },
} satisfies ContextKind<'travel'>;
