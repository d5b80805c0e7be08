/** What was done, from the custody log: each line an investigative action of a person with this tool. */
import type { CustodyEntry } from '../../../../../shared/model/case';
import { dateTime, iri, type Node, plain, ref } from './node';

export const toolNode = (caseId: string, version: string): Node => ({
  '@id': iri(caseId, 'tool', version),
  '@type': 'uco-tool:Tool',
  'uco-core:name': 'Sidedoor',
  'uco-tool:toolType': 'Analysis',
  'uco-tool:version': version,
});

/** Acts that take evidence in or look at all of it. */
const ON_EXHIBITS = new Set(['import', 'analyse', 'verify']);

export function actionNode(
  caseId: string,
  entry: Omit<CustodyEntry, 'hash'>,
  known: { tool: string; before: string | null; exhibits: readonly string[] },
): { id: string; nodes: Node[] } {
  const id = iri(caseId, 'investigative-action', String(entry.seq));
  const performer = iri(caseId, 'person', entry.actor);
  const at = dateTime(entry.at);
  return {
    id,
    nodes: [
      {
        '@id': performer,
        '@type': 'uco-identity:Person',
        'uco-core:name': plain(entry.actor) || 'unknown',
      },
      {
        '@id': id,
        '@type': 'case-investigation:InvestigativeAction',
        'uco-core:name': entry.act,
        'uco-core:description': plain(
          `Line ${entry.seq} of the custody log, by ${entry.tool}, clock zone ${entry.zone}${entry.confirmed ? '' : '; the name of the person is not confirmed'}`,
        ),
        'uco-action:startTime': at,
        'uco-action:endTime': at,
        'uco-action:performer': ref(performer),
        'uco-action:instrument': ref(known.tool),
        ...(ON_EXHIBITS.has(entry.act) && known.exhibits.length > 0
          ? { 'uco-action:object': known.exhibits.map(ref) }
          : {}),
        ...(known.before === null ? {} : { 'case-investigation:wasInformedBy': ref(known.before) }),
      },
    ],
  };
}
