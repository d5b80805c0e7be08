/** Evidence files as exhibits: the file with size and hash, and the provenance record that numbers it. */
import type { CaseFile } from '../../case-view';
import { facet, hex, integer, iri, type Node, plain, ref, withFacets } from './node';

export interface Exhibit {
  /** Name of the provenance record. */
  exhibit: string;
  /** As events name the file. */
  name: string;
  /** The file comes first. */
  nodes: Node[];
}

export const exhibitNumber = (id: number): string => `EX-${String(id).padStart(3, '0')}`;

export function* exhibits(caseId: string, files: readonly CaseFile[]): Generator<Exhibit> {
  for (const file of files) {
    const id = iri(caseId, 'file', file.file);
    const hash: Node = {
      '@id': iri(caseId, 'hash', `${file.file} ${file.sha256}`),
      '@type': 'uco-types:Hash',
      'uco-types:hashMethod': 'SHA256',
      'uco-types:hashValue': hex(file.sha256),
    };
    const node = withFacets({ '@id': id, '@type': 'uco-observable:File' }, [
      facet(id, 'uco-observable:FileFacet', {
        'uco-observable:fileName': plain(file.file.slice(file.file.lastIndexOf('/') + 1)),
        'uco-observable:filePath': plain(file.file),
        'uco-observable:sizeInBytes': integer(file.bytes),
      }),
      facet(id, 'uco-observable:ContentDataFacet', { 'uco-observable:hash': hash }),
    ]);
    const exhibit = iri(caseId, 'provenance-record', file.file);
    const state = file.removed ? `; taken out of the case: ${file.removed.why}` : '';
    yield {
      exhibit,
      name: file.file,
      nodes: [
        node,
        {
          '@id': exhibit,
          '@type': 'case-investigation:ProvenanceRecord',
          'case-investigation:exhibitNumber': exhibitNumber(file.id),
          'uco-core:description': plain(
            `${file.source ?? 'not recognised'}, ${file.records} records, ${file.events} events${state}`,
          ),
          'uco-core:object': [ref(id)],
        },
      ],
    };
  }
}
