/**
 * Which attempt each event belongs to, by row id, until it is written. The records of an attempt mostly stand close to each other in their
 * file: two bytes an event of the case, for how far away the first one is.
 */

/** Distances below this are written in two bytes, with a bit that says whether the event counts. */
const NEAR = 16_384;
const UNTOLD = 0;
/** The distance stands apart. */
const FAR = 1;
/** Further ones than this, and all are written in four bytes each. */
const MOST_FAR = 50_000;

export class ToldAttempts {
  /** By row id: `UNTOLD`, `FAR`, or 2 (distance + NEAR) and 1 where this event is the one that counts. Null: see `#wide`. */
  #near: Uint16Array | null;
  /** Row id of the attempt's first event; negative where this event is the one that counts. Of those that are far. */
  #far: Map<number, number>;
  /** As `#far`, of all events; 0 where nothing was told. Null while few are far. */
  #wide: Int32Array | null = null;

  /** Row ids of which something was told since `watch`; null before it. */
  #since: number[] | null = null;

  /** `last`: the highest row id of an event. `kept`: of an analysis that knew fewer of them. */
  constructor(
    last: number,
    kept?: ReturnType<ToldAttempts['kept']>,
    readonly mostFar = MOST_FAR,
  ) {
    this.#far = kept?.['#far'] ?? new Map();
    if (kept?.['#wide']) {
      this.#near = null;
      this.#wide = new Int32Array(last + 1);
      this.#wide.set(kept['#wide']);
    } else {
      this.#near = new Uint16Array(last + 1);
      if (kept?.['#near']) new Uint8Array(this.#near.buffer).set(kept['#near']);
    }
  }

  /** All that was told, to go on from. */
  kept() {
    const near = this.#near;
    return {
      '#near': near && new Uint8Array(near.buffer, near.byteOffset, near.byteLength),
      '#far': this.#far,
      '#wide': this.#wide,
    };
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
    this.#since?.push(eid);
    if (this.#near === null) {
      this.#wide![eid] = counted ? -attempt : attempt;
      return;
    }
    const code = 2 * (eid - attempt + NEAR) + (counted ? 1 : 0);
    if (code > FAR && code < 4 * NEAR) {
      if (this.#near[eid] === FAR) this.#far.delete(eid);
      this.#near[eid] = code;
      return;
    }
    this.#near[eid] = FAR;
    this.#far.set(eid, counted ? -attempt : attempt);
    if (this.#far.size > this.mostFar) this.#widen();
  }

  #widen(): void {
    const wide = new Int32Array(this.#near!.length);
    for (let eid = 0; eid < wide.length; eid++) wide[eid] = this.#at(eid);
    this.#wide = wide;
    this.#near = null;
    this.#far = new Map();
  }

  /** Row id of the attempt's first event; negative where this event is the one that counts, 0 where nothing was told. */
  #at(eid: number): number {
    if (this.#near === null) return this.#wide![eid] ?? 0;
    const code = this.#near[eid] ?? UNTOLD;
    if (code === UNTOLD) return 0;
    if (code === FAR) return this.#far.get(eid)!;
    const attempt = eid - ((code >> 1) - NEAR);
    return (code & 1) === 1 ? -attempt : attempt;
  }

  /** All row ids are smaller. */
  get end(): number {
    return (this.#near ?? this.#wide!).length;
  }

  /** From a row id on and before another, in order of row id. */
  each(from: number, to: number, say: (eid: number, attempt: number, counted: boolean) => void): void {
    const end = Math.min(to, this.end);
    for (let eid = from; eid < end; eid++) {
      const attempt = this.#at(eid);
      if (attempt !== 0) say(eid, Math.abs(attempt), attempt < 0);
    }
  }
}
