/** From parsed records to events: offers each record to the shapes, best first, and keeps account of every one. */
import type { EventDraft } from '../../../shared/model/event';
import { EventEncoder, shapeCode } from '../store/event-row';
import type { JsonRecord } from './lazy-record';
import { LeftOutEncoder } from './left-out';
import { Lookalikes } from './lookalike';
import { NOT_JSON } from './readers/sink';
import { accepts, type Candidate } from './recognise';
import { elementPathsOf, isSameWay, isWhole, type Route, type Walked, walked } from './routes';
import type { Reject, Skip, SourceContext } from './source';
import { splitRecord } from './split';
import { TimeFacts } from './time-facts';
import { jsonInLine, unwrapped } from './unwrap';

/** Where the elements of a list inside the record lie in the file; null where the record is not written out there. */
export type ElementPlaces = (path: readonly string[]) => [number, number][] | null;
const NO_PLACES: ElementPlaces = () => null;

/** What stands where a record should, and is none. */
export const NO_RECORD = 'no record: a value that is not an object';
const WARNING_KINDS = 30;
/** Action of a record whose own word for it is empty. */
const UNNAMED = 'unnamed';
/** Records parsed before any is read out of its bytes: few records do not pay for the beginning. */
const WARM_UP = 256;
/** Of so many records read out of their bytes half must have been what they were taken for. */
const TRIAL = 256;

export class Mapper {
  readonly events = new EventEncoder(1_024);
  readonly leftOut = new LeftOutEncoder();
  readonly times = new TimeFacts();
  /** Records that some shape took, by shape. */
  readonly taken = new Map<Candidate, number>();
  /** Doubtful steps of the mapping, with how many events they concern. */
  readonly warnings = new Map<string, number>();
  readonly #lines: readonly Candidate[];
  readonly #records: readonly Candidate[];
  readonly #lookalikes = new Lookalikes();
  readonly #shapeCodes = new Map<Candidate, number>();
  /** Why records that no shape takes were left out, the first of each: the best word for a file that is nothing of ours. */
  readonly strangers = new Map<string, number>();
  #parsed = 0;
  #projected = 0;
  #missed = 0;
  mapped = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  #full: () => void = () => {};

  constructor(
    readonly order: readonly Candidate[],
    readonly context: SourceContext,
    /** The person said that it is this; records that it does not accept are read all the same. */
    readonly forced: Candidate | null = null,
    /** Ways to the vendor's record inside one that no shape takes. */
    readonly routes: readonly Route[] = [],
    /** Makes records what they were before a tool respelled their names. */
    readonly respell: ((value: unknown) => unknown) | null = null,
  ) {
    this.#lines = order.filter(({ shape }) => shape.record === 'line');
    this.#records = order.filter(({ shape }) => shape.record !== 'line');
    for (const each of order) this.#shapeCodes.set(each, shapeCode(each.shape.id, each.shape.fidelity));
  }

  /** Called whenever the event encoder holds a full batch. */
  onFull(full: () => void): void {
    this.#full = full;
  }

  /**
   * Maps a record by its bytes in UTF-8, without parsing the whole, where it has the shape that most have; false where it
   * must be parsed.
   */
  bytes(bytes: Buffer, from: number, to: number, at: number): boolean {
    const [likely] = this.#records;
    if (
      !likely?.bytes ||
      this.respell ||
      !this.#isWarm(likely.bytes, this.#parsed++) ||
      this.#missed > Math.max(TRIAL, this.#projected)
    )
      return false;
    if (!likely.bytes.project(bytes, from, to) || !isTaken(likely)) {
      this.#missed++;
      return false;
    }
    this.#projected++;
    this.#mapLoaded(likely, at, to - from);
    return true;
  }

  #isWarm(record: JsonRecord, parsed: number): boolean {
    return parsed >= WARM_UP || record.isWarm;
  }

  /** As `bytes`, of the record that begins at `from`: where it ends; 0 where it must be followed and parsed. */
  bytesOn(bytes: Buffer, from: number, at: number): number {
    const [likely] = this.#records;
    if (
      !likely?.bytes ||
      this.respell ||
      !this.#isWarm(likely.bytes, this.#parsed) ||
      this.#missed > Math.max(TRIAL, this.#projected)
    )
      return 0;
    const end = likely.bytes.projectOn(bytes, from);
    if (end === 0 || !isTaken(likely)) return 0; // it comes again, by its whole bytes, and is counted then
    this.#projected++;
    this.#mapLoaded(likely, at, end - from);
    return end;
  }

  /** The same buffer object may hold other bytes now. */
  refilled(): void {
    this.#records[0]?.bytes?.refilled();
  }

  /** Maps a JSON value; false when no shape takes it (the caller may then look for an envelope). */
  json(written: unknown, at: number, length: number, elements: ElementPlaces = NO_PLACES): boolean {
    const value = this.respell ? this.respell(written) : written;
    if (this.#offer(value, at, length, elements)) return true;
    for (const inner of unwrapped(value)) if (this.#offer(inner, at, length, NO_PLACES)) return true;
    for (const route of this.routes) if (this.#along(route, value, at, length, elements)) return true;
    for (const route of this.routes) if (this.#inLists(route, value, at, length, elements)) return true;
    if (!this.forced) return false;
    this.#mapEach(this.forced, value, at, length, elements);
    return true;
  }

  /** Whether a shape takes the value as it is. */
  takes(value: unknown): boolean {
    return this.#records.some((candidate) => {
      candidate.load(value);
      return isTaken(candidate);
    });
  }

  /** Tells others that the same shape takes; null where none takes this one. */
  alike(value: unknown): ((other: unknown) => boolean) | null {
    const takes = (candidate: Candidate, each: unknown): boolean => {
      candidate.load(each);
      return isTaken(candidate);
    };
    const candidate = this.#records.find((each) => takes(each, value));
    return candidate ? (other) => takes(candidate, other) : null;
  }

  /**
   * Maps what lies along the route; false where no shape takes any of it. Each element of a list on the way ends in the
   * account, whatever it is.
   */
  #along(route: Route, value: unknown, at: number, length: number, elements: ElementPlaces): boolean {
    const found = [...walked(value, route)];
    if (!found.some(({ value: inner, left }) => left === null && this.#isKnown(inner))) return false;
    this.#account(found, route, at, length, elements);
    return true;
  }

  /** As `#along`, where a list that the file's other records have leads to nothing that a shape takes. */
  #inLists(route: Route, value: unknown, at: number, length: number, elements: ElementPlaces): boolean {
    const found = [...walked(value, route)];
    if (!found.some(({ nth }) => nth !== null)) return false;
    this.#account(found, route, at, length, elements);
    return true;
  }

  #account(found: readonly Walked[], route: Route, at: number, length: number, elements: ElementPlaces): void {
    const of = found.find(({ nth }) => nth !== null)?.nth?.[1] ?? 0;
    const places =
      of > 0
        ? elementPathsOf(route)
            .map(elements)
            .find((each) => each?.length === of)
        : null;
    for (const { value: inner, left, nth } of found) {
      const [from, size] = (nth && places?.[nth[0]]) ?? [at, length];
      if (this.#anything(inner, from, size) || (left && this.#byOtherWay(route, left, inner, from, size))) continue;
      this.#leftOver(inner, left, from, size);
    }
  }

  /** Further on from where the route came to its end, by another that went the same way so far. */
  #byOtherWay(route: Route, left: Route, value: unknown, at: number, length: number): boolean {
    const gone = route.length - left.length;
    return this.routes.some(
      (other) =>
        other !== route &&
        isSameWay(other, route, gone) &&
        this.#along(other.slice(gone), value, at, length, NO_PLACES),
    );
  }

  /** Maps a bare value that is a text in which records are quoted; false for any other. */
  quoted(value: unknown, at: number, length: number): boolean {
    return typeof value === 'string' && this.#anything(value, at, length);
  }

  #anything(value: unknown, at: number, length: number): boolean {
    if (typeof value === 'string') return this.text(value, at, length);
    if (!Array.isArray(value)) return this.#inside(value, at, length);
    for (const each of value) if (!this.#anything(each, at, length)) this.#leftOver(each, null, at, length);
    return value.length > 0;
  }

  /** An element that no shape takes, or that is no record at all. */
  #leftOver(value: unknown, left: Route | null, at: number, length: number): void {
    if (typeof value === 'string' && left?.[0] === 'json') this.broken(NOT_JSON, at, length);
    else if (isWhole(value)) this.stranger(value, at, length);
    else this.broken(NO_RECORD, at, length);
  }

  #inside(value: unknown, at: number, length: number): boolean {
    if (this.#offer(value, at, length, NO_PLACES)) return true;
    for (const inner of unwrapped(value)) if (this.#offer(inner, at, length, NO_PLACES)) return true;
    return false;
  }

  #isKnown(inner: unknown): boolean {
    if (typeof inner !== 'string') return [inner, ...unwrapped(inner)].some((each) => this.takes(each));
    const isLine = this.#lines.some((candidate) => {
      candidate.load(inner);
      return isTaken(candidate);
    });
    return isLine || this.takes(jsonInLine(inner));
  }

  /** Maps a line of text; false when no shape takes it. */
  text(line: string, at: number, length: number): boolean {
    if (this.#offer(line, at, length, NO_PLACES, this.#lines)) return true;
    const inner = jsonInLine(line);
    return inner !== null && this.json(inner, at, length);
  }

  /** A line of text that no shape takes. */
  strangerLine(at: number, length: number): void {
    this.#stranger('no known shape: a line of no known log', at, length);
  }

  row(row: unknown, at: number, length: number): void {
    if (this.#offer(row, at, length, NO_PLACES)) return;
    if (this.forced) this.#map(this.forced, row, at, length);
    else this.#stranger('no known shape: columns of no known table', at, length);
  }

  /** A JSON value that no shape takes and that is no envelope. */
  stranger(value: unknown, at: number, length: number): void {
    this.#stranger(this.#lookalikes.name(value), at, length);
  }

  #stranger(why: string, at: number, length: number): void {
    this.strangers.set(why, (this.strangers.get(why) ?? 0) + 1);
    this.leftOut.add('skipped', why, at, length);
  }

  broken(why: string, at: number, length: number): void {
    this.leftOut.add('rejected', why, at, length);
  }

  #offer(
    record: unknown,
    at: number,
    length: number,
    elements: ElementPlaces,
    order: readonly Candidate[] = this.#records,
  ): boolean {
    for (const candidate of order) {
      let isTaken: boolean;
      try {
        isTaken = accepts(candidate, record);
      } catch (thrown) {
        this.#bug(candidate, thrown, at, length);
        return true;
      }
      if (isTaken) {
        this.#mapEach(candidate, record, at, length, elements);
        return true;
      }
    }
    return false;
  }

  /** A record that holds several is mapped element by element, each at its own place where that is known. */
  #mapEach(candidate: Candidate, record: unknown, at: number, length: number, elements: ElementPlaces): void {
    const parts = splitRecord(candidate.shape, record);
    if (!parts) {
      this.#map(candidate, record, at, length);
      return;
    }
    if (parts.length === 0) {
      this.taken.set(candidate, (this.taken.get(candidate) ?? 0) + 1);
      this.leftOut.add('skipped', `an empty list of ${candidate.shape.split!.list}`, at, length);
      return;
    }
    const places = elements(candidate.shape.split!.list.split('.'));
    for (const [i, part] of parts.entries()) {
      const [partAt, partLength] = places?.length === parts.length ? places[i]! : [at, length];
      this.#map(candidate, part, partAt, partLength);
    }
  }

  #map(candidate: Candidate, record: unknown, at: number, length: number): void {
    candidate.load(record);
    this.#mapLoaded(candidate, at, length);
  }

  #mapLoaded(candidate: Candidate, at: number, length: number): void {
    this.taken.set(candidate, (this.taken.get(candidate) ?? 0) + 1);
    let mapped: EventDraft | Skip | Reject;
    try {
      mapped = candidate.shape.toEvent(candidate.record, candidate.context?.(this.context) ?? this.context);
      if (!('end' in mapped)) {
        if (mapped.action === '') mapped.action = UNNAMED;
        this.times.note(mapped);
        this.events.add(mapped, { at, length, source: candidate.source.id, shape: this.#shapeCodes.get(candidate)! });
      }
    } catch (thrown) {
      this.#bug(candidate, thrown, at, length);
      return;
    }
    if ('end' in mapped) {
      this.leftOut.add(mapped.end, mapped.why, at, length);
      return;
    }
    this.mapped++;
    if (mapped.time < this.first) this.first = mapped.time;
    if (mapped.time > this.last) this.last = mapped.time;
    if (mapped.warnings) for (const warning of mapped.warnings) this.#warn(warning);
    if (this.events.count === this.events.capacity) this.#full();
  }

  #bug(candidate: Candidate, thrown: unknown, at: number, length: number): void {
    const what = thrown instanceof Error ? thrown.message : String(thrown);
    this.leftOut.add(
      'rejected',
      `adapter-bug in ${candidate.source.id} ${candidate.shape.id}: ${what.slice(0, 120)}`,
      at,
      length,
    );
  }

  #warn(warning: string): void {
    const count = this.warnings.get(warning);
    if (count !== undefined || this.warnings.size < WARNING_KINDS) this.warnings.set(warning, (count ?? 0) + 1);
  }
}

/** A shape that throws is asked again when the record is parsed, where that is told. */
function isTaken(candidate: Candidate): boolean {
  try {
    return candidate.shape.accepts(candidate.record);
  } catch {
    return false;
  }
}
