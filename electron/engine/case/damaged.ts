/** The packed bytes end early or are broken; what came before is good as far as one can tell. */
export class DamagedError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'DamagedError';
  }
}

/** Packed data that unfolds beyond all reason. */
export class BombError extends DamagedError {}
