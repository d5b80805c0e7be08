/** QUERY over episodes: the same language as for events, over what an episode prints. */
import type { Episode } from '../../../shared/model/episode';
import { parseQuery, type QueryNode, queryTime } from '../../../shared/model/query';

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

/** Tags of the notes on what has this id, in small letters. */
type TagsOf = (id: string) => readonly string[];

/** A test for one episode; throws `QueryError` for a query that cannot be read. */
export function episodeMatcher(
  query: string,
  tagsOf: TagsOf = () => [],
): (episode: Episode, summary: string) => boolean {
  const tree = parseQuery(query, EPISODE_FIELDS);
  if (tree.type === 'all') return () => true;
  return (episode, summary) => fits(tree, episode, summary, tagsOf);
}

function fits(node: QueryNode, episode: Episode, summary: string, tagsOf: TagsOf): boolean {
  switch (node.type) {
    case 'all':
      return true;
    case 'text':
      return texts(episode, summary).some((text) => like(text, node.text, true));
    case 'not':
      return !fits(node.node, episode, summary, tagsOf);
    case 'and':
      return node.nodes.every((each) => fits(each, episode, summary, tagsOf));
    case 'or':
      return node.nodes.some((each) => fits(each, episode, summary, tagsOf));
    case 'field':
      return fieldFits(node.field, node.value, episode, tagsOf);
  }
}

function fieldFits(field: string, value: string, episode: Episode, tagsOf: TagsOf): boolean {
  const any = (list: readonly (string | null)[], within = false): boolean =>
    list.some((text) => text !== null && like(text, value, within));
  const { identity, followedBy } = episode;
  switch (field) {
    case 'id':
    case 'episode':
      return any([episode.id, ...episode.aliases]);
    case 'identity':
      return any([identity.id, identity.name, episode.questions.who], true);
    case 'kind':
      return any([identity.kind]);
    case 'tag':
      return any(tagsOf(episode.id));
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

function texts(episode: Episode, summary: string): string[] {
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

/** Case-insensitive, `*` as wildcard; whole, or anywhere in the text. */
function like(text: string, value: string, within: boolean): boolean {
  const lower = text.toLowerCase();
  const wanted = value.toLowerCase();
  if (!wanted.includes('*')) return within ? lower.includes(wanted) : lower === wanted;
  // Parts in order, without a pattern engine: a query full of stars must stay cheap.
  const parts = wanted.split('*');
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (!within && !(lower.startsWith(first) && lower.endsWith(last))) return false;
  let at = 0;
  for (const part of parts) {
    const found = lower.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}
