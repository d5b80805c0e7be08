import type { JsonRecord } from './lazy-record';
import type { LazyRecord, Shape, Source, SourceContext } from './source';

/** One record shape of one source, ready to read records. */
export interface Candidate {
  source: Source;
  shape: Shape;
  record: LazyRecord;
  /** Makes `record` read this one. */
  load(record: unknown): void;
  /** The record as bytes, where one can be read so (one JSON value in UTF-8, one event of it). */
  bytes?: JsonRecord;
  /** What the shape is told of the file, where this record tells more (its own header). */
  context?(context: SourceContext): SourceContext;
}
