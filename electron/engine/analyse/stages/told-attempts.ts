/** Which attempt each event belongs to, by row id, until it is written: four bytes an event of the case. */
export class ToldAttempts {
  /** Row id of the attempt's first event; negative where this event is the one that counts, 0 where nothing was told. */
  readonly #of: Int32Array;

  /** `last`: the highest row id of an event. */
  constructor(last: number) {
    this.#of = new Int32Array(last + 1);
  }

  /** The later word counts. */
  set(eid: number, attempt: number, counted: boolean): void {
    this.#of[eid] = counted ? -attempt : attempt;
  }

  /** In order of row id. */
  each(say: (eid: number, attempt: number, counted: boolean) => void): void {
    const of = this.#of;
    for (let eid = 1; eid < of.length; eid++) {
      const attempt = of[eid]!;
      if (attempt !== 0) say(eid, Math.abs(attempt), attempt < 0);
    }
  }
}
