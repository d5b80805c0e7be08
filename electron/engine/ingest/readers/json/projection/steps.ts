/** What a projection knows of the paths that are wanted: steps of them, values kept under numbers, and what was derived from these. */

import { areRare, type Looked } from '../../kept';

/** What is followed at once: the record, or the elements of a list in it, one after the other. */
export interface Followed {
  readonly step: Step;
  /** The number under which it was followed last; -1 outside of it. */
  epoch: number;
  /** Where the element at hand lies, in WebAssembly's memory; 0 where it was parsed instead. */
  from: number;
  to: number;
  parsed: unknown;
}
/** What is known of the number under which a value is kept, as `keep` says it. */
export interface Numbered extends Looked {
  /** Record for which it was told, and where its value lies. */
  numbered: number;
  place: number;
  number: number;
  isRare: boolean;
  isDerivedFrom: boolean;
  /** It is of several values that are looked up as one. */
  isUnion: boolean;
}
export const unnumbered = (): Numbered => ({
  numbered: 0,
  place: 0,
  number: 0,
  sought: 0,
  missed: 0,
  isRare: false,
  isDerivedFrom: false,
  isUnion: false,
});

/** One step of a wanted path. */
export interface Step extends Numbered {
  readonly key: string;
  readonly of: Followed;
  /** Its elements, where paths below each are wanted. */
  elements: Followed | null;
  /** As it is asked for. */
  path: string;
  /** What was asked for after it, last: sources ask in the same order of every record. */
  next: Step | null;
  readonly above: Step | null;
  readonly below: Map<string, Step>;
  /** Its node in WebAssembly's memory, counted in 32-bit words. */
  word: number;
  /** Record for which `value` was made. */
  made: number;
  value: unknown;
  /** What was derived from its values, by the number under which the value is kept. */
  derived: unknown[];
}
export const step = (key: string, above: Step | null, of: Followed): Step => ({
  key,
  of,
  elements: null,
  path: '',
  next: null,
  above,
  below: new Map(),
  word: 0,
  made: 0,
  value: undefined,
  ...unnumbered(),
  derived: [],
});

export function followed(): Followed {
  const of = { step: null as Step | null, epoch: -1, from: 0, to: 0, parsed: undefined };
  of.step = step('', null, of as Followed);
  return of as Followed;
}

/** What something is derived from. */
export interface Origin {
  /** Outermost keys of a record; of a table, columns. */
  readonly paths: readonly string[];
  /** Names of members, by the path below which they lie: their texts play no part in what is made (a time, an id). */
  readonly without?: Readonly<Record<string, string>>;
  /**
   * These values come together (an id, a name, an address), and nothing else is derived from any of them: all are looked up
   * as one. Columns always are.
   */
  readonly asOne?: true;
}

/** What was derived from several values, by the numbers under which these are kept. */
export interface Derivation {
  readonly parts: readonly Part[];
  /** Of the record at hand; `ABSENT` where it has none. */
  readonly numbers: Int32Array;
  /** What was derived last. */
  last: Made | null;
  readonly known: Map<number, Made>;
}

/** As a derivation, by the number under which all values are kept as one. */
export interface Union extends Numbered {
  readonly parts: readonly Step[];
  /** Where the list of their nodes lies in WebAssembly's memory; 0 where that is not laid out. */
  list: number;
  derived: unknown[];
}
interface Made {
  numbers: Int32Array;
  value: unknown;
}
export interface Part {
  readonly of: Step;
  readonly numbered: Numbered;
  /** The member whose texts below it play no part, as a key is written. */
  readonly without: Buffer | null;
  /** Where that lies in WebAssembly's memory. */
  key: number;
}

/** Its values are hardly ever those of a record before. */
export const isRare = (of: Numbered): boolean => areRare(of, of.isDerivedFrom || of.isUnion);
