/** What a run found that the run before it did not, and the other way round. Pure. */
import type { FindingChange, FindingChanges, Moved } from '../../../shared/model/change';
import type { Episode } from '../../../shared/model/episode';

/** A finding as it is written: its body as text, since most are the same as before and need no reading. */
export interface Finding {
  id: string;
  start: number;
  summary: string;
  readonly body: string;
  /** What of it stands from before; null or absent where that is to be compared. */
  stands?: 'all' | 'all but its body' | null;
}

type Body = Pick<
  Episode,
  'id' | 'identity' | 'start' | 'verdict' | 'confidence' | 'denials' | 'followed' | 'followedBy' | 'patterns'
>;

export interface Others {
  /** The episode before in which the first denial of a new one was; null where it was in none. */
  before(id: string): string | null;
  /** The episode now that has the first denial of one that is gone; null where none has. */
  now(ids: readonly string[]): Map<string, string>;
}

const KEPT = 500; // changes told one by one
const SURE = 0.05; // of confidence: less is not worth a line

/** Compares; both in any order. `before` is read once. */
export function changesOf(before: Iterable<Finding>, now: readonly Finding[], others: Others): FindingChanges {
  const rest = new Map(now.map((finding) => [finding.id, finding]));
  const list: FindingChange[] = [];
  const gone: Finding[] = [];
  let same = 0;
  for (const old of before) {
    const found = rest.get(old.id);
    if (!found) {
      gone.push(old);
      continue;
    }
    rest.delete(old.id);
    // What is not of the episode's own (`stands`) moves nothing that is told of.
    const change = found.stands || old.body === found.body ? null : moved(old, found);
    if (change) list.push(change);
    else same++;
  }
  const homes = gone.length > 0 ? others.now(gone.map(({ id }) => id)) : new Map<string, string>();
  for (const old of gone) list.push(told('vanished', old, null, homes.get(old.id) ?? null));
  for (const found of rest.values()) list.push(told('appeared', null, found, others.before(found.id)));
  list.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.episode < b.episode ? -1 : 1));
  const count = (kind: FindingChange['kind']): number => list.filter((change) => change.kind === kind).length;
  return {
    appeared: count('appeared'),
    vanished: count('vanished'),
    moved: count('moved'),
    same,
    list: list.slice(0, KEPT),
    cut: Math.max(0, list.length - KEPT),
  };
}

function moved(old: Finding, found: Finding): FindingChange | null {
  const [a, b] = [JSON.parse(old.body) as Body, JSON.parse(found.body) as Body];
  const links = ({ followedBy }: Body): string =>
    followedBy
      .map(({ event, kind }) => `${event} ${kind}`)
      .sort()
      .join();
  const what: Moved[] = [];
  if (a.verdict !== b.verdict) what.push('verdict');
  if (a.followed !== b.followed) what.push('followed');
  if (links(a) !== links(b)) what.push('links');
  if (a.patterns.join() !== b.patterns.join()) what.push('patterns');
  if (a.denials !== b.denials) what.push('denials');
  if (Math.abs(a.confidence - b.confidence) >= SURE) what.push('confidence');
  return what.length > 0 ? { ...told('moved', old, found, null), moved: what } : null;
}

function told(kind: FindingChange['kind'], old: Finding | null, found: Finding | null, other: string | null): FindingChange {
  const side = (finding: Finding | null): FindingChange['before'] => {
    if (!finding) return null;
    const { verdict, confidence, denials } = JSON.parse(finding.body) as Body;
    return { verdict, confidence, denials, summary: finding.summary };
  };
  const { id, identity, start } = JSON.parse((found ?? old)!.body) as Body;
  return { kind, episode: id, identity: identity.name, start, before: side(old), after: side(found), other, moved: [] };
} // biome-ignore format: one answer
