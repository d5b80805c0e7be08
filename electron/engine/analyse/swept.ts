/**
 * Rows of the sweep in buffers that two threads share: nothing is copied, and they become rows again for a tenth of what
 * reading them costs.
 */
import { assert } from '../../../shared/base/assert';
import { SESSION, SWEEP_COLUMNS, type SweepRow } from './read';
import type { Collector } from './stages/chunks';

/** Numbers that may need more than 32 bits; the others are row ids, codes and bits. */
const WIDE = ['eid', 'time', 'rk', 'akey', 'asn'] as const;
const WIDE_AT = WIDE.map((name) => SWEEP_COLUMNS.indexOf(name));
const NARROW_AT = SWEEP_COLUMNS.flatMap((name, i) =>
  i === SESSION || (WIDE as readonly string[]).includes(name) ? [] : [i],
);
/** Stands for NULL among 32 bits: no row id, code or set of bits is so small. */
const NOTHING = -2_147_483_648;

/** Over memory that both threads see: a buffer that is handed over makes each later look at any other one slower. */
export interface Swept {
  rows: number;
  /** Row after row; NaN for NULL. */
  wide: Float64Array<SharedArrayBuffer>;
  narrow: Int32Array<SharedArrayBuffer>;
  /** By row: which of the sessions; -1 for NULL. */
  sessions: Int32Array<SharedArrayBuffer>;
  /** The sessions, each once, one behind the other, and where each ends. */
  texts: Uint8Array<SharedArrayBuffer>;
  ends: Int32Array<SharedArrayBuffer>;
}

const ROOM = 8_192; // rows
const TEXT_ROOM = 16 * ROOM; // bytes

/** Rows on their way into buffers. Throws for a number that is wider than its place. */
export class SweptBatch implements Collector<Swept> {
  size = 0;
  #into: Swept = blank(ROOM, TEXT_ROOM);
  #texts: Buffer = Buffer.from(this.#into.texts.buffer);
  #bytes = 0;
  /** Sessions of this batch: events of one come close to each other. */
  readonly #known = new Map<string, number>();
  readonly #used: Swept[] = [];

  /** Buffers of a batch that was unpacked, to be filled again. */
  reuse(used: Swept): void {
    this.#used.push(used);
  }

  add(row: SweepRow): void {
    if (this.size === this.#into.sessions.length) this.#widen(2 * this.size, this.#into.texts.length);
    const session = row[SESSION];
    const of = session === null ? -1 : (this.#known.get(session) ?? this.#keep(session));
    const { wide, narrow, sessions } = this.#into;
    let at = this.size * WIDE_AT.length;
    for (let c = 0; c < WIDE_AT.length; c++) wide[at++] = (row[WIDE_AT[c]!] as number | null) ?? Number.NaN;
    at = this.size * NARROW_AT.length;
    for (let c = 0; c < NARROW_AT.length; c++) {
      const value = (row[NARROW_AT[c]!] as number | null) ?? NOTHING;
      assert(value === (value | 0), 'row ids, codes and bits have 32 bits');
      narrow[at++] = value;
    }
    sessions[this.size++] = of;
  }

  take(): Swept {
    const whole = { ...this.#into, rows: this.size };
    const next = this.#used.pop();
    this.#set(next ?? blank(ROOM, TEXT_ROOM));
    this.size = 0;
    this.#bytes = 0;
    this.#known.clear();
    return whole;
  }

  #keep(session: string): number {
    // Three bytes of UTF-8 at most for each unit of a text.
    const most = this.#bytes + 3 * session.length;
    if (most > this.#into.texts.length) this.#widen(this.#into.sessions.length, 2 * most);
    this.#bytes += this.#texts.write(session, this.#bytes);
    const of = this.#known.size;
    this.#into.ends[of] = this.#bytes;
    this.#known.set(session, of);
    return of;
  }

  #widen(rows: number, bytes: number): void {
    const wider = blank(rows, bytes);
    for (const name of ['wide', 'narrow', 'sessions', 'texts', 'ends'] as const) wider[name].set(this.#into[name]);
    this.#set(wider);
  }

  #set(into: Swept): void {
    this.#into = into;
    this.#texts = Buffer.from(into.texts.buffer);
  }
}

const blank = (rows: number, bytes: number): Swept => ({
  rows: 0,
  wide: new Float64Array(new SharedArrayBuffer(8 * rows * WIDE_AT.length)),
  narrow: new Int32Array(new SharedArrayBuffer(4 * rows * NARROW_AT.length)),
  sessions: new Int32Array(new SharedArrayBuffer(4 * rows)),
  texts: new Uint8Array(new SharedArrayBuffer(bytes)),
  ends: new Int32Array(new SharedArrayBuffer(4 * rows)),
});

/** Row by row, so that each can be forgotten before the next one is made. */
export const unpackSwept = (batch: Swept): Iterable<SweepRow> => ({ [Symbol.iterator]: () => new SweptRows(batch) });

/** No generator: what that captures and answers with is made anew for every event of the case. */
class SweptRows implements Iterator<SweepRow, undefined> {
  readonly #batch: Swept;
  readonly #bytes: Buffer;
  /** Rising: a session is first named by the row that brings it. */
  readonly #known: string[] = [];
  /** The same one each time. */
  readonly #answer: { value: SweepRow; done: false };
  #at = 0;

  constructor(batch: Swept) {
    this.#batch = batch;
    this.#bytes = Buffer.from(batch.texts.buffer);
    this.#answer = { value: [] as unknown as SweepRow, done: false };
  }

  next(): IteratorResult<SweepRow, undefined> {
    if (this.#at === this.#batch.rows) return END;
    this.#answer.value = this.#row(this.#at++);
    return this.#answer;
  }

  #row(i: number): SweepRow {
    const { wide, narrow, sessions } = this.#batch;
    const w = i * WIDE_AT.length;
    const n = i * NARROW_AT.length;
    const of = sessions[i]!;
    // In the order of SWEEP_COLUMNS; written out, since this is done for every event of the case.
    return [
      wide[w]!,
      wide[w + 1]!,
      narrow[n]!,
      wide[w + 2]!,
      narrow[n + 1]!,
      narrow[n + 2]!,
      narrow[n + 3]!,
      narrow[n + 4]!,
      cell(narrow[n + 5]!),
      narrow[n + 6]!,
      narrow[n + 7]!,
      wideCell(wide[w + 3]!),
      narrow[n + 8]!,
      cell(narrow[n + 9]!),
      cell(narrow[n + 10]!),
      cell(narrow[n + 11]!),
      cell(narrow[n + 12]!),
      cell(narrow[n + 13]!),
      cell(narrow[n + 14]!),
      cell(narrow[n + 15]!),
      wideCell(wide[w + 4]!),
      cell(narrow[n + 16]!),
      cell(narrow[n + 17]!),
      cell(narrow[n + 18]!),
      cell(narrow[n + 19]!),
      cell(narrow[n + 20]!),
      of < 0 ? null : (this.#known[of] ?? this.#session(of)),
    ];
  }

  #session(of: number): string {
    const { ends } = this.#batch;
    const text = this.#bytes.toString('utf8', of === 0 ? 0 : ends[of - 1]!, ends[of]!);
    this.#known.push(text);
    return text;
  }
}

const END: IteratorReturnResult<undefined> = { value: undefined, done: true };
const cell = (value: number): number | null => (value === NOTHING ? null : value);
const wideCell = (value: number): number | null => (Number.isNaN(value) ? null : value);
