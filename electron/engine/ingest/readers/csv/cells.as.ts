/**
 * Finds the cells of a row of delimited text, sixteen bytes at a time. Written in AssemblyScript; `npm run wasm` compiles it to
 * cells.wasm.ts. It knows the rules of `RowsReader` but for what is rare, which it leaves to that.
 */

import { keep } from '../kept.as';

export { forget, keep, keepIn, sweep } from '../kept.as';

const QUOTE: i32 = 0x22;
const LF: i32 = 0x0a;
const CR: i32 = 0x0d;

const UNENDED: i32 = -1;
const LEFT: i32 = -2;

let input: i32 = 0;
let places: i32 = 0;
let most: i32 = 0;
let count: i32 = 0;

/** Rows lie from `inputAt` on; the cells found are put down at `placesAt`, eight bytes each, `cells` at most. */
export function setUp(inputAt: i32, placesAt: i32, cells: i32): void {
  input = inputAt;
  places = placesAt;
  most = cells;
}

/** Cells of the row found last. */
export function cells(): i32 {
  return count;
}

/**
 * Where the row that begins at `start` ends: at its line break. UNENDED where it does not in the first `length` bytes, LEFT
 * where somebody else must look. Of a cell with doubled quotes the end is written as -1 - end.
 */
export function row(start: i32, length: i32, delimiter: i32): i32 {
  count = 0;
  let i = start;
  while (true) {
    if (i >= length || count === most) return i >= length ? UNENDED : LEFT;
    let from = i;
    let to = 0;
    if (byteAt(i) === QUOTE) {
      from = ++i;
      let hasDoubled = false;
      while (true) {
        i = nextQuote(i, length);
        if (i + 1 >= length) return UNENDED; // whether the quote is doubled shows in the next bytes
        if (byteAt(i + 1) !== QUOTE) break;
        hasDoubled = true;
        i += 2;
      }
      to = hasDoubled ? -1 - i : i;
      i++;
    } else {
      i = nextStop(i, length, delimiter);
      if (i >= length) return UNENDED;
      to = i;
    }
    const place = places + (count << 3);
    store<i32>(place, from);
    store<i32>(place, to, 4);
    count++;
    const byte = byteAt(i);
    if (byte === delimiter) {
      i++;
      continue;
    }
    if (byte === LF) return i;
    if (byte !== CR) return LEFT; // text behind a closing quote
    return i + 1 >= length ? UNENDED : i; // whether LF follows shows in the next bytes
  }
}

/** What `keepCells` gives of cells that are together longer than is kept. */
const TOO_LONG: i32 = i32.MAX_VALUE;

/**
 * As `keep`, of `length` cells of the row found last, whose numbers lie at `list`, as one: they are written at `room`, each behind its
 * length and whether it has doubled quotes, `longest` bytes in all.
 */
export function keepCells(list: i32, length: i32, room: i32, longest: i32): i32 {
  let out = room;
  for (let n = 0; n < length; n++) {
    const cell = load<i32>(list + (n << 2));
    if (cell >= count) return TOO_LONG;
    const place = places + (cell << 3);
    const from = load<i32>(place);
    const told = load<i32>(place, 4);
    const size = (told < 0 ? -1 - told : told) - from;
    if (out + size + 4 - room > longest) return TOO_LONG;
    store<i32>(out, (size << 1) | (told < 0 ? 1 : 0));
    out += 4;
    for (let k = 0; k < size; k += 16) v128.store(out + k, v128.load(input + from + k));
    out += size;
  }
  return keep(room, out);
}

function byteAt(i: i32): i32 {
  return load<u8>(input + i) as i32;
}

/** At `length` or behind it: there is none. */
function nextQuote(at: i32, length: i32): i32 {
  for (let i = at; i < length; i += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(input + i), i8x16.splat(QUOTE as i8)));
    if (found !== 0) return i + ctz(found);
  }
  return length;
}

function nextStop(at: i32, length: i32, delimiter: i32): i32 {
  for (let i = at; i < length; i += 16) {
    const bytes = v128.load(input + i);
    const found = i8x16.bitmask(
      v128.or(
        i8x16.eq(bytes, i8x16.splat(delimiter as i8)),
        v128.or(i8x16.eq(bytes, i8x16.splat(LF as i8)), i8x16.eq(bytes, i8x16.splat(CR as i8))),
      ),
    );
    if (found !== 0) return i + ctz(found);
  }
  return length;
}
