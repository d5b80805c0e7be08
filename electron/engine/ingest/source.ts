/** What a log source is: a folder under `sources/` whose index.ts default-exports one of these. */
import type { EventDraft } from '../../../shared/model/event';
import type { Origin } from './readers/json/projection';

export type { Origin };

/**
 * A record over declared paths. Reading is lazy: a reader may project the declared paths out of the bytes without
 * parsing the whole record. Paths are dotted for JSON (`status.errorCode`), the normalised header for CSV.
 * A path that was not declared in `reads` throws: the declaration is what makes projection possible.
 */
export interface LazyRecord {
  /** Text of a string, number or boolean; null where absent, null or a container. */
  text(path: string): string | null;
  /** A finite number (also from numeric text); null otherwise. */
  num(path: string): number | null;
  /** Booleans, also spelled as text or 0/1; null where unknown. */
  bool(path: string): boolean | null;
  /** The value as parsed (array, object …); undefined where absent. */
  any(path: string): unknown;
  has(path: string): boolean;
  /**
   * What `make` derives from the value under the path and from nothing else: made once for records that have the same
   * there. It is shared by them: nobody may change it.
   */
  derived<T>(path: string, make: (record: LazyRecord) => T): T;
  /** As `derived`, of what follows from several values; `from` itself is the key under which it is remembered. */
  derivedFrom<T>(from: Origin, make: () => T): T;
  /**
   * What `read` makes of each object in the list under a path of JSON. Inside of `read` the declared paths with `*` in the
   * element's place (`target.*.id`) are those of the object at hand; elsewhere there is nothing under them.
   */
  each<T>(path: string, read: () => T): T[];
  /**
   * As `each`, of what `read` makes of the object at hand and of nothing else, the same for all records: made once for objects that
   * are the same, and shared by them.
   */
  derivedEach<T>(path: string, read: () => T): T[];
  /**
   * The first of several columns in which `filled` finds something, where the file has columns; `paths` itself is the key
   * under which they are remembered.
   */
  firstOf?(paths: readonly string[], filled: (text: string) => string | null): string | null;
}

/** The record was understood and is no event of this product's concern, or holds no information. */
export interface Skip {
  end: 'skipped';
  why: string;
}
/** The record belongs to this source and cannot be read: bad time, broken field. */
export interface Reject {
  end: 'rejected';
  why: string;
}
export const skip = (why: string): Skip => ({ end: 'skipped', why });
export const reject = (why: string): Reject => ({ end: 'rejected', why });

export interface SourceContext {
  /** IANA zone that the person named for times without one; null = not named. */
  zone: string | null;
  /** Facts of the whole file: CSV header as written (for zones in headers), day/month order decided over the sample. */
  header: readonly string[] | null;
  dayFirst: boolean | null;
  /** Year of a time that carries none, by its month (from 1) and day; null = nobody knows. */
  yearOf?(month: number, day: number): number | null;
}

export interface Shape {
  /** `graph-json`, `portal-csv`, `azure-monitor`, `log-analytics` …: printed as `shape`. */
  id: string;
  /** `line`: one line of a text log, handed over under the path `line`. */
  record: 'json' | 'csv' | 'line';
  /** Every path that `accepts` and `toEvent` read. For JSON a parent path reads the whole subtree. */
  reads: readonly string[];
  /**
   * How fully this shape carries the record, for folding one record seen in two shapes into the fuller (JSON 3,
   * flattened JSON 2, CSV 1).
   */
  fidelity: number;
  /** Cheap test: is this one record of this shape? By content only. */
  accepts(record: LazyRecord): boolean;
  /** What `accepts` looks for, in words: "uuid, published, eventType, outcome". */
  signature: string;
  /**
   * Where one record of this shape holds several (a dotted path to a list): each element is a record with its own place.
   * `accepts` sees the record that holds the list; `toEvent` sees it with one element in place of the list, and under `#`
   * how many elements before it had the same `by`.
   */
  split?: {
    list: string;
    by: string;
    /** The list may be an object whose values are the records (`{"Event1": {…}, "Event2": {…}}`). */
    isKeyed?: boolean;
  };
  /** Pure; never throws for bad data (a throw rejects the record with `adapter-bug`). */
  toEvent(record: LazyRecord, context: SourceContext): EventDraft | Skip | Reject;
}

export interface Source {
  /** Folder name; printed as `source`. */
  id: string;
  title: string;
  shapes: readonly Shape[];
  /** Lists in envelopes that only this source uses (`response.authlogs`): an empty one is an empty export of it. */
  envelopes?: readonly string[];
  /** Line in which its tables' header stands, from 1; set by a person's mapping. */
  header?: number;
  /** Where the person gets the export, and what it lacks: one or two sentences for the picker. */
  about: string;
  /** One short record, as an example for `sidedoor sources`. */
  example: string;
}
