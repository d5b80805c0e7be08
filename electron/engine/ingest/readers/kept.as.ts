/**
 * Values that were seen before, told by their bytes: what WebAssembly modules that look for values share. Written in
 * AssemblyScript; `npm run wasm`.
 */

/** Slots (a power of two less one), entries and room of what `keep` has been shown. */
let table: i32 = 0;
let slots: i32 = 0;
let entries: i32 = 0;
let most: i32 = 0;
let room: i32 = 0;
let roomEnd: i32 = 0;
let seed: u64 = 0;
let kept: i32 = 0;
let free: i32 = 0;

/** `slotCount` a power of two, more than `entryCount`; 16 bytes an entry. Forgets what was kept. */
export function keepIn(
  tableAt: i32,
  slotCount: i32,
  entriesAt: i32,
  entryCount: i32,
  roomFrom: i32,
  roomTo: i32,
  number: u64,
): void {
  table = tableAt;
  slots = slotCount - 1;
  entries = entriesAt;
  most = entryCount;
  room = roomFrom;
  roomEnd = roomTo;
  seed = number;
  forget();
}

export function forget(): void {
  memory.fill(table, 0, (slots + 1) << 2);
  kept = 0;
  free = room;
}

/** Slots looked at: hostile data must not make every look-up a search. */
const PROBES: i32 = 32;
/** Odd, with ones and zeros well spread. */
const ODD_A: u64 = (0x9e3779b9 << 32) | 0x7f4a7c15;
const ODD_B: u64 = (0xd6e8feb8 << 32) | 0x6659fd93;
const FULL: i32 = i32.MIN_VALUE;
/** In the length of an entry. */
const MET_AGAIN: i32 = i32.MIN_VALUE;

/**
 * The number under which these bytes are kept: n of bytes seen before, -1 - n of bytes that are kept from here on, FULL where
 * there is no room.
 */
export function keep(from: i32, to: i32): i32 {
  const length = to - from;
  const mark = digest(from, length);
  let slot = (mark as i32) & slots;
  for (let n = 0; n < PROBES; n++) {
    const number = load<i32>(table + (slot << 2));
    if (number === 0) {
      if (kept >= most || free + length + 8 > roomEnd) return FULL;
      const entry = entries + (kept << 4);
      store<u64>(entry, mark);
      store<i32>(entry, free, 8);
      store<i32>(entry, length, 12);
      memory.copy(free, from, length);
      free += length;
      store<i32>(table + (slot << 2), ++kept);
      return -kept;
    }
    const entry = entries + ((number - 1) << 4);
    const size = load<i32>(entry, 12);
    if (load<u64>(entry) === mark && (size & ~MET_AGAIN) === length && isSame(load<i32>(entry, 8), from, length)) {
      if (size === length) store<i32>(entry, length | MET_AGAIN, 12);
      return number - 1;
    }
    slot = (slot + 1) & slots;
  }
  return FULL;
}

/**
 * Forgets what was not met again since this was done last, and at most makes a quarter of the room free. At `moved` lies the new number of
 * each (-1 = forgotten), which is never higher than the old one.
 */
export function sweep(moved: i32): void {
  memory.fill(table, 0, (slots + 1) << 2);
  memory.fill(moved, 0xff, most << 2);
  const before = kept;
  const end = room + ((roomEnd - room) / 4) * 3;
  kept = 0;
  free = room;
  for (let n = 0; n < before; n++) {
    const entry = entries + (n << 4);
    const length = load<i32>(entry, 12) & ~MET_AGAIN;
    if (load<i32>(entry, 12) === length || kept >= (most / 4) * 3 || free + length > end) continue;
    const mark = load<u64>(entry);
    const slot = freeSlot(mark);
    if (slot < 0) continue;
    memory.copy(free, load<i32>(entry, 8), length);
    store<i32>(moved + (n << 2), kept);
    const to = entries + (kept << 4);
    store<u64>(to, mark);
    store<i32>(to, free, 8);
    store<i32>(to, length, 12);
    free += length;
    store<i32>(table + (slot << 2), ++kept);
  }
}

function freeSlot(mark: u64): i32 {
  let slot = (mark as i32) & slots;
  for (let n = 0; n < PROBES; n++) {
    if (load<i32>(table + (slot << 2)) === 0) return slot;
    slot = (slot + 1) & slots;
  }
  return -1;
}

/** A multiplication and a turn for each eight bytes, from a start that nobody outside knows. */
function digest(from: i32, length: i32): u64 {
  let mark = seed ^ (length as u64);
  let k = 0;
  for (; k + 8 <= length; k += 8) mark = turned(mark, load<u64>(from + k));
  const left = length - k;
  if (left > 0) mark = turned(mark, load<u64>(from + k) & (((1 as u64) << ((left as u64) << 3)) - 1));
  mark ^= mark >> 32;
  mark *= ODD_B;
  return mark ^ (mark >> 32);
}

function turned(mark: u64, bytes: u64): u64 {
  const mixed = (mark ^ bytes) * ODD_A;
  return rotl<u64>(mixed, 29) ^ (mixed >> 32);
}

/** Eight bytes at a time; reading beyond the last is reading what lies behind it in memory. */
export function isSame(a: i32, b: i32, length: i32): bool {
  let k = 0;
  for (; k + 8 <= length; k += 8) if (load<u64>(a + k) !== load<u64>(b + k)) return false;
  const left = length - k;
  if (left === 0) return true;
  const mask: u64 = ((1 as u64) << ((left as u64) << 3)) - 1;
  return ((load<u64>(a + k) ^ load<u64>(b + k)) & mask) === 0;
}
