/** One pass over a file's text: reader, recognition and mapping joined, fed with chunks of bytes. */
import { isUtf8 } from 'node:buffer';
import { plural } from '../../../shared/base/text';
import { CUT_IN_RECORD } from '../../../shared/model/cut';
import { mappedColumns } from '../../../shared/model/mapped-columns';
import type { ChosenMapping } from '../../../shared/model/mapping';
import type { EventBatch } from '../store/event-row';
import type { Encoding } from '../store/files';
import type { ParsedContext } from './context';
import { ContextMapper, type ContextMatch } from './context-mapper';
import { contextOf } from './context-sample';
import { flatCandidates, prefixedCandidates } from './flat-table';
import { cellText } from './lazy-record';
import type { LeftOut } from './left-out';
import { ListStarts } from './list-starts';
import { type ElementPlaces, Mapper, NO_RECORD } from './mapper';
import { mappedSource, namedMapping } from './mapping/source';
import type { Found, Note } from './parsed';
import type { Layout } from './readers/csv/delimiter';
import { type CsvRow, type RowSink, RowsReader } from './readers/csv/rows';
import { SliceDecoder, Utf16, units } from './readers/encoding';
import { isEnvelope, isObject } from './readers/json/envelopes';
import { LinesReader } from './readers/json/lines';
import { Projection } from './readers/json/projection';
import { ValuesReader, WINDOW } from './readers/json/values';
import { TextLinesReader } from './readers/lines/text-lines';
import { XmlEventsReader } from './readers/lines/xml-events';
import { CUT_OFF, type Reader, type RecordSink } from './readers/sink';
import { type Sniffed, sniff } from './readers/sniff';
import { tableReader } from './readers/table';
import type { Book } from './readers/xlsx/sheet';
import { type Candidate, csvCandidates, type Recognised, recognise, rowObject } from './recognise';
import { holdsList } from './routes';
import type { Source, SourceContext } from './source';
import { elementPlaces } from './split';
import { suffixedCandidates } from './suffixed-table';
import { NO_DELAYS } from './time-facts';
import { assumedZoneOf } from './vendor/local-time';
import { type Years, yearsOf } from './year';

interface Wish {
  source: string | null;
  zone: string | null;
  year?: number | null;
  /** Counts for every table that has its columns; the others are recognised as ever. */
  mapping?: ChosenMapping | null;
}

interface Ready {
  events: EventBatch | null;
  leftOut: LeftOut | null;
  context?: { kind: string; rows: ParsedContext[] } | null;
}

const ENVELOPE_DEPTH = 3;
const CONTEXT_BATCH = 1_000; // rows

export class Pass {
  #sniffed: Sniffed;
  readonly #recognised: Recognised | null;
  /** Those that may know the file. */
  #wanted: readonly Source[];
  /** The person's mapping, where the file has its columns. */
  readonly #mapping: ChosenMapping | null = null;
  readonly #decoder = new SliceDecoder();
  readonly #utf16: Utf16 | null = null;
  readonly #isWindows1252: boolean;
  readonly #lists = new Set<string>();
  #mapper: Mapper | null = null;
  /** Set where the file is a context file: then there is no other mapper. */
  #match: ContextMatch | null = null;
  #context: ContextMapper | null = null;
  #reader: Reader | null = null;
  /** Bytes before the text proper that the reader must not see. */
  #skip = 0;
  #why: string;
  #isCut = false;
  #usesZone = false;
  /** Looked for when the first time without a year is met. */
  #years: Years | null | undefined;
  readonly #head: Buffer;
  #ready: Ready[] = [];

  /** `book`: the workbook, where the file is a sheet of one. */
  constructor(
    head: Buffer,
    readonly sources: readonly Source[],
    readonly wish: Wish,
    readonly book: Book | null = null,
  ) {
    this.#sniffed = sniff(head, book, headerOf(sources));
    const { encoding, bom } = this.#sniffed;
    let { format } = this.#sniffed;
    let text = head.subarray(bom);
    if (encoding !== 'utf-8') {
      this.#utf16 = new Utf16(encoding, bom);
      text = new Utf16(encoding, bom).feed(head.subarray(bom));
    }
    this.#head = text;
    this.#isWindows1252 = encoding === 'utf-8' && !isUtf8(wholeCharacters(text));
    this.#skip = bom;
    this.#why =
      format.kind === 'none'
        ? format.why
        : format.kind === 'text'
          ? 'no known shape: neither JSON nor a table'
          : 'no known shape';
    this.#wanted = wish.source === null ? sources : sources.filter(({ id }) => id === wish.source);
    let recognised: Recognised | null = null;
    if (wish.mapping && format.kind !== 'none') {
      const mapped = [mappedSource(wish.mapping.mapping)];
      const sniffed = headerOf(mapped) === null ? this.#sniffed : sniff(head, book, headerOf(mapped));
      recognised = recognise(text, sniffed.format, mapped);
      if (recognised.best) {
        this.#wanted = mapped;
        this.#sniffed = sniffed;
        format = sniffed.format;
        this.#mapping = wish.mapping;
      } else {
        this.#why += `; ${namedMapping(wish.mapping)} does not fit: it reads ${columnNames(wish.mapping)}`;
        recognised = null;
      }
    }
    this.#recognised = format.kind === 'none' ? null : (recognised ?? recognise(text, format, this.#wanted));
    if (format.kind === 'csv' && !this.#mapping) {
      this.#match = contextOf(text.subarray(format.layout.skip), format.layout, {
        source: wish.source,
        isLog: Boolean(this.#recognised?.best),
        decoder: this.#decoder,
      });
      if (this.#match) {
        this.#why = '';
        this.#reader = this.#contextRows(format.layout, this.#match);
        return;
      }
    }
    if (this.#recognised && this.#recognised.tied.length > 0) {
      this.#why = `fits ${this.#recognised.tied.join(' and ')} equally well: name one with --source`;
      return;
    }
    if (
      format.kind === 'text' ||
      (format.kind === 'csv' &&
        !this.#recognised?.isCarrier &&
        this.#recognised?.order.some(({ shape }) => shape.record === 'line'))
    )
      this.#reader = this.#textLines(this.#utf16 ? 0 : bom);
    else if (format.kind === 'csv') this.#reader = this.#rows(format.layout);
    else if (format.kind === 'lines' || format.kind === 'values') {
      const base = this.#utf16 ? 0 : bom;
      const sink = this.#jsonSink(0);
      this.#reader =
        format.kind === 'lines' ? new LinesReader({ ...sink, text: this.#text }, base) : this.#values(sink, base);
      this.#startMapper(this.#recognised!.order, null);
    }
  }

  /** The file may hold records: a copy is worth its bytes. */
  get isPromising(): boolean {
    return this.#reader !== null;
  }

  /** The kind of context file that it is, with the reasons; null for anything else. */
  get context(): ContextMatch | null {
    return this.#match;
  }

  /**
   * How several can share a file whose shape is known: `lines` are read apart from each other; of `values` and `rows` each
   * reader must follow all, but makes events of its own only (`keep`). Null: the file is for one.
   */
  get isDivisible(): 'lines' | 'values' | 'rows' | null {
    if (this.#utf16 || !this.#recognised?.best) return null;
    if (this.#reader instanceof LinesReader) return 'lines';
    if (this.#reader instanceof ValuesReader) return 'values';
    return this.#reader instanceof RowsReader && this.#match === null ? 'rows' : null;
  }

  /**
   * Where readers of a list of records may begin in the middle of it, told by the file's beginning; null where all must follow
   * all (`keep`).
   */
  listStarts(): ListStarts | null {
    if (this.isDivisible !== 'values') return null;
    let isAlike: ((value: unknown) => boolean) | null = null;
    const probe = this.#values(
      {
        isRecord: this.#jsonSink(0).isRecord!,
        value: (bytes, from, to) => {
          isAlike = this.#mapper!.alike(this.#parsed(bytes, from, to));
          return isAlike !== null;
        },
        broken: () => {},
      },
      this.#skip,
    );
    probe.until = 0;
    probe.feed(this.#head);
    probe.flush();
    if (!probe.held) return null;
    probe.until = probe.held.at + 1;
    probe.flush();
    if (!probe.held || isAlike === null) return null;
    return new ListStarts(probe.held.standing, (bytes, from, to) => isAlike!(this.#parsed(bytes, from, to)));
  }

  /** Undefined where it is no JSON. */
  #parsed(bytes: Buffer, from: number, to: number): unknown {
    try {
      return JSON.parse(this.#decoder.text(bytes, from, to));
    } catch {
      return undefined;
    }
  }

  /** Goes on in the middle of a list, at an element that begins at this offset. */
  startIn({ standing }: ListStarts, offset: number): void {
    this.#skip = 0;
    this.#list.standAt(offset, standing);
  }

  /** Leaves elements that begin at or behind this offset for later. */
  holdAt(offset: number): void {
    this.#list.until = offset;
  }

  /** Tells them. */
  goOn(): void {
    this.#list.goOn();
  }

  /** Whether an element was left for later. */
  get isHeld(): boolean {
    return this.#list.isHeld;
  }

  /** Whether it is the one that begins at this offset, and nothing but the list has a say in what follows. */
  isHeldAt(offset: number, { standing }: ListStarts): boolean {
    const { held } = this.#list;
    return held !== null && held.at === offset && JSON.stringify(held.standing) === JSON.stringify(standing);
  }

  get #list(): ValuesReader {
    return this.#reader as ValuesReader;
  }

  /** From the beginning on: only records that begin at an own offset are told; of the others just that they are whole. */
  keep(isOwn: (at: number) => boolean): void {
    const { format } = this.#sniffed;
    this.#reader =
      format.kind === 'csv'
        ? new RowsReader(this.#ownRows(isOwn), format.layout.delimiter, this.#skip)
        : this.#values(this.#ownValues(isOwn), this.#skip);
  }

  #ownValues(isOwn: (at: number) => boolean): RecordSink {
    const sink = this.#jsonSink(0);
    const all = new Projection([], [], () => {});
    const isValid = (bytes: Buffer, from: number, to: number): boolean => {
      if (all.endOf(bytes, from) === to) return true;
      try {
        JSON.parse(bytes.toString('latin1', from, to));
        return true;
      } catch {
        return false;
      }
    };
    return {
      ...sink,
      value: (bytes, from, to, at) => (isOwn(at) ? sink.value(bytes, from, to, at) : isValid(bytes, from, to)),
      next: (bytes, from, at) => (isOwn(at) ? sink.next!(bytes, from, at) : all.endOf(bytes, from)),
      broken: (why, at, length) => void (isOwn(at) && sink.broken(why, at, length)),
    };
  }

  #values(sink: RecordSink, base: number): ValuesReader {
    return new ValuesReader(sink, base, WINDOW, this.#recognised!.lists);
  }

  /** The header is read by all. */
  #ownRows(isOwn: (at: number) => boolean): RowSink {
    const sink = this.#rowSink();
    return {
      ...sink,
      row: (row, at, length, isUnended) => {
        if (this.#mapper && !isOwn(at)) return;
        sink.row(row, at, length, isUnended);
        if (!isOwn(at)) this.#decoder.fallbacks = 0; // of the header, which its owner tells
      },
      broken: (why, at, length) => void (isOwn(at) && sink.broken(why, at, length)),
    };
  }

  /** Offset up to which everything is told, of a file of values or rows. */
  get settled(): number {
    return this.#reader instanceof ValuesReader || this.#reader instanceof RowsReader ? this.#reader.settled : 0;
  }

  /** Goes on at a line that begins at this offset. */
  startAt(offset: number): void {
    if (offset === 0) return; // as it is made
    this.#skip = 0;
    this.#reader = new LinesReader({ ...this.#jsonSink(0), text: this.#text }, offset);
  }

  /** The file's bytes in order, from the first. */
  feed(chunk: Buffer): void {
    if (!this.#reader) return;
    this.#decoder.refilled();
    this.#mapper?.refilled();
    const bytes = this.#skip === 0 ? chunk : chunk.subarray(this.#skip);
    this.#skip = Math.max(0, this.#skip - chunk.length);
    if (bytes.length === 0) return;
    this.#reader.feed(this.#utf16 ? this.#utf16.feed(bytes) : bytes);
  }

  /** Looks at what has come in by now, of a file of values: no more of it will come. */
  flush(): void {
    this.#list.flush();
  }

  /** `damage`: why the file's bytes end at `at`, before their time. */
  end(damage?: string, at = 0): void {
    if (!this.#reader) return;
    if (this.#utf16) this.#reader.feed(this.#utf16.end());
    this.#reader.end();
    // What lies behind counts as one: how many there were nobody can tell.
    if (damage !== undefined) (this.#mapper ?? this.#context)?.broken(`${damage}; what lies behind is lost`, at, 0);
  }

  take(): Ready[] {
    this.#flush();
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #flush(): void {
    if (this.#context) {
      const rows = this.#context.take();
      const context = rows && { kind: this.#context.kind.id, rows };
      const leftOut = this.#context.leftOut.take();
      if (context || leftOut) this.#ready.push({ events: null, leftOut, context });
    }
    const mapper = this.#mapper;
    if (!mapper) return;
    const events = mapper.events.count > 0 ? mapper.events.take() : null;
    const leftOut = mapper.leftOut.take();
    if (events || leftOut) this.#ready.push({ events, leftOut });
  }

  #sourceContext(header: readonly string[] | null): SourceContext {
    const pass = this;
    return {
      get zone() {
        pass.#usesZone = true;
        return pass.#zone;
      },
      header,
      dayFirst: this.#recognised!.dayFirst,
      yearOf(month, day) {
        if (pass.#years === undefined) pass.#years = yearsOf(pass.#head.toString('utf8'), pass.wish.year ?? null);
        return pass.#years?.of(month, day) ?? null;
      },
    };
  }

  /** Zone of times that carry none: the person's word for this import, else the mapping's. */
  get #zone(): string | null {
    return this.wish.zone ?? this.#mapping?.mapping.time.zone ?? null;
  }

  #startMapper(order: readonly Candidate[], header: readonly string[] | null): void {
    const context = this.#sourceContext(header);
    const isNamed = this.wish.source !== null || this.#mapping !== null;
    const forced = isNamed ? (order.find(({ shape }) => shape.record !== 'line') ?? null) : null;
    const { routes, respell } = this.#recognised!;
    this.#mapper = new Mapper(order, context, forced, routes, respell);
    this.#mapper.onFull(() => this.#flush());
  }

  /** Where a record lies in the file, in the file's own bytes. */
  #place(at: number, length: number): [number, number] {
    if (!this.#utf16) return [at, length];
    const from = this.#utf16.origin(at);
    return [from, this.#utf16.origin(at + length) - from];
  }

  /** Where the elements of a list inside the record at `offset` lie, in the file's own bytes. */
  #elements(bytes: Buffer, from: number, to: number, offset: number): ElementPlaces {
    return (path) => {
      const places = elementPlaces(bytes, from, to, path);
      if (!places || !this.#utf16) return places?.map(([at, length]) => [offset + at, length]) ?? null;
      // The record's own place was asked for already, and places in UTF-16 can only be asked for in order: count on from it.
      let last = 0;
      let counted = 0;
      return places.map(([at, length]) => {
        counted += units(bytes.subarray(from + last, from + at), at - last);
        const long = units(bytes.subarray(from + at, from + at + length), length);
        const place: [number, number] = [offset + 2 * counted, 2 * long];
        counted += long;
        last = at + length;
        return place;
      });
    };
  }

  #jsonSink(depth: number): RecordSink {
    return {
      value: (bytes, from, to, at) => {
        if (!this.#utf16 && this.#decoder.isCleanInside(bytes) && this.#mapper!.bytes(bytes, from, to, at)) return true;
        let value: unknown;
        try {
          value = JSON.parse(this.#decoder.text(bytes, from, to));
        } catch {
          return false;
        }
        // An envelope has several places, which must be asked for in order; whether it is one is asked before the first.
        if (depth < ENVELOPE_DEPTH && this.#isEnvelope(value)) {
          const inner = this.#values(this.#jsonSink(depth + 1), at);
          inner.feed(bytes.subarray(from, to));
          inner.end();
          return true;
        }
        const [offset, length] = this.#place(at, to - from);
        if (!isObject(value)) {
          if (!this.#mapper!.quoted(value, offset, length)) this.#mapper!.broken(NO_RECORD, offset, length);
        } else if (!this.#mapper!.json(value, offset, length, this.#elements(bytes, from, to, offset)))
          this.#mapper!.stranger(value, offset, length);
        return true;
      },
      next: (bytes, from, at) =>
        !this.#utf16 && this.#decoder.isCleanInside(bytes) ? this.#mapper!.bytesOn(bytes, from, at) : 0,
      broken: (why, at, length) => this.#mapper!.broken(why, ...this.#place(at, length)),
      isRecord: (bytes, from, to) => this.#mapper!.takes(this.#parsed(bytes, from, to)),
      envelope: (path) => void this.#lists.add(path),
      cut: () => {
        this.#isCut = true;
      },
    };
  }

  /** A list in it holds the records, and it is none itself: a vendor may name a list of a record as others name a page's. */
  #isEnvelope(value: unknown): boolean {
    const lists = this.#recognised!.lists ?? [];
    return (isEnvelope(value) || lists.some((path) => holdsList(value, path))) && !this.#mapper!.takes(value);
  }

  #text = (bytes: Buffer, from: number, to: number, at: number): boolean =>
    this.#mapper!.text(this.#decoder.text(bytes, from, to), ...this.#place(at, to - from));

  /** A text log; null where no shape knows a line of its beginning: then nothing can come of the rest. */
  #textLines(base: number): Reader | null {
    if (this.#recognised!.best === null) return null;
    this.#startMapper(this.#recognised!.order, null);
    const { format } = this.#sniffed;
    return new (format.kind === 'text' && format.isXml ? XmlEventsReader : TextLinesReader)(
      {
        line: (bytes, from, to, at) => {
          if (!this.#text(bytes, from, to, at)) this.#mapper!.strangerLine(...this.#place(at, to - from));
        },
        broken: (why, at, length) => this.#mapper!.broken(why, ...this.#place(at, length)),
        cut: () => {
          this.#isCut = true;
        },
      },
      base,
    );
  }

  #contextRows(layout: Layout, { kind }: ContextMatch): Reader {
    const { skip } = layout;
    let columns = 0;
    const sink: RowSink = {
      row: (row, at, length, isUnended) => {
        if (!this.#context) {
          columns = row.count;
          const header = Array.from({ length: row.count }, (_, i) => cellText(row, i, this.#decoder));
          this.#context = new ContextMapper(kind, header, this.#sourceContext(header), this.#decoder);
          return;
        }
        const place = this.#place(at, length);
        const isCut = isUnended && row.count < columns;
        if (isCut) this.#isCut = true;
        if (row.count !== columns && !hasOnlyBlanksBeyond(row, columns))
          this.#context.broken(isCut ? CUT_OFF : `${row.count} cells where the header has ${columns}`, ...place);
        else this.#context.row(row, ...place);
        if (this.#context.count >= CONTEXT_BATCH) this.#flush();
      },
      broken: (why, at, length) => this.#context?.broken(why, ...this.#place(at, length)),
      cut: () => {
        this.#isCut = true;
      },
    };
    if (!this.#utf16) this.#skip += skip;
    const reader = tableReader(layout, sink, this.#utf16 ? skip : this.#skip);
    return this.#utf16 && skip > 0 ? withoutFirst(reader, skip) : reader;
  }

  #rows(layout: Layout): Reader | null {
    const { skip } = layout;
    // Without a shape for this header nothing can come of the rows: the header decides, however long the file.
    if (this.#recognised!.best === null && this.wish.source === null) return null;
    if (!this.#utf16) this.#skip += skip;
    const reader = tableReader(layout, this.#rowSink(), this.#utf16 ? skip : this.#skip);
    return this.#utf16 && skip > 0 ? withoutFirst(reader, skip) : reader;
  }

  #rowSink(): RowSink {
    let columns = 0;
    let names: string[] = [];
    return {
      row: (row, at, length, isUnended) => {
        if (!this.#mapper) {
          columns = row.count;
          const header = Array.from({ length: row.count }, (_, i) => cellText(row, i, this.#decoder));
          names = header;
          const { isFlat, isPrefixed, isSuffixed, isCarrier, dayFirst } = this.#recognised!;
          const ofTable: typeof csvCandidates =
            (isSuffixed && ((...of) => suffixedCandidates(...of, dayFirst))) ||
            (isPrefixed && prefixedCandidates) ||
            (isFlat ? flatCandidates : csvCandidates);
          const order = isCarrier
            ? this.#recognised!.order // they know nothing of the header
            : inOrder(ofTable(this.#wanted, header, this.#decoder), this.#recognised!);
          this.#startMapper(order, header);
          return;
        }
        const place = this.#place(at, length);
        if (row.count !== columns && !hasOnlyBlanksBeyond(row, columns)) {
          const isCut = isUnended && row.count < columns;
          if (isCut) this.#isCut = true;
          this.#mapper.broken(isCut ? CUT_OFF : `${row.count} cells where the header has ${columns}`, ...place);
        } else if (this.#recognised!.isCarrier) this.#carried(rowObject(row, names, this.#decoder), place);
        else this.#mapper.row(row, ...place);
      },
      broken: (why, at, length) => this.#mapper?.broken(why, ...this.#place(at, length)),
      cut: () => {
        this.#isCut = true;
      },
    };
  }

  /** A row that holds the record in one of its cells. */
  #carried(row: Record<string, unknown>, [at, length]: [number, number]): void {
    if (!this.#mapper!.json(row, at, length)) this.#mapper!.strangerLine(at, length);
  }

  result(): Found {
    const mapper = this.#mapper;
    const best = this.#best();
    const notes: Note[] = [];
    const { format } = this.#sniffed;
    if (format.kind === 'csv' && format.layout.titles > 0 && (mapper || this.#context))
      notes.push({
        text: `the table’s header stands in ${format.layout.book ? 'row' : 'line'} ${format.layout.header}; what stands above it was passed over`,
        count: null,
        of: 'event',
      });
    if (this.#isCut) notes.push({ text: CUT_IN_RECORD, count: null, of: 'event' });
    if (this.book?.problem) notes.push({ text: this.book.problem, count: null, of: 'event' });
    const { fallbacks } = this.#decoder;
    if (fallbacks > 0) notes.push({ text: 'not in UTF-8, read as Windows-1252', count: fallbacks, of: 'value' });
    for (const [text, count] of mapper?.warnings ?? []) notes.push({ text, count, of: 'event' });
    for (const text of this.#context?.notes() ?? []) notes.push({ text, count: null, of: 'event' });
    const zone = this.#usesZone ? this.#zone : null;
    if (zone !== null) notes.push({ text: `times without a zone are read as ${zone}`, count: null, of: 'event' });
    if (this.#years) {
      const { first, isNamed } = this.#years;
      const whose = isNamed ? 'named by the person' : 'told by dates in the file';
      notes.push({ text: `times without a year begin in ${first}, ${whose}`, count: null, of: 'event' });
    }
    if (this.#context) return this.#contextResult(this.#context, notes, zone);
    return {
      encoding: this.#encoding(),
      recognised: best && {
        source: best.source.id,
        shape: best.shape.id,
        because: this.#because(best),
      },
      why: best ? '' : this.#whyNot(),
      mapped: mapper?.mapped ?? 0,
      skipped: mapper?.leftOut.skipped ?? 0,
      rejected: mapper?.leftOut.rejected ?? 0,
      first: mapper && mapper.mapped > 0 ? mapper.first : null,
      last: mapper && mapper.mapped > 0 ? mapper.last : null,
      notes,
      zone: zone ?? this.#zoneAssumed(),
      delays: mapper?.times.delays ?? NO_DELAYS,
    };
  }

  #contextResult({ kind, mapped, leftOut }: ContextMapper, notes: Note[], zone: string | null): Found {
    const { skipped, rejected } = leftOut;
    const because =
      this.wish.source === null ? this.#match!.because : [`named by the person who imported it: ${kind.id}`];
    return {
      encoding: this.#encoding(),
      recognised: { source: kind.id, shape: 'context', because },
      why: '',
      ...{ mapped, skipped, rejected, first: null, last: null, notes, zone, delays: NO_DELAYS },
    };
  }

  /** The zone that the file's shapes fell back to where nobody named one. */
  #zoneAssumed(): string | null {
    for (const warning of this.#mapper?.warnings.keys() ?? []) {
      const zone = assumedZoneOf(warning);
      if (zone !== null) return zone;
    }
    return null;
  }

  #encoding(): Encoding {
    return this.#sniffed.encoding === 'utf-8' && this.#isWindows1252 ? 'windows-1252' : this.#sniffed.encoding;
  }

  /** The shape printed for the file: the sample's best, else the one that most records turned out to have. */
  #best(): { source: Source; shape: Candidate['shape'] } | null {
    const taken = [...(this.#mapper?.taken ?? [])].sort((a, b) => b[1] - a[1]);
    if (taken.length === 0) return this.#emptyExport();
    const sampled = this.#recognised?.best;
    const found = taken.find(([candidate]) => sampled && candidate.shape === sampled.shape) ?? taken[0]!;
    return found[0];
  }

  /** An envelope that only one source uses, with nothing in it: an export all the same. */
  #emptyExport(): { source: Source; shape: Candidate['shape'] } | null {
    const { skipped, rejected } = this.#mapper?.leftOut ?? { skipped: 0, rejected: 0 };
    if (skipped + rejected > 0) return null;
    const source = this.sources.find(({ envelopes }) => envelopes?.some((path) => this.#lists.has(path)));
    const shape = source?.shapes.find(({ record }) => record === 'json');
    return source && shape ? { source, shape } : null;
  }

  #because(best: { source: Source; shape: Candidate['shape'] }): string[] {
    if (this.#mapping) return [namedMapping(this.#mapping), ...this.#recognised!.because];
    if (this.wish.source !== null) return [`named by the person who imported it: ${this.wish.source}`];
    if (this.#mapper?.taken.size === 0) return [`an empty list ${[...this.#lists].join(', ')}`];
    if (this.#recognised?.best) return this.#recognised.because;
    return [`${best.shape.signature} in ${plural(this.#mapper!.mapped, 'record')}`];
  }

  #whyNot(): string {
    const strangers = [...(this.#mapper?.strangers ?? [])].sort((a, b) => b[1] - a[1]);
    if (strangers[0]) return strangers[0][0];
    if (!this.#mapper) return this.#why;
    return this.#mapper.leftOut.rejected > 0 ? 'no record in it can be read' : 'it holds no records';
  }
}

/** The line in which the header stands, where the sources were made of a mapping that says so. */
export const headerOf = (sources: readonly Source[]): number | null =>
  sources.find(({ header }) => header !== undefined)?.header ?? null;

const columnNames = ({ mapping }: ChosenMapping): string =>
  mappedColumns(mapping)
    .slice(0, 12)
    .map((column) => `“${column}”`)
    .join(', ');

/** The candidates of this header in the order that the sample suggested. */
function inOrder(candidates: Candidate[], recognised: Recognised): Candidate[] {
  const rank = new Map(recognised.order.map(({ shape }, i) => [shape, i]));
  return candidates.sort((a, b) => (rank.get(a.shape) ?? 0) - (rank.get(b.shape) ?? 0));
}

function hasOnlyBlanksBeyond(row: CsvRow, columns: number): boolean {
  if (row.count < columns) return false;
  for (let i = columns; i < row.count; i++) if (row.from(i) !== row.to(i)) return false;
  return true;
}

/** Lines before the header of a table in UTF-16: their bytes count, but are not read. */
function withoutFirst(reader: Reader, skip: number): Reader {
  let left = skip;
  return {
    feed(chunk) {
      const rest = chunk.subarray(Math.min(left, chunk.length));
      left -= chunk.length - rest.length;
      if (rest.length > 0) reader.feed(rest);
    },
    end: () => reader.end(),
  };
}

/** Without the last character, which the cut may have gone through. */
function wholeCharacters(bytes: Buffer): Buffer {
  let to = bytes.length;
  while (to > 0 && bytes.length - to < 4 && (bytes[to - 1]! & 0xc0) === 0x80) to--;
  return to > 0 && bytes[to - 1]! >= 0xc0 ? bytes.subarray(0, to - 1) : bytes;
}
