/** Episodes as groups of records, what is thought of them, and the investigator's words on anything. */
import type { Annotation } from '../../../../../shared/model/case';
import type { Episode } from '../../../../../shared/model/episode';
import type { ManualEvent } from '../../../../../shared/model/manual-event';
import { MANUAL, manualText } from '../../manual';
import type { NoteTargets } from '../../note-targets';
import { identityIri, recordIri } from './event';
import { dateTime, iri, type Node, plain, ref } from './node';

/** The group first; nothing where none of its records is in the graph. */
export function episodeNodes(caseId: string, episode: Episode, isThere: (event: string) => boolean): Node[] {
  const records = [...episode.events, ...episode.followedBy.map(({ event }) => event)].filter(isThere);
  if (records.length === 0) return [];
  const id = iri(caseId, 'grouping', episode.id);
  const nodes: Node[] = [
    {
      '@id': id,
      '@type': 'uco-core:Grouping',
      'uco-core:name': plain(`${episode.id}: ${episode.denials} denied for ${episode.identity.name}`),
      'uco-core:description': plain(
        [episode.questions.who, episode.questions.factor, episode.questions.from].join('; '),
      ),
      'uco-core:context': ['suspicious-activity'],
      'uco-core:object': [...new Set(records)].map((event) => ref(recordIri(caseId, event))),
    },
    {
      '@id': iri(caseId, 'annotation', `${episode.id} verdict`),
      '@type': 'uco-core:Annotation',
      'uco-core:name': 'Verdict of the analysis',
      'uco-core:statement': [
        `${episode.verdict}, confidence ${episode.confidence.toFixed(2)}`,
        ...episode.for.map(({ text }) => plain(`for: ${text}`)),
        ...episode.against.map(({ text }) => plain(`against: ${text}`)),
      ],
      'uco-core:object': [ref(id)],
    },
  ];
  if (episode.decision) {
    const { verdict, action, why, by, at } = episode.decision;
    nodes.push(
      { '@id': iri(caseId, 'person', by), '@type': 'uco-identity:Person', 'uco-core:name': plain(by) || 'unknown' },
      {
        '@id': iri(caseId, 'annotation', `${episode.id} decision ${at}`),
        '@type': 'uco-core:Annotation',
        'uco-core:name': 'Decision of the investigator',
        'uco-core:statement': [plain(`${verdict}, action ${action}: ${why}`)],
        'uco-core:createdBy': ref(iri(caseId, 'person', by)),
        'uco-core:objectCreatedTime': dateTime(at),
        'uco-core:object': [ref(id)],
      },
    );
  }
  return nodes;
}

/** A note on what the graph holds, with its author; spans and places are told of on the investigation. Nothing where it holds none. */
export function noteNode(
  caseId: string,
  note: Annotation,
  on: NoteTargets,
  isThere: (node: string) => boolean,
): Node[] {
  const episodes = on.episodes.map((id) => iri(caseId, 'grouping', id));
  // A note on a link or path is about its episode first: without it the access alone would say something else.
  if (!episodes.every(isThere)) return [];
  const targets = [
    ...episodes,
    ...on.events.map((id) => recordIri(caseId, id)),
    ...on.identities.map((id) => identityIri(caseId, id)),
  ].filter(isThere);
  if (on.isWhole) targets.push(investigationIri(caseId));
  if (targets.length === 0) return [];
  const person = iri(caseId, 'person', note.by);
  return [
    { '@id': person, '@type': 'uco-identity:Person', 'uco-core:name': plain(note.by) || 'unknown' },
    {
      '@id': iri(caseId, 'annotation', note.id),
      '@type': 'uco-core:Annotation',
      'uco-core:name': 'Note of the investigator',
      ...(on.about === null ? {} : { 'uco-core:description': plain(on.about) }),
      'uco-core:statement': [plain(note.text)],
      ...(note.tags.length > 0 ? { 'uco-core:tag': note.tags.map(plain) } : {}),
      'uco-core:createdBy': ref(person),
      'uco-core:objectCreatedTime': dateTime(note.at),
      'uco-core:object': targets.map(ref),
    },
  ];
}

export const investigationIri = (caseId: string): string => iri(caseId, 'investigation', caseId);

/** What no log tells: an event of the investigator's word, about an account where the graph has it. */
export function manualNodes(caseId: string, event: ManualEvent, isThere: (node: string) => boolean): Node[] {
  const person = iri(caseId, 'person', event.by);
  const account = event.identity === null ? null : identityIri(caseId, event.identity);
  return [
    { '@id': person, '@type': 'uco-identity:Person', 'uco-core:name': plain(event.by) || 'unknown' },
    {
      '@id': iri(caseId, 'manual-event', event.id),
      '@type': 'uco-core:Event',
      'uco-core:name': 'Manual event of the investigator: in no log',
      'uco-core:description': plain(manualText(event)),
      'uco-core:eventType': MANUAL,
      'uco-core:startTime': dateTime(event.time),
      'uco-core:createdBy': ref(person),
      'uco-core:objectCreatedTime': dateTime(event.at),
      ...(account !== null && isThere(account) ? { 'uco-core:eventContext': [ref(account)] } : {}),
    },
  ];
}
