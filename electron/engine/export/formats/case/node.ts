/** Nodes of the graph: every one has a name of its own, made from the case and what it is, so that an export can be repeated. */
import { OWN, uuid5 } from '../../uuid';

export type Node = { '@id': string; '@type': string | string[] } & Record<string, unknown>;

export const CONTEXT = {
  kb: 'urn:sidedoor:kb/',
  'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
  'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
  'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
  'uco-identity': 'https://ontology.unifiedcyberontology.org/uco/identity/',
  'uco-location': 'https://ontology.unifiedcyberontology.org/uco/location/',
  'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
  'uco-tool': 'https://ontology.unifiedcyberontology.org/uco/tool/',
  'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

export const iri = (caseId: string, kind: string, key: string): string =>
  `kb:${kind}-${uuid5(OWN, `${caseId}/${kind}/${key}`)}`;

export const ref = (id: string): { '@id': string } => ({ '@id': id });

const typed =
  (type: string) =>
  (value: string | number): { '@type': string; '@value': string } => ({
    '@type': `xsd:${type}`,
    '@value': String(value),
  });
export const dateTime = typed('dateTime');
export const integer = typed('integer');
export const decimal = typed('decimal');
export const hex = typed('hexBinary');
export const bool = typed('boolean');

/** A facet of an object: a node that hangs on it. Empty values are left out; null where nothing is left. */
export function facet(owner: string, type: string, values: Record<string, unknown>): Node | null {
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (kept.length === 0) return null;
  const name = type
    .replace(/.*:/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
  return { '@id': `kb:${name}-${uuid5(OWN, `${owner}/${type}`)}`, '@type': type, ...Object.fromEntries(kept) };
}

/** The object with its facets; facets that are null are left out. */
export function withFacets(node: Node, facets: (Node | null)[]): Node {
  const there = facets.filter((one) => one !== null);
  return there.length === 0 ? node : { ...node, 'uco-core:hasFacet': there };
}

/** A text that RDF can hold: no lone surrogates, no NUL. */
export const plain = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\ufffd');
