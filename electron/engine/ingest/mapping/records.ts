/** Records of a table one does not know yet, read as an import reads them: columns, and a mapping tried on each. */
import { setImmediate } from 'node:timers/promises';
import { headerNames } from '../../../../shared/base/csv-header';
import { mappedColumns } from '../../../../shared/model/mapped-columns';
import type { MappingDraft } from '../../../../shared/model/mapping';
import { openStored, type StoredAt } from '../../case/evidence';
import { JsonRecord } from '../lazy-record';
import { Pass } from '../pass';
import { isObject } from '../readers/json/envelopes';
import { HEAD, type Sniffed, sniff } from '../readers/sniff';
import type { Book } from '../readers/xlsx/sheet';
import { type LazyRecord, type Shape, type Source, type SourceContext, skip } from '../source';
import { bookOf } from '../workbook';
import { Column } from './columns';
import { MAPPED, mappedShape } from './source';

/** Of a larger file the beginning is looked at. */
const SAMPLE = 16 * 1024 * 1024;
const CHUNK = 64 * 1024;
export const SAMPLE_ROWS = 20_000;
/** Cells looked at for the columns' meaning: ten thousand columns must not take ten thousand times as long. */
const CELLS = 300_000;
const MOST_COLUMNS = 20_000;

export interface Sample {
  bytes: Buffer;
  /** The sample is the whole file. */
  isWhole: boolean;
  sniffed: Sniffed;
  /** The workbook, where the file is a sheet of one. */
  book: Book | null;
  /** Line in which a person says that the header stands. */
  header: number | null;
}

/** Why a file cannot be mapped. */
export class NoTable extends Error {}

export async function takeSample(at: StoredAt, header: number | null = null): Promise<Sample> {
  const chunks: Buffer[] = [];
  let length = 0;
  let isWhole = true;
  for await (const chunk of openStored(at)) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length < SAMPLE) continue;
    isWhole = false;
    break;
  }
  const bytes = Buffer.concat(chunks);
  const head = bytes.subarray(0, HEAD);
  const book = await bookOf(at, head);
  const sniffed = sniff(head, book, header);
  const { format } = sniffed;
  if (format.kind === 'none') throw new NoTable(format.why);
  if (format.kind === 'text')
    throw new NoTable(
      header === null
        ? 'neither JSON nor a table: its first line has no comma, semicolon, tab or bar between columns'
        : `its line ${header} has no comma, semicolon, tab or bar between columns: the header stands in another line`,
    );
  return { bytes, isWhole, sniffed, book, header };
}

/**
 * Reads the sample through the ordinary readers; every record goes to `see`, which may end it. Gives the pass for its
 * ledger, and whether all of the file was read. `reads`: paths that `see` may ask for.
 */
export async function readSample(
  sample: Sample,
  shape: Pick<Shape, 'record' | 'reads' | 'split'>,
  see: Shape['toEvent'],
  most: number,
): Promise<{ pass: Pass; isWhole: boolean }> {
  let records = 0;
  const source: Source = {
    id: MAPPED,
    title: '',
    about: '',
    example: '',
    ...(sample.header !== null && { header: sample.header }),
    shapes: [
      {
        ...shape,
        id: 'preview',
        fidelity: 1,
        signature: '',
        accepts: () => true,
        toEvent: (record, context) => {
          records++;
          return see(record, context);
        },
      },
    ],
  };
  const pass = new Pass(sample.bytes.subarray(0, HEAD), [source], { source: MAPPED, zone: null }, sample.book);
  let at = 0;
  for (; at < sample.bytes.length && records < most; at += CHUNK) {
    pass.feed(sample.bytes.subarray(at, at + CHUNK));
    await setImmediate();
  }
  const isWhole = sample.isWhole && at >= sample.bytes.length;
  if (isWhole) pass.end();
  return { pass, isWhole };
}

/** What the table's columns are called and hold; rows of the beginning, for what concerns two columns. */
export interface Columns {
  columns: Column[];
  /** Where each JSON value holds a list of records. */
  list: string | null;
  /** Text of each column, row by row. */
  rows: (string | null)[][];
}

export async function readColumns(sample: Sample): Promise<Columns> {
  return sample.sniffed.format.kind === 'csv' ? tableColumns(sample) : jsonColumns(sample);
}

async function tableColumns(sample: Sample): Promise<Columns> {
  let header: readonly string[] | null = null;
  const head = { ...sample, bytes: sample.bytes.subarray(0, HEAD) };
  const { pass } = await readSample(
    head,
    { record: 'csv', reads: [] },
    (_, context) => noted(() => (header ??= context.header)),
    1,
  );
  if (!header) {
    const [why] = pass.take().flatMap(({ leftOut }) => leftOut?.reasons ?? []);
    throw new NoTable(`the table has a header and no row that fits it${why ? ` (${why})` : ''}`);
  }
  const written: readonly string[] = header;
  const names = headerNames(written);
  const columns = names.map((name, i) => new Column(name, written[i]!.trim()));
  const rows: Columns['rows'] = [];
  const most = Math.min(2_000, Math.max(30, Math.floor(CELLS / columns.length)));
  await readSample(
    sample,
    { record: 'csv', reads: names },
    (record) =>
      noted(() => {
        if (rows.length >= most) return;
        const cells = names.map((name) => record.text(name));
        rows.push(cells);
        for (const [i, column] of columns.entries()) column.see(cells[i]!);
      }),
    most,
  );
  return { columns, list: null, rows };
}

async function jsonColumns(sample: Sample): Promise<Columns> {
  const values: Record<string, unknown>[] = [];
  const keep = (record: LazyRecord): void => {
    const value = record instanceof JsonRecord ? record.value : null;
    if (isObject(value) && values.length < 2_000) values.push(value);
  };
  await readSample(sample, { record: 'json', reads: [] }, (record) => noted(() => keep(record)), 2_000);
  if (values.length === 0)
    throw new NoTable(
      sample.isWhole
        ? 'it holds no JSON objects that could be rows'
        : 'its first 16 MiB hold no whole JSON object: one object around all records is too long; have it exported a record a line',
    );
  const list = listIn(values);
  const flat =
    list === null ? values.map((value) => flattened(value)) : values.flatMap((value) => elements(value, list));
  const names = new Set<string>();
  for (const row of flat) for (const name of row.keys()) if (names.size < MOST_COLUMNS) names.add(name);
  const columns = [...names].map((name) => new Column(name, name));
  const most = Math.max(30, Math.floor(CELLS / Math.max(1, columns.length)));
  const rows = flat.slice(0, most).map((row) => columns.map(({ name }) => row.get(name) ?? null));
  for (const row of rows) for (const [i, column] of columns.entries()) column.see(row[i]!);
  return { columns, list, rows };
}

const DEPTH = 5;

/** Scalars by their dotted path; of a list of scalars the first. */
function flattened(value: unknown, prefix = '', into = new Map<string, string>(), depth = 0): Map<string, string> {
  if (typeof value !== 'object' || value === null || depth > DEPTH || into.size >= MOST_COLUMNS) return into;
  const entries = Array.isArray(value) ? value.slice(0, 1).map((each) => ['0', each] as const) : Object.entries(value);
  for (const [key, inner] of entries) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'boolean')
      into.set(path, String(inner));
    else flattened(inner, path, into, depth + 1);
  }
  return into;
}

/** The path to a list of objects that holds most of what the values hold; null where each value is a record itself. */
function listIn(values: readonly Record<string, unknown>[]): string | null {
  const lists = new Map<string, number>();
  const look = (value: Record<string, unknown>, prefix: string, depth: number): void => {
    for (const [key, inner] of Object.entries(value).slice(0, 200)) {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      if (Array.isArray(inner) && inner.length > 0 && inner.every(isObject))
        lists.set(path, (lists.get(path) ?? 0) + inner.length);
      else if (isObject(inner) && depth < 3) look(inner, path, depth + 1);
    }
  };
  for (const value of values.slice(0, 50)) look(value, '', 0);
  const [longest] = [...lists].sort((a, b) => b[1] - a[1]);
  // Rows with a few parts each are rows; one value with many parts is an envelope.
  return longest && longest[1] >= 2 * Math.min(50, values.length) && values.length <= 20 ? longest[0] : null;
}

function elements(value: Record<string, unknown>, list: string): Map<string, string>[] {
  const path = list.split('.');
  const found = path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
  if (!Array.isArray(found)) return [];
  return found.slice(0, 2_000).map((element) => flattened(element, list));
}

const noted = (act: () => void) => {
  act();
  return skip('looked at');
};

/** Tries the mapping on every record of the sample; `see` hears what became of each. */
export async function tryMapping(
  sample: Sample,
  mapping: MappingDraft,
  see: (record: LazyRecord, became: ReturnType<Shape['toEvent']>, needsZone: boolean) => void,
): Promise<{ pass: Pass; isWhole: boolean }> {
  const shape = mappedShape(mapping);
  const toEvent = (record: LazyRecord, context: SourceContext) => {
    let needsZone = false;
    const became = shape.toEvent(record, {
      header: context.header,
      dayFirst: null,
      get zone() {
        needsZone = true;
        return mapping.time.zone;
      },
    });
    see(record, became, needsZone);
    return became;
  };
  const { record, split } = shape;
  const reads = [...(mapping.list === null ? [] : [mapping.list]), ...mappedColumns(mapping)];
  return readSample(sample, { record, reads, ...(split && { split }) }, toEvent, SAMPLE_ROWS);
}
