/** The account of one file: every record read ends as exactly one of event, context, duplicate, skipped, rejected. */
import { assert } from '../../../shared/base/assert';
import { plural } from '../../../shared/base/text';
import { EXPORT_LIMITS } from '../../../shared/model/cut';
import type { ParsedFile } from './parsed';

export interface Sums {
  events: number;
  context: number;
  duplicates: number;
  skipped: number;
  rejected: number;
}

export const recordsOf = (sums: Sums): number =>
  sums.events + sums.context + sums.duplicates + sums.skipped + sums.rejected;

/** Throws when the parser's account and the store's do not agree: then something was lost, and nothing is kept. */
export function checkSums(name: string, parsed: ParsedFile, sums: Sums): void {
  assert(
    parsed.mapped === sums.events + sums.context + sums.duplicates,
    `${name}: ${parsed.mapped} records were mapped, ${sums.events} + ${sums.context} + ${sums.duplicates} were stored`,
  );
  assert(
    parsed.skipped === sums.skipped && parsed.rejected === sums.rejected,
    `${name}: ${parsed.skipped} + ${parsed.rejected} records were left out, ${sums.skipped} + ${sums.rejected} were noted`,
  );
}

/** What the person should know of a file beyond its sums. */
export function fileWarnings(parsed: ParsedFile, sums: Sums): string[] {
  const records = recordsOf(sums);
  const notes = parsed.notes.map(({ text, count, of }) =>
    count === null ? text : of === 'event' ? `${text} (${plural(count, 'event')})` : `${plural(count, of)} ${text}`,
  );
  return EXPORT_LIMITS.has(records) ? [`exactly ${plural(records, 'record')}: the export may be cut`, ...notes] : notes;
}
