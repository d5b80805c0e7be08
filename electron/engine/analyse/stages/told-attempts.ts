/** Which attempt each event belongs to, by row id, until it is written: four bytes an event of the case. */
export class ToldAttempts {
  /** Row id of the attempt's first event; negative where this event is the one that counts, 0 where nothing was told. */
  readonly #of: Int32Array;

  /** Row ids of which something was told since `watch`; null before it. */
  #since: number[] | null = null;

  /** `last`: the highest row id of an event. `kept`: of an analysis that knew fewer of them. */
  constructor(last: number, kept?: Int32Array) {
    this.#of = new Int32Array(last + 1);
    if (kept) this.#of.set(kept);
  }

  /** All that was told, by row id. */
  kept(): Int32Array {
    return this.#of;
  }

  /** From here on it is noted of which events something is told. */
  watch(): void {
    this.#since = [];
  }

  /** Row ids of which something was told since `watch`; may repeat. */
  get since(): readonly number[] {
    return this.#since ?? [];
  }

  /** The later word counts. */
  set(eid: number, attempt: number, counted: boolean): void {
    this.#of[eid] = counted ? -attempt : attempt;
    this.#since?.push(eid);
  }

  /** In order of row id. */
  each(say: (eid: number, attempt: number, counted: boolean) => void): void {
    const of = this.#of;
    for (let eid = 1; eid < of.length; eid++) {
      const attempt = of[eid]!;
      if (attempt !== 0) say(eid, Math.abs(attempt), attempt < 0);
    }
  }

  /** As `each`, of one event; nothing where nothing was told. */
  of(eid: number): { attempt: number; counted: boolean } | null {
    const attempt = this.#of[eid] ?? 0;
    return attempt === 0 ? null : { attempt: Math.abs(attempt), counted: attempt < 0 };
  }
}
