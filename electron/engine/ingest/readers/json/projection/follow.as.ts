/**
 * Follows a JSON record byte by byte and notes where the wanted values lie. Written in AssemblyScript, for sixteen bytes at
 * a time; `npm run wasm` compiles it to follow.wasm.ts. Nothing passes that JSON.parse refuses: what is not followed to its
 * end by the grammar of RFC 8259 gives 0, and so does what is rare (a repeated or escaped key, deep nesting).
 *
 * Memory is laid out by projection.ts. A node is a step of a wanted path, 32 bytes:
 *   0 epoch in which it was met · 4 from · 8 to · 12 kind · 16 first member · 20 members · 24 first guess · 28 guesses
 * A member is 16 bytes: key (pointer, length, with its quotes), node (0 = not wanted), 1 = no record where a list or an object
 * follows. Guesses are the keys of an object in the order in which they were met: records of one log repeat it, and most
 * values too. So a guess goes on, in 16 bytes more, with where key and value lay last (pointer, length), in which epoch (0 = not
 * known), and whether there was more than ASCII in them: what lies there again need not be followed again. Of a value that is the
 * same as in the record before, the node names the place where it lay first.
 */

import { isSame, keep } from '../../kept.as';

export { forget, keep, keepIn, sweep } from '../../kept.as';

const DEPTH: i32 = 48;
const GUESSES: i32 = 128;
/** Of an object's index of keys (a power of two less one), and how many of them are looked at before all guesses are. */
const SLOTS: i32 = 255;
const PROBES: i32 = 4;
const FAIL: i32 = -1;
const TOO_LONG: i32 = i32.MAX_VALUE;

const TEXT: i32 = 1;
const ESCAPED: i32 = 2;
const NUMBER: i32 = 3;
const TRUE: i32 = 4;
const FALSE: i32 = 5;
const NULL: i32 = 6;
const OBJECT: i32 = 7;
const LIST: i32 = 8;

let end: i32 = 0;
let epoch: i32 = 0;
/** Bits of bytes beyond ASCII, in any string. */
let high: i32 = 0;
/** What the last followed value was. */
let kind: i32 = 0;
/** First epoch in which the bytes that are followed were there. */
let since: i32 = 1;
/** Of `isGuess`. */
let alike: i32 = 0;
/** Where keys of guesses are put, and where that room ends. */
let spare: i32 = 0;
let spareEnd: i32 = 0;

export function setUp(from: i32, to: i32): void {
  spare = from;
  spareEnd = to;
  epoch = 0;
}

/** Other bytes will be followed from the next epoch on: those followed so far are gone. */
export function refilled(): void {
  since = epoch + 1;
}

/** 1 = followed, 2 = followed and there is more than ASCII in it, 0 = to be parsed instead. */
export function follow(root: i32, from: i32, to: i32, number: i32): i32 {
  const i = followOn(root, from, to, number);
  if (i === 0 || blanks(i) !== to) return 0;
  return isAscii() ? 1 : 2;
}

/**
 * Behind the object that begins at `from` and ends before `to`, wherever that is; 0 = it does not, or is to be parsed. A root
 * of 0 notes nothing.
 */
export function followOn(root: i32, from: i32, to: i32, number: i32): i32 {
  end = to;
  epoch = number;
  high = 0;
  if (from >= to || load<u8>(from) !== 0x7b) return 0;
  const i = root === 0 ? plainObject(from, 0) : object(root, from, 0, true);
  return i === FAIL ? 0 : i;
}

/** Whether the object followed last holds nothing but ASCII. */
export function isAscii(): bool {
  return high === 0;
}

function blanks(at: i32): i32 {
  let i = at;
  while (i < end) {
    const byte = load<u8>(i);
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    i++;
  }
  return i;
}

/** An object of which nothing is wanted. */
function plainObject(start: i32, depth: i32): i32 {
  if (depth > DEPTH) return FAIL;
  let i = blanks(start + 1);
  if (i >= end) return FAIL;
  if (load<u8>(i) === 0x7d) return i + 1;
  while (true) {
    if (i >= end || load<u8>(i) !== 0x22) return FAIL;
    i = text(i + 1);
    if (i === FAIL) return FAIL;
    i = valueFrom(i);
    if (i === FAIL) return FAIL;
    i = value(i, depth);
    if (i === FAIL || i >= end) return FAIL;
    i = blanks(i);
    if (i >= end) return FAIL;
    const next = load<u8>(i);
    if (next === 0x7d) return i + 1;
    if (next !== 0x2c) return FAIL;
    i = blanks(i + 1);
  }
}

/** Where the value begins whose key ends at `at`. */
function valueFrom(at: i32): i32 {
  let i = blanks(at);
  if (i >= end || load<u8>(i) !== 0x3a) return FAIL;
  i = blanks(i + 1);
  return i < end ? i : FAIL;
}

function object(node: i32, start: i32, depth: i32, isRoot: bool): i32 {
  if (depth > DEPTH) return FAIL;
  let i = blanks(start + 1);
  if (i >= end) return FAIL;
  if (load<u8>(i) === 0x7d) return i + 1;
  let turn = 0; // the guess that comes next
  while (true) {
    if (i >= end || load<u8>(i) !== 0x22) return FAIL;
    turn = guessed(node, turn, i);
    if (turn < 0) {
      const behind = text(i + 1);
      if (behind === FAIL || kind === ESCAPED) return FAIL;
      if (isRoot && holdsDot(i, behind)) return FAIL;
      turn = learned(node, i, behind - i);
      if (turn < 0) return FAIL; // no room to remember it: such an object has more keys than any log's
    }
    i = member(guessAt(node, turn++), i, depth);
    if (i === FAIL || i >= end) return FAIL;
    i = blanks(i);
    if (i >= end) return FAIL;
    const next = load<u8>(i);
    if (next === 0x7d) return i + 1;
    if (next !== 0x2c) return FAIL;
    i = blanks(i + 1);
  }
}

function guessAt(node: i32, number: i32): i32 {
  return load<i32>(node, 24) + (number << 5);
}

/** The member whose key at `at` is this guess, and of which `alike` bytes are those of the last; behind its value. */
function member(guess: i32, at: i32, depth: i32): i32 {
  const node = load<i32>(guess, 8);
  if (node !== 0 && load<i32>(node) === epoch) return FAIL; // a repeated key
  if (load<i32>(guess, 24) >= since && alike === load<i32>(guess, 20) && endsMember(at + alike)) {
    high |= load<i32>(guess, 28);
    if (node !== 0) again(node, load<i32>(node));
    store<i32>(guess, epoch, 24);
    return at + alike;
  }
  store<i32>(guess, 0, 24);
  let i = valueFrom(at + load<i32>(guess, 4));
  if (i === FAIL) return FAIL;
  const first = load<u8>(i);
  if (load<i32>(guess, 12) !== 0 && (first === 0x5b || first === 0x7b)) return FAIL;
  const outer = high;
  high = 0;
  if (node === 0) i = value(i, depth);
  else {
    store<i32>(node, epoch);
    store<i32>(node, i, 4);
    if (first === 0x7b && load<i32>(node, 20) > 0) {
      i = object(node, i, depth + 1, false);
      kind = OBJECT;
    } else i = value(i, depth);
    store<i32>(node, i, 8);
    store<i32>(node, kind, 12);
  }
  if (i === FAIL) return FAIL;
  store<i32>(guess, at, 16);
  store<i32>(guess, i - at, 20);
  store<i32>(guess, epoch, 24);
  store<i32>(guess, high, 28);
  high |= outer;
  return i;
}

/** Whether a value that ends here is whole: a number might go on. */
function endsMember(at: i32): bool {
  if (at >= end) return false;
  const next = load<u8>(at);
  return next === 0x2c || next === 0x7d;
}

/** What was met under a node in the epoch in which itself was met last is met in this one, at the same places. */
function again(node: i32, before: i32): void {
  store<i32>(node, epoch);
  let each = load<i32>(node, 16);
  const stop = each + (load<i32>(node, 20) << 4);
  for (; each < stop; each += 16) {
    const below = load<i32>(each, 8);
    if (below !== 0 && load<i32>(below) === before) again(below, before);
  }
}

/** Number of the key at `at` among those met before, looked for at `turn` first; -1 = it is new. */
function guessed(node: i32, turn: i32, at: i32): i32 {
  const count = load<i32>(node, 28);
  if (turn < count && isGuess(guessAt(node, turn), at)) return turn;
  const index = indexOf(node);
  const slot = slotOf(at);
  for (let n = 0; n < PROBES; n++) {
    const number = load<u8>(index + ((slot + n) & SLOTS)) as i32;
    if (number === 0) return -1;
    if (isGuess(guessAt(node, number - 1), at)) return number - 1;
  }
  for (let n = 0; n < count; n++) if (isGuess(guessAt(node, n), at)) return n;
  return -1;
}

/** Behind the guesses: a byte a slot, with the number of a guess from 1 on, for keys that come in another order. */
function indexOf(node: i32): i32 {
  return load<i32>(node, 24) + (GUESSES << 5);
}

/** By the first sixteen bytes of the key at `at`, or all of a shorter one. */
function slotOf(at: i32): i32 {
  const bytes = v128.load(at + 1);
  let low = i64x2.extract_lane(bytes, 0) as u64;
  let behind = i64x2.extract_lane(bytes, 1) as u64;
  const quotes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x22)));
  if (quotes !== 0) {
    const length = ctz(quotes) as u64;
    if (length < 8) {
      low &= ((1 as u64) << (length << 3)) - 1;
      behind = 0;
    } else behind &= ((1 as u64) << ((length - 8) << 3)) - 1;
  }
  const mixed = (low ^ rotl<u64>(behind, 23)) * ((0x9e3779b1 << 32) | 0x7f4a7c15);
  return (mixed >> 56) as i32;
}

/** Whether the key at `at` is this one; `alike` tells how many bytes are the same as where it was met last, its value's too. */
function isGuess(guess: i32, at: i32): bool {
  const isKnown = load<i32>(guess, 24) >= since;
  const length = isKnown ? load<i32>(guess, 20) : load<i32>(guess, 4);
  alike = common(isKnown ? load<i32>(guess, 16) : load<i32>(guess), at, min(length, end - at));
  return alike >= load<i32>(guess, 4);
}

/** How many of the next bytes are the same at both places, `length` at most; reads up to 15 more. */
function common(a: i32, b: i32, length: i32): i32 {
  for (let k = 0; k < length; k += 16) {
    const differ = i8x16.bitmask(i8x16.ne(v128.load(a + k), v128.load(b + k)));
    if (differ !== 0) return min(k + ctz(differ), length);
  }
  return length;
}

/** Remembers a key as the last of its object; its number, or -1 where there is no room or it is not ASCII. */
function learned(node: i32, from: i32, length: i32): i32 {
  for (let i = from; i < from + length; i++) if (load<u8>(i) >= 0x80) return -1;
  const count = load<i32>(node, 28);
  if (count >= GUESSES || spare + length + 8 > spareEnd) return -1;
  const guess = guessAt(node, count);
  memory.copy(spare, from, length);
  store<i32>(guess, spare);
  store<i32>(guess, length, 4);
  store<i32>(guess, 0, 8);
  store<i32>(guess, 0, 12);
  store<i32>(guess, 0, 24);
  spare += length;
  let each = load<i32>(node, 16);
  const stop = each + (load<i32>(node, 20) << 4);
  for (; each < stop; each += 16) {
    if (load<i32>(each, 4) !== length || !isSame(load<i32>(each), from, length)) continue;
    store<i32>(guess, load<i32>(each, 8), 8);
    store<i32>(guess, load<i32>(each, 12), 12);
    break;
  }
  store<i32>(node, count + 1, 28);
  const index = indexOf(node);
  const slot = slotOf(from);
  for (let n = 0; n < PROBES; n++) {
    const at = index + ((slot + n) & SLOTS);
    if (load<u8>(at) !== 0) continue;
    store<u8>(at, (count + 1) as u8);
    break;
  }
  return count;
}

/**
 * As `keep`, of the value followed in [from, to), but for the texts that stand under this key in it (pointer, length, with its
 * quotes); written to `room` for that.
 */
export function keepWithout(from: i32, to: i32, key: i32, length: i32, room: i32): i32 {
  end = to;
  let out = room;
  let copied = from;
  let i = from;
  while (i < to) {
    if (load<u8>(i) !== 0x22) {
      i++;
      continue;
    }
    const behind = text(i + 1);
    const isKey = behind - i === length && isSame(key, i, length);
    i = behind;
    if (!isKey) continue;
    const value = valueFrom(behind);
    if (value === FAIL || load<u8>(value) !== 0x22) continue;
    memory.copy(out, copied, value + 1 - copied);
    out += value + 1 - copied;
    i = text(value + 1);
    copied = i - 1;
  }
  memory.copy(out, copied, to - copied);
  return keep(room, out + to - copied);
}

/**
 * As `keep`, of the values of several nodes in this epoch, one behind the other and an end behind each, which no JSON holds; TOO_LONG
 * where they are longer than `most`. Written to `room` for that.
 */
export function keepAll(nodes: i32, count: i32, number: i32, room: i32, most: i32): i32 {
  let out = room;
  for (let n = 0; n < count; n++) {
    const node = load<i32>(nodes + (n << 2));
    if (load<i32>(node) === number) {
      const from = load<i32>(node, 4);
      const length = load<i32>(node, 8) - from;
      if (out + length - room >= most) return TOO_LONG;
      for (let k = 0; k < length; k += 16) v128.store(out + k, v128.load(from + k));
      out += length;
    }
    store<u8>(out++, 0);
  }
  return keep(room, out);
}

/**
 * As `keep`, of each object in the list that was followed in [from, to): the number, from and to of each, in 12 bytes at `room`;
 * of one longer than `longest` TOO_LONG in place of the number. How many there are; TOO_LONG where more than `most`.
 */
export function keepEach(from: i32, to: i32, room: i32, most: i32, longest: i32): i32 {
  end = to;
  let count = 0;
  let i = blanks(from + 1);
  while (i < to && load<u8>(i) !== 0x5d) {
    const behind = value(i, 0);
    if (behind === FAIL) return TOO_LONG;
    if (kind === OBJECT) {
      if (count >= most) return TOO_LONG;
      const entry = room + count * 12;
      store<i32>(entry, behind - i > longest ? TOO_LONG : keep(i, behind));
      store<i32>(entry, i, 4);
      store<i32>(entry, behind, 8);
      count++;
    }
    i = blanks(behind);
    if (i < to && load<u8>(i) === 0x2c) i = blanks(i + 1);
  }
  return count;
}

function holdsDot(from: i32, to: i32): bool {
  for (let i = from; i < to; i++) if (load<u8>(i) === 0x2e) return true;
  return false;
}

function value(at: i32, depth: i32): i32 {
  switch (load<u8>(at)) {
    case 0x22:
      return text(at + 1);
    case 0x7b: {
      const i = plainObject(at, depth + 1);
      kind = OBJECT;
      return i;
    }
    case 0x5b: {
      const i = list(at, depth + 1);
      kind = LIST;
      return i;
    }
    case 0x74:
      kind = TRUE;
      return at + 4 <= end && load<u32>(at) === 0x65757274 ? at + 4 : FAIL;
    case 0x66:
      kind = FALSE;
      return at + 5 <= end && load<u32>(at + 1) === 0x65736c61 ? at + 5 : FAIL;
    case 0x6e:
      kind = NULL;
      return at + 4 <= end && load<u32>(at) === 0x6c6c756e ? at + 4 : FAIL;
    default:
      return numeral(at);
  }
}

function list(start: i32, depth: i32): i32 {
  if (depth > DEPTH) return FAIL;
  let i = blanks(start + 1);
  if (i >= end) return FAIL;
  if (load<u8>(i) === 0x5d) return i + 1;
  while (true) {
    if (i >= end) return FAIL;
    i = value(i, depth);
    if (i === FAIL) return FAIL;
    i = blanks(i);
    if (i >= end) return FAIL;
    const next = load<u8>(i);
    if (next === 0x5d) return i + 1;
    if (next !== 0x2c) return FAIL;
    i = blanks(i + 1);
  }
}

/** Behind the quote that ends a string. */
function text(at: i32): i32 {
  let i = at;
  kind = TEXT;
  while (true) {
    const bytes = v128.load(i);
    const stops = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_u(bytes, i8x16.splat(0x20)),
      ),
    );
    high |= i8x16.bitmask(bytes);
    if (stops === 0) {
      i += 16;
      if (i >= end) return FAIL;
      continue;
    }
    i += ctz(stops);
    if (i >= end) return FAIL;
    const byte = load<u8>(i);
    if (byte === 0x22) return i + 1;
    if (byte !== 0x5c) return FAIL; // a control character
    kind = ESCAPED;
    i = passEscape(i + 1);
    if (i === FAIL) return FAIL;
  }
}

function passEscape(at: i32): i32 {
  if (at >= end) return FAIL;
  switch (load<u8>(at)) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 1;
    case 0x75:
      if (at + 5 > end) return FAIL;
      for (let k = 1; k <= 4; k++) if (!isHex(load<u8>(at + k))) return FAIL;
      return at + 5;
    default:
      return FAIL;
  }
}

function isHex(byte: u8): bool {
  const lower: u8 = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}

function numeral(at: i32): i32 {
  kind = NUMBER;
  let i = at;
  if (i < end && load<u8>(i) === 0x2d) i++;
  if (i < end && load<u8>(i) === 0x30) i++;
  else {
    const from = i;
    i = digits(i);
    if (i === from) return FAIL;
  }
  if (i < end && load<u8>(i) === 0x2e) {
    const from = i + 1;
    i = digits(from);
    if (i === from) return FAIL;
  }
  if (i < end && (load<u8>(i) | 0x20) === 0x65) {
    let from = i + 1;
    if (from < end && (load<u8>(from) === 0x2b || load<u8>(from) === 0x2d)) from++;
    i = digits(from);
    if (i === from) return FAIL;
  }
  return i;
}

function digits(from: i32): i32 {
  let i = from;
  while (i < end && load<u8>(i) >= 0x30 && load<u8>(i) <= 0x39) i++;
  return i;
}
