/** Which push topics make which answers old. A method without an entry never changes while a case is open. */

import { asksForNotes } from '../../shared/base/asks-for-notes';
import type { Topic } from '../../shared/contract/define';

const BY_METHOD: Record<string, readonly Topic[]> = {
  // Acts and head of the chain stand in the case's facts.
  'cases.current': ['case', 'custody'],
  'custody.page': ['custody'],
  'cases.refused': ['files', 'custody'],
  'cases.licences': [],
  'imports.list': ['files'],
  'imports.leftOut': ['files'],
  'imports.look': ['files', 'identities'],
  'imports.diskNeed': ['files', 'case'],
  'imports.coverage': ['files', 'episodes'],
  'episodes.card': ['episodes', 'annotations', 'events'],
  // Closing a decided episode is a note on it.
  'episodes.queue': ['episodes', 'annotations'],
  'episodes.place': ['episodes', 'annotations'],
  'episodes.get': ['episodes', 'annotations'],
  'episodes.ofCampaign': ['episodes', 'annotations'],
  'episodes.work': ['episodes', 'custody'],
  'notebook.get': ['annotations'],
  'notebook.history': ['annotations'],
  'manual.list': ['annotations', 'identities'],
  // Who has a star is in its answer.
  'identities.list': ['identities', 'annotations'],
  'identities.place': ['identities', 'annotations'],
  'identities.get': ['identities'],
  'identities.words': ['identities', 'custody'],
  'identities.suggestions': ['identities'],
  'identities.facts': ['identities'],
  'identities.unknown': ['files', 'identities'],
  'identities.profile': ['events', 'identities'],
  'cases.conflicts': ['episodes', 'annotations', 'custody'],
  'evidence.list': ['files', 'custody', 'case'],
  'signing.key': ['settings'],
  'settings.get': ['settings'],
  'thresholds.get': ['settings'],
  'thresholds.history': ['settings'],
  'analysis.changes': ['episodes', 'settings'],
  'analysis.sequence': ['episodes', 'files'],
  'analysis.rollouts': ['episodes', 'events', 'identities', 'files'],
  'replay.saved': ['replays', 'episodes', 'files'],
};
const BY_ROOM: Record<string, readonly Topic[]> = {
  events: ['events', 'files', 'identities'],
  episodes: ['episodes'],
  suppressions: ['episodes'],
  regroups: ['episodes'],
  replay: ['episodes', 'files'],
  paths: ['episodes'],
  places: ['events', 'files', 'identities'],
  annotations: ['annotations'],
  jobs: ['jobs'],
};
const NONE: readonly Topic[] = [];

/** Topics that an answer of this method depends on; a filter by tags makes it depend on notes too. */
export function topicsOf(method: string, input?: unknown): readonly Topic[] {
  const topics = byName(method);
  const { query = '' } = (input as { filter?: { query?: string } } | undefined)?.filter ?? {};
  return asksForNotes(query) && !topics.includes('annotations') ? [...topics, 'annotations'] : topics;
}

function byName(method: string): readonly Topic[] {
  return BY_METHOD[method] ?? BY_ROOM[method.slice(0, method.indexOf('.'))] ?? NONE;
}
