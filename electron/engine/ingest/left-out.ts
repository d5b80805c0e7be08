/** Records that became no event, as columns: where they lie and why. */

export interface LeftOut {
  count: number;
  /** Four doubles a record: kind (0 skipped, 1 rejected), position of the reason, offset, length. */
  places: Float64Array<ArrayBuffer>;
  /** What the list of reasons has gained since the batch before. */
  reasons: string[];
}

const REASON_LIMIT = 1_000; // distinct reasons per file; hostile data must not fill memory with them
const FURTHER = 'further reasons, not told apart';

export class LeftOutEncoder {
  readonly #reasons = new Map<string, number>();
  #gained: string[] = [];
  #places: number[] = [];
  skipped = 0;
  rejected = 0;

  get count(): number {
    return this.#places.length / 4;
  }

  add(end: 'skipped' | 'rejected', why: string, at: number, length: number): void {
    if (end === 'skipped') this.skipped++;
    else this.rejected++;
    const reason = this.#reasons.get(why) ?? this.#newReason(why);
    this.#places.push(end === 'skipped' ? 0 : 1, reason, at, length);
  }

  #newReason(why: string): number {
    const text = this.#reasons.size < REASON_LIMIT ? why : FURTHER;
    const known = this.#reasons.get(text);
    if (known !== undefined) return known;
    const position = this.#reasons.size;
    this.#reasons.set(text, position);
    this.#gained.push(text.slice(0, 300).toWellFormed());
    return position;
  }

  take(): LeftOut | null {
    if (this.#places.length === 0) return null;
    const taken = { count: this.count, places: Float64Array.from(this.#places), reasons: this.#gained };
    this.#places = [];
    this.#gained = [];
    return taken;
  }
}
