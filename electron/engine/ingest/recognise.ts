/** Which shape a file's records have: by their content, with a score and reasons; an order of preference for each record. */
import { headerNames } from '../../../shared/base/csv-header';
import { plural } from '../../../shared/base/text';
import type { Candidate } from './candidate';
import { flatCandidates } from './flat-table';
import { CsvRecord, cellText, JsonRecord } from './lazy-record';
import { SliceDecoder } from './readers/encoding';
import { isEnvelope, isObject } from './readers/json/envelopes';
import { LinesReader } from './readers/json/lines';
import { ValuesReader } from './readers/json/values';
import { TextLinesReader } from './readers/lines/text-lines';
import type { Format } from './readers/sniff';
import { tableReader } from './readers/table';
import type { Source } from './source';
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
  /** Day before month in dates such as 03/04/2026, as far as the sample tells. */
  dayFirst: boolean | null;
}

const SAMPLE = 100;
const DATE_SAMPLE = 2_000;

/** Shapes for JSON values, each with a record of its own. */
export function jsonCandidates(sources: readonly Source[]): Candidate[] {
  return sources.flatMap((source) =>
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
      }),
  );
}

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
  if (format.kind === 'text') return recogniseText(head, sources);
  if (format.kind !== 'csv') return recogniseValues(head, format, sources);
  const rows = recogniseRows(head, format, sources, csvCandidates);
  if (rows.best) return rows;
  const lines = format.layout.book ? null : recogniseText(head, sources); // log lines hold commas too
  if (lines?.best) return lines;
  const flat = recogniseRows(head, format, sources, flatCandidates);
  return flat.best ? { ...flat, isFlat: true } : rows;
}

function recogniseValues(head: Buffer, format: Format, sources: readonly Source[]): Recognised {
  const candidates = jsonCandidates(sources);
  const lines = format.kind === 'lines' ? lineCandidates(sources) : [];
  const tally = new Tally();
  const dates = new DateOrder();
  const decoder = new SliceDecoder();
  let records = 0;
  const take = (bytes: Buffer, from: number, to: number): boolean => {
    if (records >= SAMPLE) return true;
    let value: unknown;
    try {
      value = JSON.parse(decoder.text(bytes, from, to));
    } catch {
      return false;
    }
    if (isEnvelope(value)) {
      const inner = new ValuesReader({ value: take, broken: () => {} });
      inner.feed(bytes.subarray(from, to));
      inner.end();
      return true;
    }
    if (!isObject(value)) return true;
    records++;
    for (const each of [value, ...unwrapped(value)]) {
      const takers = candidates.filter((candidate) => safely(() => accepts(candidate, each)));
      tally.add(takers);
      if (takers.length === 0) continue;
      if (isObject(each)) for (const cell of Object.values(each)) if (typeof cell === 'string') dates.see(cell);
      break;
    }
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
  const sink = { value: take, text, broken: () => {} };
  // Without `end`: the last record of the head may go on behind it.
  if (format.kind === 'lines') new LinesReader(sink).feed(head);
  else {
    const reader = new ValuesReader(sink);
    reader.feed(head);
    reader.flush();
  }
  return ranked([...candidates, ...lines], tally, records, dates.dayFirst());
}

/** Lines of text: those that hold JSON behind a syslog header count for the JSON shapes. */
function recogniseText(head: Buffer, sources: readonly Source[]): Recognised {
  const [lines, values] = [lineCandidates(sources), jsonCandidates(sources)];
  const tally = new Tally();
  const decoder = new SliceDecoder();
  let records = 0;
  const reader = new TextLinesReader({
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
