import { plural } from '../../../../../shared/base/text';
import { hasFlag } from '../../../../../shared/model/event';
import { CLASSES, OUTCOMES } from '../../read';
import type { Seen } from '../../stages/episode-draft';
import type { Pattern } from '../pattern';
import { CSF_DE_CM_09, NHI5, T1580 } from '../standards';

const SHOWN = 6;

export default {
  id: 'privilege_probe',
  title: 'Privilege probe',
  about:
    'One thing after another is refused to the identity, or several privileged ones: somebody tries out what it may do. A job that lost a permission fails at the same thing again and again.',
  standards: [T1580, NHI5, CSF_DE_CM_09],
  needs: 'refused calls and accesses with what they were to',
  settings: [
    { id: 'things', value: 3, unit: 'things', about: 'Different calls or resources that were refused' },
    { id: 'privileged', value: 2, unit: 'things', about: 'Different privileged ones, which are enough by themselves' },
    { id: 'own', value: 6, unit: 'things', about: 'Different ones from the usual place, where a change of rights may be why' }, // biome-ignore format: one setting
    { id: 'tries', value: 2, unit: 'tries of each', about: 'More than so many tries of each thing from the usual place are a loop, no probe' }, // biome-ignore format: one setting
  ],
  look({ draft, names }, setting) {
    const refused = draft.sample.filter(
      ({ class: kind, outcome }) => kind === CLASSES.access && outcome === OUTCOMES.blocked_by_policy,
    );
    const things = distinct(refused);
    const privileged = distinct(refused.filter(({ flags }) => hasFlag(flags, 'privileged')));
    const isOwn = draft.side === 'own';
    const enough = isOwn
      ? things.length >= setting('own') && draft.n <= setting('tries') * things.length
      : things.length >= setting('things') || privileged.length >= setting('privileged');
    if (!enough) return null;
    const said = things.slice(0, 3).map(({ action, resource }) => names.term(resource) ?? names.term(action) ?? '');
    return [
      {
        text: `${plural(things.length, 'different thing')} refused${privileged.length > 0 ? `, ${privileged.length} of them privileged` : ''}: ${said.join(', ')}${things.length > said.length ? ' …' : ''}`,
        toward: 'attack',
        weight: Math.min(1.6, (isOwn ? 0.2 : 0.35) * things.length + 0.3 * privileged.length),
        events: things.slice(0, SHOWN),
      },
    ];
  },
} satisfies Pattern;

/** The first refusal of each call and resource. */
function distinct(refused: readonly Seen[]): Seen[] {
  const first = new Map<string, Seen>();
  for (const seen of refused) {
    const thing = `${seen.action} ${seen.resource} ${seen.app}`;
    if (!first.has(thing)) first.set(thing, seen);
  }
  return [...first.values()];
}
