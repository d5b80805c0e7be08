/**
 * Where elements of a long list begin, told from the middle of a file: a guess, which whoever follows the list up to there
 * must confirm before anything is made of it.
 */
import { Projection } from './readers/json/projection';
import type { Standing } from './readers/json/values';
import { isBlank } from './readers/sink';

const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Elements in a row of which one must be a record: of lists inside a record none is. */
const ROW = 32;
/** Objects looked at before it is given up. */
const TRIES = 512;
/** Bytes looked at first: to bring them where they are followed costs more than to follow some of them. */
const NEAR = 64 * 1024;

export class ListStarts {
  readonly #ends = new Projection([], [], () => {});

  constructor(
    /** Of a reader at the beginning of any element. */
    readonly standing: Standing,
    readonly isRecord: (bytes: Buffer, from: number, to: number) => boolean,
  ) {}

  /** Where the first element in these bytes seems to begin; -1 = nowhere. The same for all who look at the same bytes. */
  find(bytes: Buffer): number {
    const near = bytes.length > NEAR ? this.#find(bytes.subarray(0, NEAR)) : -1;
    return near < 0 ? this.#find(bytes) : near;
  }

  #find(bytes: Buffer): number {
    this.#ends.refilled(); // they may lie where others lay
    let tries = TRIES;
    /** Objects that are none, and lead to none. */
    const others = new Set<number>();
    const leadsToRecord = (from: number): boolean => {
      for (let at = from, n = 0; at >= 0 && n < ROW && tries > 0 && !others.has(at); n++, tries--) {
        const end = this.#ends.endOf(bytes, at);
        if (end === 0) return false;
        if (this.isRecord(bytes, at, end)) return true;
        others.add(at);
        at = nextElement(bytes, end);
      }
      return false;
    };
    for (let at = bytes.indexOf(OPEN_OBJECT); at >= 0 && tries > 0; at = bytes.indexOf(OPEN_OBJECT, at + 1)) {
      if (isBehindObject(bytes, at) && leadsToRecord(at)) return at;
    }
    return -1;
  }
}

/** Whether `},` stands before it, as far as these bytes tell. */
function isBehindObject(bytes: Buffer, at: number): boolean {
  const comma = lastSign(bytes, at);
  if (comma < 0) return true;
  if (bytes[comma] !== COMMA) return false;
  const brace = lastSign(bytes, comma);
  return brace < 0 || bytes[brace] === CLOSE_OBJECT;
}

/** Where the last byte before `at` lies that is not blank; -1 = nowhere. */
function lastSign(bytes: Buffer, at: number): number {
  let i = at - 1;
  while (i >= 0 && isBlank(bytes[i]!)) i--;
  return i;
}

/** Where the object begins that follows behind a comma; -1 where something else does. */
function nextElement(bytes: Buffer, end: number): number {
  let i = end;
  let commas = 0;
  for (; i < bytes.length && (isBlank(bytes[i]!) || bytes[i] === COMMA); i++) if (bytes[i] === COMMA) commas++;
  return commas === 1 && bytes[i] === OPEN_OBJECT ? i : -1;
}
