/**
 * How a table of unknown origin becomes events: which column is what, how its times are written, what its values mean.
 * A small JSON file, made in the mapping step, kept with the case, reusable for every table with the same columns.
 */

import { z } from 'zod';
import { isKnownZone } from '../base/zone';
import { MappedField, MappedOutcome, TimeFormat } from './mapping-words';
import { EventClass, Factor, IdentityKind } from './words';

/** First member of a mapping file; its number changes with the meaning of the file. */
export const MAPPING_VERSION = 1;
/** A mapping file is smaller than this, in bytes. */
export const MAPPING_LIMIT = 1024 * 1024;

/**
 * A column by its header as it is read (`headerNames`: lower case, blanks collapsed, `name#2` for the second of one
 * name); for JSON the dotted path to the value.
 */
export const MappedColumn = z.string().max(1_000);

const Filled = z.union([
  z.strictObject({ column: MappedColumn }),
  z.strictObject({ constant: z.string().min(1).max(1_000) }),
]);
export type Filled = z.infer<typeof Filled>;

/**
 * Values of up to two columns → a word; case and outer blanks do not matter, an empty text stands for an empty cell. A line
 * with a value for each column counts before one with only the first; of equal lines the first counts.
 */
const table = <T extends z.ZodType>(word: T, most: number) =>
  z.strictObject({
    columns: z.array(MappedColumn).max(most),
    table: z.array(z.strictObject({ when: z.array(z.string().max(2_000)).min(1).max(most), is: word })).max(5_000),
    otherwise: word,
  });

const MapTime = z.strictObject({
  /** One column, or two that hold date and time of day. */
  columns: z.array(MappedColumn).min(1, 'name the column that holds the time').max(2),
  format: TimeFormat,
  /** IANA zone of times that carry none; null = such times are refused. */
  zone: z
    .string()
    .max(100)
    .refine(isKnownZone, 'no such time zone: give an IANA name such as Europe/Berlin')
    .nullable(),
});

const Body = {
  sidedoorMapping: z.literal(MAPPING_VERSION),
  name: z.string().trim().min(1, 'give the mapping a name').max(80),
  /** Rows under a header (CSV, TSV, spreadsheets), or JSON values. */
  record: z.enum(['table', 'json']),
  /** Line (of a sheet: row) in which the table's header stands, from 1; without it, it is found. */
  header: z.number().int().min(1).max(1_000).optional(),
  /** Where each JSON value holds a list of records: the dotted path to it. */
  list: z.string().max(500).nullable().default(null),
  time: MapTime,
  fields: z.partialRecord(MappedField, Filled).default({}),
  outcome: table(MappedOutcome, 2),
  class: table(EventClass, 1),
  factor: table(Factor.nullable(), 1),
  kind: table(IdentityKind, 1),
};

/** A whole mapping, fit to import with. */
export const Mapping = z.strictObject(Body);
export type Mapping = z.infer<typeof Mapping>;

/** A mapping in the making: the time's column may be missing yet. */
export const MappingDraft = z.strictObject({
  ...Body,
  name: z.string().max(80),
  time: MapTime.extend({ columns: z.array(MappedColumn).max(2) }),
});
export type MappingDraft = z.infer<typeof MappingDraft>;

/** A mapping that was chosen for an import: plain data, travels to parse workers within the job. */
export interface ChosenMapping {
  mapping: Mapping;
  /** The mapping file word for word; of a mapping made on screen, the text that it is saved as. */
  text: string;
  /** Of that text's bytes. */
  sha256: string;
  /** Name of the file; null = made on screen. */
  file: string | null;
}

/** The mapping file's text: the same mapping always gives the same bytes, so that its hash names it. */
export function mappingText(mapping: Mapping): string {
  const { fields, ...rest } = Mapping.parse(mapping);
  const sorted = MappedField.options.flatMap((field) => (fields[field] ? [[field, fields[field]]] : []));
  const { sidedoorMapping, name, record, header, list, time, ...decided } = rest;
  const where = header === undefined ? {} : { header };
  const inOrder = {
    sidedoorMapping,
    name,
    record,
    ...where,
    list,
    time,
    fields: Object.fromEntries(sorted),
    ...decided,
  };
  return `${JSON.stringify(inOrder, null, 2)}\n`;
}
