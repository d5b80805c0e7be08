/** One episode: the group of its records, what is thought of it, what was decided, and techniques that were sighted. */
import type { CaseInfo } from '../../../../../shared/model/case';
import type { Episode } from '../../../../../shared/model/episode';
import type { Event } from '../../../../../shared/model/event';
import { isAttack, standing, techniquesOf, techniqueUrl } from '../../attack';
import type { Provenance } from '../../provenance';
import { eventObjects, type Known, observedId } from './event';
import { type Author, addressObject, domain, domainId, patternText, relationship, type Stix } from './objects';

interface Lent {
  load(id: string): Event | null;
  provenance(event: Event): Provenance;
  extension: string;
  known: Known;
  benign: ReadonlySet<string>;
}

/** Addresses of episodes that are judged honest or technical. */
export function benignAddresses(episodes: Iterable<Episode>): Set<string> {
  const found = new Set<string>();
  for (const episode of episodes) {
    const verdict = standing(episode);
    if (verdict === 'expected' || verdict === 'friction' || verdict === 'misconfigured')
      for (const ip of episode.ips) found.add(ip);
  }
  return found;
}

export const groupingId = (author: Author, episode: string): string => domainId(author, 'grouping', episode);

export function episodeObjects(author: Author, episode: Episode, lent: Lent): { objects: Stix[]; grouping: string } {
  const verdict = standing(episode);
  const objects: Stix[] = [];
  const refs: string[] = [];
  const observed = (id: string): string | null => {
    const event = lent.load(id);
    if (!event) return null;
    // Events outside the scope come with the episode that tells of them.
    objects.push(...eventObjects(author, event, lent.provenance(event), lent));
    const ref = observedId(author, event.id);
    if (!refs.includes(ref)) refs.push(ref);
    return ref;
  };
  const denials = episode.events.map(observed).filter((ref) => ref !== null);
  for (const link of episode.followedBy) {
    const access = observed(link.event);
    const last = denials.at(-1);
    if (access === null || last === undefined) continue;
    const tie = relationship(author, last, 'related-to', access, {
      description: `${link.kind.replaceAll('_', ' ')}${link.review ? ` (${link.review})` : ''}: ${link.reasons.map(({ text }) => text).join('; ')}`,
      confidence: Math.round(link.score * 100),
    });
    objects.push(tie);
    refs.push(tie.id);
  }

  if (isAttack(verdict) && denials.length > 0) {
    for (const technique of techniquesOf(episode)) {
      const pattern = domain(author, 'attack-pattern', technique.id, {
        name: technique.name,
        external_references: [
          { source_name: 'mitre-attack', external_id: technique.id, url: techniqueUrl(technique.id) },
        ],
      });
      const sighting = domain(author, 'sighting', `${episode.id} ${technique.id}`, {
        sighting_of_ref: pattern.id,
        observed_data_refs: denials,
        where_sighted_refs: author.ref === null ? null : [author.ref],
        first_seen: episode.start,
        last_seen: episode.end,
        count: episode.denials,
        confidence: Math.round(episode.confidence * 100),
      });
      objects.push(pattern, sighting);
      refs.push(pattern.id, sighting.id);
    }
    // Only where a person decided that it was an attack, and no honest episode came from there.
    if (episode.decision && isAttack(episode.decision.verdict)) {
      for (const ip of episode.ips) {
        const address = addressObject(ip);
        if (!address || lent.benign.has(ip)) continue;
        const indicator = domain(author, 'indicator', `${episode.id} ${ip}`, {
          name: `Address of denied prompts: ${ip}`,
          description: `Decided as ${episode.decision.verdict.replaceAll('_', ' ')} by ${episode.decision.by}`,
          indicator_types: ['malicious-activity'],
          pattern: `[${address.type}:value = ${patternText(String(address.value))}]`,
          pattern_type: 'stix',
          valid_from: episode.start,
        });
        objects.push(address, indicator);
        refs.push(indicator.id);
        for (const technique of techniquesOf(episode)) {
          objects.push(
            relationship(author, indicator.id, 'indicates', domainId(author, 'attack-pattern', technique.id)),
          );
        }
      }
    }
  }

  const grouping = domain(author, 'grouping', episode.id, {
    name: `${episode.denials} denied for ${episode.identity.name}: ${verdict.replaceAll('_', ' ')}`,
    description: [episode.questions.who, episode.questions.factor, episode.questions.from].join('; '),
    context: isAttack(verdict) ? 'suspicious-activity' : 'unspecified',
    confidence: Math.round(episode.confidence * 100),
    labels: episode.patterns,
    external_references: [{ source_name: 'sidedoor', external_id: episode.id }],
    object_refs: refs.length > 0 ? refs : [author.ref],
  });
  objects.push(grouping);
  objects.push(
    domain(author, 'note', `${episode.id} verdict`, {
      abstract: `Verdict of the analysis: ${episode.verdict.replaceAll('_', ' ')}`,
      content: [
        `Confidence ${episode.confidence.toFixed(2)}.`,
        ...episode.for.map(({ text, weight }) => `For (${weight.toFixed(2)}): ${text}`),
        ...episode.against.map(({ text, weight }) => `Against (${weight.toFixed(2)}): ${text}`),
        ...episode.missing.map((what) => `Not in evidence: ${what}`),
      ].join('\n'),
      object_refs: [grouping.id],
    }),
  );
  if (episode.decision) {
    const { verdict: decided, action, why, by, at } = episode.decision;
    const agrees = decided === episode.verdict;
    objects.push(
      domain(author, 'opinion', `${episode.id} ${at}`, {
        explanation: `Decided ${decided.replaceAll('_', ' ')}, action ${action}, ${at}: ${why}`,
        authors: [by],
        opinion: agrees
          ? 'strongly-agree'
          : isAttack(decided) === isAttack(episode.verdict)
            ? 'disagree'
            : 'strongly-disagree',
        object_refs: [groupingId(author, episode.id)],
      }),
    );
  }
  return { objects, grouping: grouping.id };
}

/** The report over the groups in scope: a new version with each export, because it names the head of the custody log. */
export const reportObject = (author: Author, info: CaseInfo, groupings: string[], now: string): Stix =>
  domain({ ...author, modified: now }, 'report', 'case', {
    name: info.name || info.id,
    description: `${info.episodes} episodes in ${info.events} events; custody head ${info.custodyHead}`,
    report_types: ['observed-data'],
    published: now,
    object_refs: groupings,
  });
