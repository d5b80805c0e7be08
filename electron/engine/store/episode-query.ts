/** QUERY over episodes: the same language as for events, over what an episode prints. */
import { like } from '../../../shared/base/like';
import type { Episode } from '../../../shared/model/episode';
import { parseQuery, type QueryNode, queryTime } from '../../../shared/model/query';
import { isSaid, type Marks, PATTERN_LINE } from './marks';

/** Fields that only episodes have. */
export const EPISODE_FIELDS = [
  'verdict',
  'pattern',
  'state',
  'followed',
  'link',
  'fits',
  'owner',
  'confidence',
  'denials',
  'suppressed',
  'use',
  'playbook',
] as const;

/** What a query may ask of an episode, as printed. */
export type AskedEpisode = Omit<Episode, 'events' | 'rejected' | 'nextSteps'>;

/** What notes say of what has this id. */
type MarksOf = (id: string) => Marks;

/** A test for one episode; throws `QueryError` for a query that cannot be read. */
export function episodeMatcher(
  query: string,
  marksOf: MarksOf = () => ({ tags: [], labels: [], words: [] }),
): (episode: AskedEpisode, summary: string) => boolean {
  const tree = parseQuery(query, EPISODE_FIELDS);
  if (tree.type === 'all') return () => true;
  return (episode, summary) => fits(tree, episode, summary, marksOf);
}

function fits(node: QueryNode, episode: AskedEpisode, summary: string, marksOf: MarksOf): boolean {
  switch (node.type) {
    case 'all':
      return true;
    case 'text':
      return texts(episode, summary).some((text) => like(text, node.text, true));
    case 'not':
      return !fits(node.node, episode, summary, marksOf);
    case 'and':
      return node.nodes.every((each) => fits(each, episode, summary, marksOf));
    case 'or':
      return node.nodes.some((each) => fits(each, episode, summary, marksOf));
    case 'field':
      return fieldFits(node, episode, marksOf);
  }
}

function fieldFits(
  { field, value, pattern }: Extract<QueryNode, { type: 'field' }>,
  episode: AskedEpisode,
  marksOf: MarksOf,
): boolean {
  const fits = (text: string, within: boolean): boolean =>
    pattern ? pattern.test(text.slice(0, PATTERN_LINE)) : like(text, value, within);
  const any = (list: readonly (string | null)[], within = false): boolean =>
    list.some((text) => text !== null && fits(text, within));
  const { identity, followedBy } = episode;
  switch (field as string) {
    case 'id':
    case 'episode':
      return any([episode.id, ...episode.aliases]);
    case 'identity':
      return any([identity.id, identity.name, episode.questions.who], true);
    case 'kind':
      return any([identity.kind]);
    case 'tag':
      return any(marksOf(episode.id).tags);
    case 'note':
      return isSaid(marksOf(episode.id), pattern ?? value);
    case 'verdict':
      return any([episode.verdict, episode.decision?.verdict ?? null]);
    case 'pattern':
      return any(episode.patterns);
    case 'state':
      return any([episode.state ?? null]);
    case 'suppressed':
      return any([episode.suppressed ? 'yes' : 'no', episode.suppressed?.id ?? null]);
    case 'use':
      return any(episode.uses ?? []);
    case 'playbook':
      return any([episode.playbook]);
    case 'followed':
      return any([episode.followed]);
    case 'fits':
      return any([episode.questions.normal.fits]);
    case 'link':
      return any(followedBy.map(({ kind }) => kind));
    case 'outcome':
      return any(Object.keys(episode.outcomes));
    case 'factor':
      return any(episode.factors);
    case 'ip':
      return any([...episode.ips, ...followedBy.map(({ ip }) => ip)]);
    case 'country':
      return any(episode.countries);
    case 'app':
      return any([...episode.apps, ...followedBy.map(({ app }) => app)]);
    case 'source':
      return any(followedBy.map(({ source }) => source));
    case 'owner':
      return any([identity.owner], true);
    case 'denials':
      return compare(episode.denials, value);
    case 'confidence':
      return compare(episode.confidence, value);
    case 'after':
      return Date.parse(episode.end) >= queryTime(value)!.from;
    case 'before':
      return Date.parse(episode.start) < queryTime(value)!.from;
    case 'on': {
      const { from, to } = queryTime(value)!;
      return Date.parse(episode.start) < to && Date.parse(episode.end) >= from;
    }
    default:
      // A field of events that no episode prints: nothing fits, rather than everything.
      return false;
  }
}

/** `3`, `>3`, `>=0.9`, `<10`. */
function compare(number: number, value: string): boolean {
  const match = /^(>=|<=|>|<)?(\d+(?:\.\d+)?)$/.exec(value);
  if (!match) return false;
  const than = Number(match[2]);
  switch (match[1]) {
    case '>':
      return number > than;
    case '>=':
      return number >= than;
    case '<':
      return number < than;
    case '<=':
      return number <= than;
    default:
      return number === than;
  }
}

function texts(episode: AskedEpisode, summary: string): string[] {
  const { questions, identity } = episode;
  return [
    episode.id,
    identity.id,
    identity.name,
    summary,
    questions.who,
    questions.from,
    questions.factor,
    episode.verdict,
    ...episode.patterns,
    ...episode.ips,
    ...episode.countries,
    ...episode.apps,
    ...episode.followedBy.flatMap(({ identity: name, ip, app }) => [name, ip ?? '', app ?? '']),
  ];
}
