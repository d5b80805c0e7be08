/**
 * Lays rows out as SQLite does in the leaf pages of a table (https://sqlite.org/fileformat2.html). Written in
 * AssemblyScript; `npm run wasm` compiles it to rows.wasm.ts, row-pages.ts lays out its memory and tells what it is for.
 *
 * A row is written from its end to its beginning, for only then its length is known: a number is stored with all of its
 * eight bytes, most significant first, and what of them it does not need is written over by what stands before it.
 */

const PAGE: i32 = 65_536;
const LEAF: i32 = 0x0d;
const LEAF_HEADER: i32 = 8;
/** Bytes that all of a row but its texts takes at most, with its place in the page's list and what is written over. */
const SPARE: i32 = 512;
/** Bytes of texts that fit a page with it. */
const MOST_TEXT: i32 = PAGE - LEAF_HEADER - SPARE;
const TEXT_TYPE: u32 = 13;
/** Bytes of a row's head, of which the first says how many they are. */
const MOST_HEAD: i32 = 0x7f;
/** The largest integer that a double carries exactly. */
const MOST: f64 = 9_007_199_254_740_991;
const REFUSED: i32 = 0;

/** Marks of a column: no row's value but the same of all, may not be NULL, must be NULL. */
const SAME: i32 = 1;
const REQUIRED: i32 = 2;
const ABSENT: i32 = 4;

/** Bytes of an integer by its serial type. */
const WIDTHS = memory.data<u8>([0, 1, 2, 3, 4, 6, 8, 0, 0, 0]);
/** Serial type by how many bits the integer has beside its sign. */
const TYPES = memory.data<u8>([
  1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5,
  5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
]);
/** Serial types of the present row's numbers. */
const SAID = memory.data(128);

/** For each column but the texts: where its value stands, and its marks. */
let columns: i32 = 0;
let count: i32 = 0;
/** Columns before the texts, and how many texts there are. */
let before: i32 = 0;
let texts: i32 = 0;
/** Bytes of a row's values. */
let stride: i32 = 0;

/** Pages: the first, the present one, and behind the last. */
let firstPage: i32 = 0;
let page: i32 = 0;
let pagesEnd: i32 = 0;
/** Where the present page's cells begin, and how many it has. */
let bottom: i32 = 0;
let cells: i32 = 0;

/** Of the rows handed over: the first not seen, its values, lengths and texts. */
let row: i32 = 0;
let values: i32 = 0;
let lengths: i32 = 0;
let bytes: i32 = 0;

export function setUp(
  columnsAt: i32,
  columnCount: i32,
  columnsBefore: i32,
  textCount: i32,
  rowBytes: i32,
  pagesFrom: i32,
  pagesTo: i32,
): void {
  columns = columnsAt;
  count = columnCount;
  before = columnsBefore;
  texts = textCount;
  stride = rowBytes;
  firstPage = pagesFrom;
  pagesEnd = pagesTo;
  clear();
}

/** The rows laid out are none. */
export function clear(): void {
  page = firstPage - PAGE;
  bottom = page;
  cells = 0;
}

/** Hands rows over, the lengths of whose texts begin at `lengthsAt`. */
export function take(valuesAt: i32, lengthsAt: i32, bytesAt: i32): void {
  row = 0;
  values = valuesAt;
  lengths = lengthsAt;
  bytes = bytesAt;
}

/**
 * Lays out the rows `from` to before `to` of those handed over, under the numbers from `number` on; gives the first that must go
 * in another way, or `to`. From call to call rows ascend.
 */
export function lay(from: i32, to: i32, number: f64): i32 {
  while (row < from) skip();
  let at = number as u64;
  while (row < to) {
    if (!one(at++)) return row;
    skip();
  }
  return row;
}

/** Pages begun. */
export function pages(): i32 {
  return (page - firstPage) / PAGE + 1;
}

/** Where the page ends that has been begun last; its header is written. */
export function close(): i32 {
  if (cells === 0) return page < firstPage ? firstPage : page;
  end();
  return page + PAGE;
}

function end(): void {
  store<u8>(page, LEAF as u8);
  store<u16>(page, 0, 1);
  store<u16>(page, bswap<u16>(cells as u16), 3);
  store<u16>(page, bswap<u16>((bottom - page) as u16), 5); // 65,536 is written as 0
  store<u8>(page, 0, 7);
  const free = page + LEAF_HEADER + (cells << 1);
  memory.fill(free, 0, bottom - free);
}

function turn(): bool {
  if (page + 2 * PAGE > pagesEnd) return false;
  if (cells > 0) end();
  page += PAGE;
  bottom = page + PAGE;
  cells = 0;
  return true;
}

function skip(): void {
  for (let i = 0; i < texts; i++) {
    const length = load<i32>(lengths);
    if (length > 0) bytes += length;
    lengths += 4;
  }
  values += stride;
  row++;
}

function one(number: u64): bool {
  let length = 0;
  for (let i = 0; i < texts; i++) {
    length += max<i32>(0, load<i32>(lengths + (i << 2)));
    if (length > MOST_TEXT) return false;
  }
  if (bottom - length - SPARE < page + LEAF_HEADER + (cells << 1) && !turn()) return false;
  let at = numbers(before, count, bottom);
  if (at === REFUSED) return false;
  at = numbers(0, before, copy(bytes, length, at));
  if (at === REFUSED) return false;
  const first = at;
  at = copy(SAID + before, count - before, at);
  for (let i = texts - 1; i >= 0; i--) {
    const size = load<i32>(lengths + (i << 2));
    at = varint(size < 0 ? 0 : 2 * (size as u64) + TEXT_TYPE, at);
  }
  at = copy(SAID, before, at) - 1;
  const head = first - at;
  if (head > MOST_HEAD) return false;
  store<u8>(at, head as u8);
  const payload = (bottom - at) as u64;
  bottom = varint(payload, varint(number, at));
  store<u16>(page + LEAF_HEADER + (cells << 1), bswap<u16>((bottom - page) as u16));
  cells++;
  return true;
}

/** The columns `from` to before `to` in front of `behind`, and their types; where they begin, or `REFUSED`. */
function numbers(from: i32, to: i32, behind: i32): i32 {
  let at = behind;
  for (let i = to - 1; i >= from; i--) {
    const place = load<i32>(columns + (i << 3));
    const marks = load<i32>(columns + (i << 3), 4);
    const value = load<f64>((marks & SAME) !== 0 ? place : values + place);
    if (Number.isNaN(value)) {
      if ((marks & REQUIRED) !== 0) return REFUSED;
      store<u8>(SAID + i, 0);
      continue;
    }
    if (!(abs<f64>(value) <= MOST) || (marks & ABSENT) !== 0) return REFUSED;
    const whole = value as i64;
    if ((whole as f64) !== value) return REFUSED;
    const bits = 64 - (clz<i64>(whole ^ (whole >> 63)) as i32);
    const type: i32 = (whole & ~1) === 0 ? 8 + (whole as i32) : load<u8>(TYPES + bits);
    store<u8>(SAID + i, type as u8);
    store<i64>(at - 8, bswap<i64>(whole));
    at -= load<u8>(WIDTHS + type);
  }
  return at;
}

/** Copies in front of `behind`, sixteen bytes at a time: what is too many of the last lies where nothing is yet. */
function copy(from: i32, length: i32, behind: i32): i32 {
  for (let left = length; left > 0; left -= 16) {
    v128.store(behind - length + left - 16, v128.load(from + left - 16));
  }
  return behind - length;
}

/** In front of `behind`: seven bits a byte, at most eight bytes; where it begins. */
function varint(value: u64, behind: i32): i32 {
  let at = behind - 1;
  store<u8>(at, (value & 0x7f) as u8);
  for (let rest = value >> 7; rest !== 0; rest >>= 7) store<u8>(--at, ((rest & 0x7f) | 0x80) as u8);
  return at;
}
