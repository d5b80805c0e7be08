/** Which shape a file's records have: by their content, with a score and reasons; an order of preference for each record. */
import { headerNames } from '../../../shared/base/csv-header';
import { plural } from '../../../shared/base/text';
import type { Candidate } from './candidate';
import { flatCandidates, isDotted, nested, prefixedCandidates } from './flat-table';
import { CsvRecord, cellText, JsonRecord } from './lazy-record';
import type { CsvRow } from './readers/csv/rows';
import { SliceDecoder } from './readers/encoding';
import { isEnvelope, isObject } from './readers/json/envelopes';
import { LinesReader } from './readers/json/lines';
import { ValuesReader } from './readers/json/values';
import { TextLinesReader } from './readers/lines/text-lines';
import { XmlEventsReader } from './readers/lines/xml-events';
import type { Format } from './readers/sniff';
import { tableReader } from './readers/table';
import { beginningOf, followed, listsOf, type Route, routeIn, routeWords } from './routes';
import { rowCandidates } from './row-object';
import type { Source } from './source';
import { lowered } from './spelling';
import { isTableRow, suffixedCandidates } from './suffixed-table';
import { jsonInLine, unwrapped } from './unwrap';

export type { Candidate };

export interface Recognised {
  /** Shapes in the order in which a record is offered to them. */
  order: Candidate[];
  /** The shape printed for the file; null when the sample held no record that any shape takes. */
  best: Candidate | null;
  because: string[];
  /** Sources that fit equally well: a person must choose. */
  tied: string[];
  /** The table's rows are JSON records with a column for each path. */
  isFlat?: boolean;
  /** As `isFlat`, below a key that a collector put before each column. */
  isPrefixed?: boolean;
  /** The same of a table of Log Analytics, which spells the paths its own way. */
  isSuffixed?: boolean;
  /** The records were written by a tool that spells names its own way (as paths, with capitals): makes them what they were. */
  respell?: (value: unknown) => unknown;
  /** The table's rows hold records of another kind in a cell. */
  isCarrier?: boolean;
  /** Lists in envelopes of a form that nobody foresaw; a reader goes into them. */
  lists?: readonly (readonly string[])[];
  /** Where in a collector's record the vendor's lies, for records that no shape takes as they are. */
  routes?: readonly Route[];
  /** Day before month in dates such as 03/04/2026, as far as the sample tells. */
  dayFirst: boolean | null;
}

const SAMPLE = 100;
/** Records that no shape takes, of a sample, in which the vendor's record is looked for; and ways to it that are kept. */
const STRANGERS = 12;
const ROUTES = 6;
const DATE_SAMPLE = 2_000;

/** What the records of a source have learned of one file serves for the next. */
const known = new WeakMap<Source, readonly Candidate[]>();

/** Shapes for JSON values, each with a record of its own: for the same source the same ones in every file. */
export const jsonCandidates = (sources: readonly Source[]): Candidate[] =>
  sources.flatMap((source) => {
    const candidates = known.get(source) ?? jsonCandidatesOf(source);
    known.set(source, candidates);
    return candidates;
  });

const jsonCandidatesOf = (source: Source): Candidate[] =>
  source.shapes
    .filter((shape) => shape.record === 'json')
    .map((shape) => {
      const record = new JsonRecord(shape.reads);
      return {
        source,
        shape,
        record,
        load: (value: unknown) => {
          record.value = value;
        },
        ...(!shape.split && { bytes: record }),
      };
    });

/** Shapes for rows under a header, each with a record of its own. */
export function csvCandidates(
  sources: readonly Source[],
  header: readonly string[],
  decoder: SliceDecoder,
): Candidate[] {
  const names = headerNames(header);
  return sources.flatMap((source) =>
    source.shapes
      .filter((shape) => shape.record === 'csv')
      .map((shape) => {
        const record = new CsvRecord(shape.reads, names, decoder);
        return { source, shape, record, load: (row: unknown) => record.load(row as Parameters<CsvRecord['load']>[0]) };
      }),
  );
}

/** Shapes for lines of text, each with a record of its own. */
export function lineCandidates(sources: readonly Source[]): Candidate[] {
  return sources.flatMap((source) =>
    source.shapes
      .filter((shape) => shape.record === 'line')
      .map((shape) => {
        const record = new JsonRecord(shape.reads);
        return {
          source,
          shape,
          record,
          load: (line: unknown) => {
            record.value = { line };
          },
        };
      }),
  );
}

/** Whether the shape takes the record; a throw is a bug of the shape and is seen again when the record is mapped. */
export function accepts(candidate: Candidate, record: unknown): boolean {
  candidate.load(record);
  return candidate.shape.accepts(candidate.record);
}

/** Scores the shapes over the first records of `head` (UTF-8, without byte order mark). */
export function recognise(head: Buffer, format: Format, sources: readonly Source[]): Recognised {
  if (format.kind === 'text') return recogniseText(head, sources, format.isXml);
  if (format.kind !== 'csv') return recogniseValues(head, format, sources);
  const rows = recogniseRows(head, format, sources, csvCandidates);
  if (rows.best) return rows;
  const lines = format.layout.book ? null : recogniseText(head, sources); // log lines hold commas too
  if (lines?.best && isLogLine(head.subarray(format.layout.skip), lines)) return lines;
  const flat = recogniseRows(head, format, sources, flatCandidates);
  if (flat.best) return { ...flat, isFlat: true };
  const prefixed = recogniseRows(head, format, sources, prefixedCandidates);
  if (prefixed.best) return { ...prefixed, isPrefixed: true };
  const suffixed = recogniseRows(head, format, sources, suffixedCandidates);
  if (suffixed.best) return { ...suffixed, isSuffixed: true };
  const carried = recogniseCarried(head, format, sources);
  if (carried) return carried;
  return lines?.best ? lines : rows;
}

/** Whether the first line, where a table has its header, is a line of the log itself. */
function isLogLine(text: Buffer, { order }: Recognised): boolean {
  const lf = text.indexOf(0x0a);
  const line = text.toString('utf8', 0, lf < 0 ? text.length : lf).trimEnd();
  const json = jsonInLine(line);
  return order.some((candidate) =>
    safely(() =>
      candidate.shape.record === 'line' ? accepts(candidate, line) : json !== null && accepts(candidate, json),
    ),
  );
}

/** A row as an object: the texts of its cells under the names of their columns. */
export function rowObject(row: CsvRow, names: readonly string[], decoder: SliceDecoder): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (let i = 0; i < Math.min(row.count, names.length); i++)
    if (!Object.hasOwn(object, names[i]!)) object[names[i]!] = cellText(row, i, decoder);
  return object;
}

/** Rows of a collector's table that hold whole records, as JSON or as lines of a log, in one of their cells. */
function recogniseCarried(
  head: Buffer,
  format: Format & { kind: 'csv' },
  sources: readonly Source[],
): Recognised | null {
  const decoder = new SliceDecoder();
  const cells: Record<string, unknown>[] = [];
  let names: string[] | null = null;
  let records = 0;
  const reader = tableReader(format.layout, {
    row: (row) => {
      names ??= Array.from({ length: row.count }, (_, i) => cellText(row, i, decoder));
      if (records++ > 0 && records <= SAMPLE) cells.push(rowObject(row, names, decoder));
    },
    broken: () => {},
  });
  reader.feed(head.subarray(format.layout.skip));
  reader.end();
  const found = searched(cells, sources, cells.length, null);
  return found && { ...found, isCarrier: true };
}

/** Ways to the records of a vendor inside the values; to rows of its tables only where there is none to a record. */
function searched(
  values: readonly unknown[],
  sources: readonly Source[],
  records: number,
  dayFirst: boolean | null,
): Recognised | null {
  for (const candidates of [jsonCandidates(sources), rowCandidates(sources)]) {
    const search = new RouteSearch(sources, candidates);
    for (const value of values) search.add(value);
    const found = search.result(records, dayFirst);
    if (found) return found;
  }
  return null;
}

/** Looks in values for the records of a vendor, and counts which shapes they have. */
class RouteSearch {
  readonly #json: readonly Candidate[];
  readonly #lines: readonly Candidate[];
  readonly #tally = new Tally();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #routes = new Map<string, Route>();
  readonly #ways = new Set<string>();
  #searched = 0;

  constructor(sources: readonly Source[], candidates: readonly Candidate[]) {
    this.#json = candidates;
    this.#lines = lineCandidates(sources);
  }

  #takers = (value: unknown): Candidate[] => {
    if (typeof value === 'string') {
      const inner = jsonInLine(value);
      const taken = this.#lines.filter((candidate) => safely(() => accepts(candidate, value)));
      return taken.length > 0 || !inner ? taken : this.#takers(inner);
    }
    for (const each of [value, ...unwrapped(value)]) {
      const takers = this.#json.filter((candidate) => safely(() => accepts(candidate, each)));
      if (takers.length > 0) return takers;
    }
    return [];
  };

  add(value: unknown): void {
    const known = [...this.#routes.values()].find((route) => this.#count(value, route));
    if (known || this.#searched >= STRANGERS || this.#routes.size >= ROUTES) return;
    this.#searched++;
    const route = routeIn(value, (inner) => this.#takers(inner).length > 0);
    if (!route) return;
    this.#count(value, route);
    this.#ways.add(routeWords(route));
    const { lists, rests } = listsOf(value, route);
    for (const list of lists) this.#lists.set(JSON.stringify(list), list);
    for (const each of [route, ...rests]) if (each.length > 0) this.#routes.set(JSON.stringify(each), each);
  }

  #count(value: unknown, route: Route): boolean {
    let isFound = false;
    for (const inner of followed(value, route)) {
      const takers = this.#takers(inner);
      if (takers.length > 0) isFound = true;
      this.#tally.add(takers);
    }
    return isFound;
  }

  /** Null where nothing was found. */
  result(records: number, dayFirst: boolean | null): Recognised | null {
    const found = ranked([...this.#json, ...this.#lines], this.#tally, records, dayFirst);
    if (!found.best) return null;
    const { best } = found;
    const ways = [...this.#ways].slice(0, 3).join(', ');
    return {
      ...found,
      because: [`${best.shape.signature} in records that lie inside others: ${ways}`],
      lists: [...this.#lists.values()],
      routes: [...this.#routes.values()],
    };
  }
}

function recogniseValues(head: Buffer, format: Format, sources: readonly Source[]): Recognised {
  const candidates = jsonCandidates(sources);
  const lines = format.kind === 'lines' ? lineCandidates(sources) : [];
  const strangers: unknown[] = [];
  const tally = new Tally();
  const dates = new DateOrder();
  const decoder = new SliceDecoder();
  let records = 0;
  let dotted = 0;
  const isTaken = (value: unknown): boolean => candidates.some((candidate) => safely(() => accepts(candidate, value)));
  const take = (bytes: Buffer, from: number, to: number): boolean => {
    if (records >= SAMPLE) return true;
    let value: unknown;
    try {
      value = JSON.parse(decoder.text(bytes, from, to));
    } catch {
      return false;
    }
    if (isEnvelope(value) && !isTaken(value)) {
      const inner = new ValuesReader({ value: take, broken: () => {} });
      inner.feed(bytes.subarray(from, to));
      inner.end();
      return true;
    }
    if (!isObject(value)) return true;
    records++;
    if (isDotted(value)) {
      dotted++;
      value = nested(value);
    }
    for (const each of [value, ...unwrapped(value)]) {
      const takers = candidates.filter((candidate) => safely(() => accepts(candidate, each)));
      tally.add(takers);
      if (takers.length === 0) continue;
      if (isObject(each)) for (const cell of Object.values(each)) if (typeof cell === 'string') dates.see(cell);
      return true;
    }
    strangers.push(value);
    return true;
  };
  // A log may mix lines of JSON with lines of text.
  const text = (bytes: Buffer, from: number, to: number): boolean => {
    if (records >= SAMPLE || lines.length === 0) return true;
    const line = decoder.text(bytes, from, to);
    const inner = jsonInLine(line);
    if (inner) {
      const json = Buffer.from(JSON.stringify(inner));
      return take(json, 0, json.length);
    }
    records++;
    tally.add(lines.filter((candidate) => safely(() => accepts(candidate, line))));
    return true;
  };
  const isRecord = (bytes: Buffer, from: number, to: number): boolean =>
    safely(() => isTaken(JSON.parse(decoder.text(bytes, from, to))));
  // Behind the sample nothing is looked at.
  const next = (bytes: Buffer): number => (records >= SAMPLE ? bytes.length : 0);
  const sink = { value: take, next, text, isRecord, broken: () => {} };
  // Without `end`: the last record of the head may go on behind it.
  if (format.kind === 'lines') new LinesReader(sink).feed(head);
  else {
    const reader = new ValuesReader(sink);
    reader.feed(head);
    reader.flush();
  }
  const plain = {
    ...ranked([...candidates, ...lines], tally, records, dates.dayFirst()),
    ...(dotted * 2 > records && { respell: nested }),
  };
  if (records === 0 && format.kind === 'values') {
    // One document that goes on behind the head: a list somewhere in it may be what is wanted.
    const value = beginningOf(decoder.text(head, 0, head.length));
    if (value !== undefined) strangers.push(value);
  }
  if (strangers.length * 2 <= records && (records > 0 || strangers.length === 0)) return plain;
  const capitals = plain.best ? null : recogniseLowered(strangers, candidates, dates);
  if (capitals) return capitals;
  const suffixed = plain.best ? null : recogniseSuffixed(strangers, sources, dates);
  if (suffixed) return suffixed;
  const rows = plain.best ? null : recogniseAs(rowCandidates(sources), strangers);
  if (rows) return rows;
  const inner = searched(strangers, sources, records, dates.dayFirst());
  if (!inner) return plain;
  // Records of both kinds are in the file: those that need no way in are the file's own.
  if (plain.best) return { ...plain, lists: inner.lists, routes: inner.routes };
  return { ...inner, ...(plain.respell && { respell: plain.respell }) };
}

/** Values with names in capitals, as PowerShell writes what an API answered; null where they are none. */
function recogniseLowered(
  values: readonly unknown[],
  candidates: readonly Candidate[],
  dates: DateOrder,
): Recognised | null {
  const tally = new Tally();
  for (const value of values) {
    const each = lowered(value);
    tally.add(candidates.filter((candidate) => safely(() => accepts(candidate, each))));
  }
  const found = ranked(candidates, tally, values.length, dates.dayFirst());
  return found.best && { ...found, respell: lowered };
}

/** Rows of a table of Log Analytics that spells a vendor's names its own way; null where they are none. */
function recogniseSuffixed(
  values: readonly unknown[],
  sources: readonly Source[],
  dates: DateOrder,
): Recognised | null {
  if (!values.some(isTableRow)) return null;
  const found = recogniseAs(suffixedCandidates(sources, null, new SliceDecoder()), values);
  return found && { ...found, dayFirst: dates.dayFirst() };
}

/** The values as records of these shapes, where one takes half of them at least. */
function recogniseAs(candidates: readonly Candidate[], values: readonly unknown[]): Recognised | null {
  const tally = new Tally();
  const dates = new DateOrder();
  for (const value of values) {
    tally.add(candidates.filter((candidate) => safely(() => accepts(candidate, value))));
    if (isObject(value)) for (const cell of Object.values(value)) if (typeof cell === 'string') dates.see(cell);
  }
  const found = ranked(candidates, tally, values.length, dates.dayFirst());
  return found.best && tally.score(found.best) * 2 >= values.length ? found : null;
}

/** Lines of text: those that hold JSON behind a syslog header count for the JSON shapes. */
function recogniseText(head: Buffer, sources: readonly Source[], isXml = false): Recognised {
  const [lines, values] = [lineCandidates(sources), jsonCandidates(sources)];
  const tally = new Tally();
  const decoder = new SliceDecoder();
  let records = 0;
  const reader = new (isXml ? XmlEventsReader : TextLinesReader)({
    line: (bytes, from, to) => {
      if (records >= SAMPLE) return;
      records++;
      const text = decoder.text(bytes, from, to);
      const inner = jsonInLine(text);
      for (const [candidates, record] of [
        [lines, text],
        [inner ? values : [], inner],
      ] as const) {
        tally.add(candidates.filter((candidate) => safely(() => accepts(candidate, record))));
      }
    },
    broken: () => {},
  });
  reader.feed(head);
  if (records < SAMPLE) reader.end();
  return ranked([...lines, ...values], tally, records, null);
}

function recogniseRows(
  head: Buffer,
  format: Format & { kind: 'csv' },
  sources: readonly Source[],
  candidatesOf: typeof csvCandidates,
): Recognised {
  const decoder = new SliceDecoder();
  const dates = new DateOrder();
  const tally = new Tally();
  let candidates: Candidate[] | null = null;
  let records = 0;
  let rows = 0;
  const reader = tableReader(format.layout, {
    row: (row) => {
      if (!candidates) {
        candidates = candidatesOf(
          sources,
          Array.from({ length: row.count }, (_, i) => cellText(row, i, decoder)),
          decoder,
        );
        return;
      }
      if (rows++ < DATE_SAMPLE) for (let i = 0; i < row.count; i++) dates.see(cellText(row, i, decoder));
      if (records >= SAMPLE) return;
      records++;
      tally.add(candidates.filter((candidate) => safely(() => accepts(candidate, row))));
    },
    broken: () => {},
  });
  reader.feed(head.subarray(format.layout.skip));
  reader.end();
  return ranked(candidates ?? [], tally, records, dates.dayFirst());
}

function safely(ask: () => boolean): boolean {
  try {
    return ask();
  } catch {
    return false;
  }
}

/** How many records each shape takes, and which sources take the same ones. */
class Tally {
  readonly #counts = new Map<Candidate, number>();
  readonly #contested = new Set<string>();

  /** Counts one record and the shapes that take it. */
  add(takers: readonly Candidate[]): void {
    for (const taker of takers) {
      this.#counts.set(taker, (this.#counts.get(taker) ?? 0) + 1);
      for (const other of takers) this.#contested.add(`${taker.source.id}|${other.source.id}`);
    }
  }

  score(candidate: Candidate): number {
    return this.#counts.get(candidate) ?? 0;
  }

  /** Whether some record is taken by both; each source contests its own. */
  isContested(source: string, other: string): boolean {
    return this.#contested.has(`${source}|${other}`);
  }
}

function ranked(candidates: readonly Candidate[], tally: Tally, records: number, dayFirst: boolean | null): Recognised {
  const score = (candidate: Candidate): number => tally.score(candidate);
  const order = [...candidates].sort(
    (a, b) =>
      score(b) - score(a) ||
      b.shape.fidelity - a.shape.fidelity ||
      compare(`${a.source.id}/${a.shape.id}`, `${b.source.id}/${b.shape.id}`),
  );
  const best = order[0] && score(order[0]) > 0 ? order[0] : null;
  const equal = best ? order.filter((candidate) => score(candidate) === score(best)) : [];
  // A collector's file mixes the logs of several sources: as many records of each, but no record of two.
  const tied = [
    ...new Set(
      equal.flatMap(({ source }) => (best && tally.isContested(best.source.id, source.id) ? [source.id] : [])),
    ),
  ];
  const because = best
    ? [
        `${best.shape.signature} in ${score(best)} of ${plural(records, 'record')}${records === SAMPLE ? ' sampled' : ''}`,
      ]
    : [];
  const next = order.find((candidate) => candidate.source !== best?.source && score(candidate) > 0);
  if (best && next) because.push(`next best: ${next.source.id} (${next.shape.id}) in ${score(next)} of ${records}`);
  return { order, best, because, tied: tied.length > 1 ? tied : [], dayFirst };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Tells from dates such as 13/02/2026 whether days come first. */
class DateOrder {
  #dayFirst = 0;
  #monthFirst = 0;

  see(text: string): void {
    if (text.length < 8 || text.length > 40) return;
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b/.exec(text);
    if (!match) return;
    if (Number(match[1]) > 12) this.#dayFirst++;
    else if (Number(match[2]) > 12) this.#monthFirst++;
  }

  /** Null where nothing tells, or the file contradicts itself. */
  dayFirst(): boolean | null {
    if (this.#dayFirst > 0 === this.#monthFirst > 0) return null;
    return this.#dayFirst > 0;
  }
}
