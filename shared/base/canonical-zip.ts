/**
 * The one ZIP that a list of members has: stored (no compression), in the given order, without gaps, extra fields,
 * comments or data descriptors; fixed time and attributes; zip64 only where a number does not fit. Every byte outside
 * the members' contents follows from names, sizes and CRCs, so a verifier derives it again and compares.
 * (PKWARE APPNOTE 6.3.9; runs anywhere.)
 */
export interface ZipMember {
  /** Path inside the archive, `/` between parts; UTF-8 in the file. */
  name: string;
  size: number; // bytes
  crc: number; // CRC-32 of the content, unsigned
}

export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const END_LENGTH = 22;
export const LOCAL_LENGTH = 30; // without name and extra field
export const CENTRAL_LENGTH = 46;
const END64_SIGNATURE = 0x06064b50;
const END64_LENGTH = 56;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_LENGTH = 20;
/** Bytes of the whole end where zip64 is needed. */
export const END64_TOTAL = END64_LENGTH + LOCATOR_LENGTH + END_LENGTH;

const FULL32 = 0xffffffff;
const FULL16 = 0xffff;
const UTF8_NAMES = 0x0800;
const DOS_DATE = 0x0021; // 1980-01-01, the zero of the format; time 00:00:00
const VERSION = 20;
const VERSION64 = 45;

const encoder = new TextEncoder();

class Bytes {
  readonly #view: DataView;
  #at = 0;
  readonly bytes: Uint8Array<ArrayBuffer>;
  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }
  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
    return this;
  }
  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }
  u64(value: number): this {
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }
  text(value: Uint8Array): this {
    this.bytes.set(value, this.#at);
    this.#at += value.length;
    return this;
  }
}

const nameBytes = (name: string): Uint8Array => {
  const bytes = encoder.encode(name);
  if (bytes.length === 0 || bytes.length > FULL16) throw new RangeError('a member needs a name of 1 to 65,535 bytes');
  return bytes;
};

/** What stands before a member's content. */
export function localHeader(member: ZipMember): Uint8Array<ArrayBuffer> {
  const name = nameBytes(member.name);
  const big = member.size >= FULL32;
  const size = big ? FULL32 : member.size;
  const out = new Bytes(LOCAL_LENGTH + name.length + (big ? 20 : 0))
    .u32(LOCAL_SIGNATURE)
    .u16(big ? VERSION64 : VERSION)
    .u16(UTF8_NAMES)
    .u16(0) // stored
    .u16(0)
    .u16(DOS_DATE)
    .u32(member.crc)
    .u32(size)
    .u32(size)
    .u16(name.length)
    .u16(big ? 20 : 0)
    .text(name);
  if (big) out.u16(1).u16(16).u64(member.size).u64(member.size);
  return out.bytes;
}

/** The member's line in the directory; `at` is the offset of its local header. */
export function centralHeader(member: ZipMember, at: number): Uint8Array<ArrayBuffer> {
  const name = nameBytes(member.name);
  const bigSize = member.size >= FULL32;
  const bigAt = at >= FULL32;
  const extra = (bigSize ? 16 : 0) + (bigAt ? 8 : 0);
  const version = extra > 0 ? VERSION64 : VERSION;
  const out = new Bytes(CENTRAL_LENGTH + name.length + (extra > 0 ? 4 + extra : 0))
    .u32(CENTRAL_SIGNATURE)
    .u16(version)
    .u16(version)
    .u16(UTF8_NAMES)
    .u16(0)
    .u16(0)
    .u16(DOS_DATE)
    .u32(member.crc)
    .u32(bigSize ? FULL32 : member.size)
    .u32(bigSize ? FULL32 : member.size)
    .u16(name.length)
    .u16(extra > 0 ? 4 + extra : 0)
    .u16(0) // comment
    .u16(0) // disk
    .u16(0) // internal attributes
    .u32(0) // external attributes
    .u32(bigAt ? FULL32 : at)
    .text(name);
  if (extra > 0) out.u16(1).u16(extra);
  if (bigSize) out.u64(member.size).u64(member.size);
  if (bigAt) out.u64(at);
  return out.bytes;
}

/** What stands after the directory of `size` bytes at offset `at`. */
export function endOfArchive(count: number, size: number, at: number): Uint8Array<ArrayBuffer> {
  const big = count >= FULL16 || size >= FULL32 || at >= FULL32;
  const out = new Bytes(big ? END64_TOTAL : END_LENGTH);
  if (big) {
    out
      .u32(END64_SIGNATURE)
      .u64(END64_LENGTH - 12)
      .u16(VERSION64)
      .u16(VERSION64)
      .u32(0)
      .u32(0)
      .u64(count)
      .u64(count)
      .u64(size)
      .u64(at)
      .u32(LOCATOR_SIGNATURE)
      .u32(0)
      .u64(at + size)
      .u32(1);
  }
  out
    .u32(END_SIGNATURE)
    .u16(0)
    .u16(0)
    .u16(Math.min(count, FULL16))
    .u16(Math.min(count, FULL16))
    .u32(Math.min(size, FULL32))
    .u32(Math.min(at, FULL32))
    .u16(0);
  return out.bytes;
}

/** The directory and the end, in pieces, for members that stand one after the other from offset 0. */
export function* directory(members: Iterable<ZipMember>): Generator<Uint8Array<ArrayBuffer>> {
  let at = 0;
  let size = 0;
  let count = 0;
  for (const member of members) {
    const bytes = centralHeader(member, at);
    yield bytes;
    size += bytes.length;
    count += 1;
    at += localHeader(member).length + member.size;
  }
  yield endOfArchive(count, size, at);
}

/** Random access to an archive: exactly `length` bytes from `at`, fewer only at the end. */
export interface ByteReader {
  size: number;
  read(at: number, length: number): Uint8Array | Promise<Uint8Array>;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const u64 = (data: DataView, at: number): number => data.getUint32(at, true) + data.getUint32(at + 4, true) * 2 ** 32;

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && firstDifference(a, b) === a.length;
}

/** Position of the first byte that differs; the shorter length where one is the beginning of the other. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return length;
}

/** Reads the local header at `at`; null unless it is exactly the canonical one of what it says. */
export async function readLocalHeader(file: ByteReader, at: number): Promise<(ZipMember & { length: number }) | null> {
  const fixed = await file.read(at, LOCAL_LENGTH);
  if (fixed.length < LOCAL_LENGTH) return null;
  const data = view(fixed);
  if (data.getUint32(0, true) !== LOCAL_SIGNATURE) return null;
  const length = LOCAL_LENGTH + data.getUint16(26, true) + data.getUint16(28, true);
  const bytes = await file.read(at, length);
  const all = view(bytes);
  if (bytes.length < length) return null;
  const nameEnd = LOCAL_LENGTH + data.getUint16(26, true);
  const size = data.getUint16(28, true) === 20 ? u64(all, nameEnd + 4) : data.getUint32(22, true);
  return canonical(bytes.subarray(LOCAL_LENGTH, nameEnd), size, data.getUint32(14, true), (member) =>
    sameBytes(localHeader(member), bytes),
  );
}

function canonical(
  name: Uint8Array,
  size: number,
  crc: number,
  check: (member: ZipMember) => boolean,
): (ZipMember & { length: number }) | null {
  try {
    const member = { name: decoder.decode(name), size, crc };
    return Number.isSafeInteger(size) && check(member) ? { ...member, length: localHeader(member).length } : null;
  } catch {
    return null; // a name that is no UTF-8, or empty
  }
}

export interface PlacedMember extends ZipMember {
  at: number; // offset of the local header
  length: number; // of the local header
  central: number; // offset of its line in the directory
}

export interface Directory {
  members: PlacedMember[];
  start: number; // offset at which the directory really stands
  said: number; // offset that the end record names
  end: number; // offset after the last byte of the archive
}

/**
 * Reads the directory from the end of the archive; null unless it is canonical in itself: contiguous members from
 * offset 0, an end record that agrees with it. `start` and `said` differ when bytes before it were added or cut.
 */
export async function readDirectory(file: ByteReader): Promise<Directory | null> {
  const endAt = await findEnd(file);
  if (endAt === null) return null;
  const end = view(await file.read(endAt, END_LENGTH));
  let count = end.getUint16(10, true);
  let size = end.getUint32(12, true);
  let said = end.getUint32(16, true);
  let after = endAt;
  if (count === FULL16 || size === FULL32 || said === FULL32) {
    after = endAt - LOCATOR_LENGTH - END64_LENGTH;
    if (after < 0) return null;
    const end64 = view(await file.read(after, END64_LENGTH));
    if (end64.getUint32(0, true) !== END64_SIGNATURE) return null;
    count = u64(end64, 32);
    size = u64(end64, 40);
    said = u64(end64, 48);
  }
  const start = after - size;
  if (start < 0 || count * CENTRAL_LENGTH > size) return null;
  const members: PlacedMember[] = [];
  let at = 0;
  let central = start;
  for (let i = 0; i < count; i++) {
    const member = await readCentral(file, central, at);
    if (!member) return null;
    members.push({ ...member, at, central });
    at += member.length + member.size;
    central += centralHeader(member, members.at(-1)!.at).length;
  }
  const tail = endOfArchive(count, size, at);
  if (central !== after || said !== at || !sameBytes(await file.read(after, tail.length), tail)) return null;
  return { members, start, said, end: after + tail.length };
}

async function readCentral(
  file: ByteReader,
  central: number,
  at: number,
): Promise<(ZipMember & { length: number }) | null> {
  const fixed = await file.read(central, CENTRAL_LENGTH);
  if (fixed.length < CENTRAL_LENGTH) return null;
  const data = view(fixed);
  if (data.getUint32(0, true) !== CENTRAL_SIGNATURE) return null;
  const nameEnd = CENTRAL_LENGTH + data.getUint16(28, true);
  const length = nameEnd + data.getUint16(30, true);
  const bytes = await file.read(central, length);
  if (bytes.length < length) return null;
  let size = data.getUint32(20, true);
  if (size === FULL32 && data.getUint16(30, true) >= 20) size = u64(view(bytes), nameEnd + 4);
  return canonical(bytes.subarray(CENTRAL_LENGTH, nameEnd), size, data.getUint32(16, true), (member) =>
    sameBytes(centralHeader(member, at), bytes),
  );
}

/** The last end record; bytes after it (added by someone) are looked through up to 64 KiB. */
async function findEnd(file: ByteReader): Promise<number | null> {
  const reach = Math.min(file.size, END_LENGTH + FULL16);
  const tail = await file.read(file.size - reach, reach);
  const data = view(tail);
  for (let i = tail.length - END_LENGTH; i >= 0; i--) {
    if (data.getUint32(i, true) === END_SIGNATURE) return file.size - reach + i;
  }
  return null;
}
