/** What the checks use of two libraries that bring no types. */
declare module 'n3' {
  export interface Term {
    readonly value: string;
  }
  export class Store {
    readonly size: number;
    add(quad: unknown): this;
  }
  export class Parser {
    parse(text: string): unknown[];
  }
  export const DataFactory: {
    namedNode(value: string): Term;
    literal(value: string, datatype?: Term): Term;
    quad(subject: Term, predicate: Term, object: Term): unknown;
  };
}
declare module 'rdf-validate-shacl' {
  import type { Store, Term } from 'n3';

  interface Result {
    focusNode: Term | null;
    path: Term | null;
    value: Term | null;
    sourceConstraintComponent: Term | null;
  }
  export default class Validator {
    constructor(shapes: Store, options?: object);
    validate(data: Store): Promise<{ conforms: boolean; results: Result[] }>;
  }
}
