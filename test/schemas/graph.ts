/** JSON-LD as we write it (prefixes, nested nodes, typed values; nothing else) as triples, and its check against SHACL shapes. */
import { DataFactory, Parser, Store, type Term } from 'n3';
import Validator from 'rdf-validate-shacl';

const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const { namedNode, literal, quad } = DataFactory;

interface JsonLd {
  '@context': Record<string, string>;
  '@graph': Record<string, unknown>[];
}

/** Throws for what our writer never writes: a name without prefix, a node without `@id`. */
export function triples({ '@context': context, '@graph': nodes }: JsonLd): Store {
  const store = new Store();
  const iri = (name: string): Term => {
    const [, prefix = '', rest = ''] = /^([\w-]+):(.*)$/s.exec(name) ?? [];
    const base = context[prefix];
    if (base === undefined) throw new Error(`no prefix of the context: ${name.slice(0, 80)}`);
    return namedNode(base + rest);
  };
  const objectOf = (value: unknown): Term => {
    if (typeof value === 'string') return literal(value);
    const { '@value': text, '@type': type, '@id': id } = value as Record<string, string>;
    if (text !== undefined) return literal(text, iri(type!));
    if (id === undefined) throw new Error('a node without @id');
    add(value as Record<string, unknown>);
    return iri(id);
  };
  const add = (node: Record<string, unknown>): void => {
    const subject = iri(String(node['@id']));
    for (const [name, value] of Object.entries(node)) {
      if (name === '@id') continue;
      for (const one of Array.isArray(value) ? value : [value]) {
        if (name === '@type') store.add(quad(subject, namedNode(RDF_TYPE), iri(String(one))));
        else store.add(quad(subject, iri(name), objectOf(one)));
      }
    }
  };
  for (const node of nodes) add(node);
  return store;
}

/** Faults of the graph, each with the node and property that it is about. */
export async function shaclFaults(text: string, shapes: string): Promise<string[]> {
  const rules = new Store();
  for (const one of new Parser().parse(shapes)) rules.add(one);
  const { results } = await new Validator(rules).validate(triples(JSON.parse(text) as JsonLd));
  return results.map(
    ({ focusNode, path, sourceConstraintComponent: rule, value }) =>
      `${focusNode?.value}: ${path?.value} ${rule?.value.replace(/.*#/, '')} ${value?.value.slice(0, 80) ?? ''}`,
  );
}
