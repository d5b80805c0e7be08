/** ATT&CK Navigator layer 4.5: techniques that findings of this case cite, with counts; none that nothing speaks for. */
import { plural, visible } from '../../../../../shared/base/text';
import type { Verdict } from '../../../../../shared/model/words';
import { isAttack, standing, techniquesOf, techniqueUrl } from '../../attack';
import { type ExportFormat, walk } from '../../format';
import { episodesIn } from '../../scope';

interface Tally {
  name: string;
  episodes: number;
  attacks: number;
  denials: number;
  verdicts: Partial<Record<Verdict, number>>;
  named: string[];
}

const NAMED = 20;
/** Verdicts by which the technique was not used: its words fit, and somebody honest or a fault explains it. */
const EXPLAINED: ReadonlySet<Verdict> = new Set(['expected', 'friction', 'misconfigured']);

const navigator: ExportFormat = {
  id: 'navigator',
  title: 'ATT&CK Navigator layer',
  extension: 'json',
  media: 'application/json',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const tallies = new Map<string, Tally>();
    let explained = 0;
    await walk(episodesIn(view, context), context, (episode, done) => {
      if (done % 100 === 0) context.progress({ phase: 'findings', done, total: 0, unit: 'steps' });
      const verdict = standing(episode);
      const techniques = techniquesOf(episode);
      if (EXPLAINED.has(verdict)) {
        if (techniques.length > 0) explained += 1;
        return undefined;
      }
      for (const { id, name } of techniques) {
        const tally = tallies.get(id) ?? { name, episodes: 0, attacks: 0, denials: 0, verdicts: {}, named: [] };
        tally.episodes += 1;
        if (isAttack(verdict)) tally.attacks += 1;
        tally.denials += episode.denials;
        tally.verdicts[verdict] = (tally.verdicts[verdict] ?? 0) + 1;
        if (tally.named.length < NAMED) tally.named.push(episode.id);
        tallies.set(id, tally);
      }
      return undefined;
    });
    const rows = [...tallies].sort(([a], [b]) => (a < b ? -1 : 1));
    const most = Math.max(1, ...rows.map(([, { episodes }]) => episodes));
    const layer = {
      name: visible(view.info.name).slice(0, 200),
      versions: { attack: '18', navigator: '5.2.0', layer: '4.5' },
      domain: 'enterprise-attack',
      description: `Techniques that findings of the case cite. Score: number of episodes. Written by Sidedoor ${context.version}; custody head ${view.custodyHead().head}.`,
      sorting: 3,
      layout: { layout: 'side', aggregateFunction: 'max', showID: true, showName: true },
      hideDisabled: false,
      techniques: rows.map(([techniqueID, tally]) => ({
        techniqueID,
        score: tally.episodes,
        enabled: true,
        comment: commentOf(tally),
        metadata: [
          { name: 'Episodes', value: String(tally.episodes) },
          { name: 'Of these judged an attack', value: String(tally.attacks) },
          { name: 'Denials', value: String(tally.denials) },
        ],
        links: [{ label: tally.name, url: techniqueUrl(techniqueID) }],
        showSubtechniques: techniqueID.includes('.'),
      })),
      gradient: { colors: ['#fde7d3', '#d55e00'], minValue: 0, maxValue: most },
      legendItems: [{ label: `1 to ${most} episodes`, color: '#d55e00' }],
      metadata: [
        { name: 'Case', value: view.info.id },
        { name: 'Episodes', value: String(view.info.episodes) },
      ],
      showTacticRowBackground: false,
      selectTechniquesAcrossTactics: true,
      selectSubtechniquesWithParent: false,
    };
    await sink.write(`${JSON.stringify(layer, null, 2)}\n`);
    if (explained > 0) {
      context.leftOut(
        `techniques of ${plural(explained, 'episode')} that ${explained === 1 ? 'is' : 'are'} judged expected, friction or misconfigured`,
      );
    }
  },
};
export default navigator;

function commentOf({ episodes, denials, verdicts, named }: Tally): string {
  const by = Object.entries(verdicts).map(([verdict, n]) => `${n} ${verdict.replaceAll('_', ' ')}`);
  const rest = episodes > named.length ? ` and ${episodes - named.length} more` : '';
  return `${plural(episodes, 'episode')} (${by.join(', ')}), ${plural(denials, 'denial')}: ${named.join(', ')}${rest}`;
}
