/**
 * Rows of the sweep as three buffers: they travel between threads without being copied, and become rows again for a
 * tenth of what reading them costs.
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

export interface Swept {
  rows: number;
  /** Row after row; NaN for NULL. */
  wide: Float64Array<ArrayBuffer>;
  narrow: Int32Array<ArrayBuffer>;
  /** Sessions, one behind the other, and the length of each in bytes; -1 for NULL. */
  texts: Uint8Array<ArrayBuffer>;
  lengths: Int32Array<ArrayBuffer>;
}

/** What may be handed over with a message. */
export const buffersOf = ({ wide, narrow, texts, lengths }: Swept): ArrayBuffer[] => [
  wide.buffer,
  narrow.buffer,
  texts.buffer,
  lengths.buffer,
];

const ROOM = 8_192; // rows
const TEXT_ROOM = 40 * ROOM; // bytes

/** Rows on their way into buffers. Throws for a number that is wider than its place. */
export class SweptBatch implements Collector<Swept> {
  size = 0;
  #into: Swept = blank(ROOM, TEXT_ROOM);
  #texts: Buffer = Buffer.from(this.#into.texts.buffer);
  #bytes = 0;
  readonly #used: Swept[] = [];

  /** Buffers of a batch that was unpacked, to be filled again. */
  reuse(used: Swept): void {
    this.#used.push(used);
  }

  add(row: SweepRow): void {
    const session = row[SESSION];
    if (this.size === this.#into.lengths.length) this.#widen(2 * this.size, this.#into.texts.length);
    // Three bytes of UTF-8 at most for each unit of a text.
    const most = session === null ? 0 : 3 * session.length;
    if (this.#bytes + most > this.#into.texts.length) this.#widen(this.#into.lengths.length, 2 * (this.#bytes + most));
    const { wide, narrow, lengths } = this.#into;
    let at = this.size * WIDE_AT.length;
    for (let c = 0; c < WIDE_AT.length; c++) wide[at++] = (row[WIDE_AT[c]!] as number | null) ?? Number.NaN;
    at = this.size * NARROW_AT.length;
    for (let c = 0; c < NARROW_AT.length; c++) {
      const value = (row[NARROW_AT[c]!] as number | null) ?? NOTHING;
      assert(value === (value | 0), 'row ids, codes and bits have 32 bits');
      narrow[at++] = value;
    }
    const length = session === null ? -1 : this.#texts.write(session, this.#bytes);
    lengths[this.size++] = length;
    if (length > 0) this.#bytes += length;
  }

  take(): Swept {
    const whole = { ...this.#into, rows: this.size };
    const next = this.#used.pop();
    this.#set(next ?? blank(ROOM, TEXT_ROOM));
    this.size = 0;
    this.#bytes = 0;
    return whole;
  }

  #widen(rows: number, bytes: number): void {
    const wider = blank(rows, bytes);
    wider.wide.set(this.#into.wide);
    wider.narrow.set(this.#into.narrow);
    wider.lengths.set(this.#into.lengths);
    wider.texts.set(this.#into.texts);
    this.#set(wider);
  }

  #set(into: Swept): void {
    this.#into = into;
    this.#texts = Buffer.from(into.texts.buffer);
  }
}

const blank = (rows: number, bytes: number): Swept => ({
  rows: 0,
  wide: new Float64Array(rows * WIDE_AT.length),
  narrow: new Int32Array(rows * NARROW_AT.length),
  texts: new Uint8Array(bytes),
  lengths: new Int32Array(rows),
});

/** Row by row, so that each can be forgotten before the next one is made. */
export function* unpackSwept({ rows, wide, narrow, texts, lengths }: Swept): Generator<SweepRow> {
  const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength);
  let at = 0;
  for (let i = 0; i < rows; i++) {
    const w = i * WIDE_AT.length;
    const n = i * NARROW_AT.length;
    const length = lengths[i]!;
    let session: string | null = null;
    if (length >= 0) {
      session = bytes.toString('utf8', at, at + length);
      at += length;
    }
    const cell = (c: number): number | null => (narrow[n + c] === NOTHING ? null : narrow[n + c]!);
    // In the order of SWEEP_COLUMNS; written out, since this is done for every event of the case.
    yield [
      wide[w]!,
      wide[w + 1]!,
      narrow[n]!,
      wide[w + 2]!,
      narrow[n + 1]!,
      narrow[n + 2]!,
      narrow[n + 3]!,
      narrow[n + 4]!,
      cell(5),
      narrow[n + 6]!,
      narrow[n + 7]!,
      Number.isNaN(wide[w + 3]!) ? null : wide[w + 3]!,
      narrow[n + 8]!,
      cell(9),
      cell(10),
      cell(11),
      cell(12),
      cell(13),
      cell(14),
      cell(15),
      Number.isNaN(wide[w + 4]!) ? null : wide[w + 4]!,
      cell(16),
      cell(17),
      cell(18),
      cell(19),
      cell(20),
      session,
    ];
  }
}
