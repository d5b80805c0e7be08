/**
 * What is left of a ZIP whose directory was cut off: members are found one behind the other, by the headers that stand
 * before each. The last one may be cut itself; it is read to its last good byte like any damaged file.
 */
import fs from 'node:fs';
import zlib from 'node:zlib';
import { DamagedError } from './damaged';
import { inflated } from './inflate';

export interface SalvagedEntry {
  rawName: Buffer;
  flags: number;
  method: number;
  /** Where its packed bytes lie; `to` null = nobody knows, it goes on to the end of the file. */
  from: number;
  to: number | null;
  /** Bytes unpacked and their checksum, where header or trailer tell them. */
  size: number | null;
  crc: number | null;
}

const HEADER = 0x04034b50;
const TRAILER = 0x08074b50;
const HAS_TRAILER = 8;
const CHUNK = 64 * 1024;
const ENTRIES = 100_000;
const BOMB_FREE = 64 * 1024 * 1024;
const BOMB_RATIO = 500;

const known = new Map<string, SalvagedEntry[]>();

/** In order; empty where the bytes do not begin like an archive. Never throws for bad bytes. */
export async function salvaged(source: string | Buffer): Promise<SalvagedEntry[]> {
  if (typeof source !== 'string') return scan(source.length, bufferReader(source));
  const { size, mtimeMs } = await fs.promises.stat(source);
  const key = JSON.stringify([source, size, mtimeMs]);
  const found = known.get(key);
  if (found) return found;
  const file = await fs.promises.open(source, 'r');
  try {
    const entries = await scan(size, async (from, length) => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, from);
      return bytes.subarray(0, bytesRead);
    });
    if (known.size > 8) known.clear();
    known.set(key, entries);
    return entries;
  } finally {
    await file.close();
  }
}

type Read = (from: number, length: number) => Promise<Buffer>;
const bufferReader =
  (bytes: Buffer): Read =>
  async (from, length) =>
    bytes.subarray(from, from + length);

async function scan(size: number, read: Read): Promise<SalvagedEntry[]> {
  const entries: SalvagedEntry[] = [];
  for (let at = 0; at + 30 <= size && entries.length < ENTRIES; ) {
    const head = await read(at, 30);
    if (head.length < 30 || head.readUInt32LE(0) !== HEADER) break;
    const flags = head.readUInt16LE(6);
    const [nameLength, extraLength] = [head.readUInt16LE(26), head.readUInt16LE(28)];
    const rest = await read(at + 30, nameLength + extraLength);
    if (rest.length < nameLength + extraLength) break;
    const from = at + 30 + nameLength + extraLength;
    const sizes = sizesOf(head, rest.subarray(nameLength));
    const entry: SalvagedEntry = {
      rawName: Buffer.from(rest.subarray(0, nameLength)),
      flags,
      method: head.readUInt16LE(8),
      from,
      to: null,
      size: null,
      crc: null,
    };
    entries.push(entry);
    if ((flags & HAS_TRAILER) === 0 || sizes.packed > 0) {
      entry.size = sizes.unpacked;
      entry.crc = (flags & HAS_TRAILER) === 0 ? head.readUInt32LE(14) : null;
      if (from + sizes.packed > size) break;
      entry.to = from + sizes.packed;
    } else {
      // Only its own end tells where it ends.
      const packed = entry.method === 8 && (flags & 1) === 0 ? await deflatedLength(from, size, read) : null;
      if (packed === null) break;
      entry.to = from + packed.length;
      entry.size = packed.unpacked;
    }
    at = entry.to + ((flags & HAS_TRAILER) === 0 ? 0 : await trailerLength(entry, read));
  }
  return entries;
}

function sizesOf(head: Buffer, extra: Buffer): { packed: number; unpacked: number } {
  const sizes = { packed: head.readUInt32LE(18), unpacked: head.readUInt32LE(22) };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1 || at + 20 > extra.length) continue;
    // ZIP64: both sizes stand here.
    sizes.unpacked = Number(extra.readBigUInt64LE(at + 4));
    sizes.packed = Number(extra.readBigUInt64LE(at + 12));
  }
  return sizes;
}

/** Bytes of the trailer behind a member whose header could not tell its sizes; takes the checksum out of it. */
async function trailerLength(entry: SalvagedEntry, read: Read): Promise<number> {
  const bytes = await read(entry.to!, 28);
  const isSigned = bytes.length >= 4 && bytes.readUInt32LE(0) === TRAILER;
  const at = isSigned ? 4 : 0;
  if (bytes.length >= at + 4) entry.crc = bytes.readUInt32LE(at);
  // Two sizes of four bytes, or of eight; what follows tells which.
  for (const length of [at + 12, at + 20]) {
    const next = bytes.length >= length + 4 ? bytes.readUInt32LE(length) : null;
    if (next === HEADER || next === 0x02014b50) return length;
  }
  return at + 12;
}

/** How many packed bytes a deflated stream has, by unpacking it; null where it does not end. */
async function deflatedLength(
  from: number,
  size: number,
  read: Read,
): Promise<{ length: number; unpacked: number } | null> {
  const unpacker = zlib.createInflateRaw({ chunkSize: CHUNK });
  let unpacked = 0;
  let state: 'open' | 'ended' | 'failed' = 'open';
  unpacker.on('data', (chunk: Buffer) => {
    unpacked += chunk.length;
  });
  unpacker.on('end', () => {
    state = 'ended';
    unpacker.destroy(); // nobody ends its other side
  });
  const closed = new Promise<void>((resolve) => unpacker.once('close', () => resolve()));
  unpacker.on('error', () => {
    state = 'failed';
    unpacker.destroy();
  });
  const isOpen = (): boolean => state === 'open';
  try {
    for (let at = from; at < size && isOpen(); ) {
      const piece = await read(at, Math.min(CHUNK, size - at));
      if (piece.length === 0) break;
      const before = unpacker.bytesWritten;
      await Promise.race([closed, new Promise<void>((resolve) => unpacker.write(piece, () => resolve()))]);
      if (unpacker.bytesWritten - before < piece.length) {
        await closed;
        break;
      }
      at += piece.length;
      if (unpacked > BOMB_FREE && unpacked > (at - from) * BOMB_RATIO) return null;
    }
    if (isOpen()) unpacker.end();
    await closed;
    return state === ('ended' as string) ? { length: unpacker.bytesWritten, unpacked } : null;
  } finally {
    unpacker.destroy();
  }
}

/** The unpacked bytes of a member. Throws `DamagedError` after all that is good. */
export async function* salvagedBytes(source: string | Buffer, entry: SalvagedEntry): AsyncGenerator<Buffer> {
  const lying = (): AsyncGenerator<Buffer> => bytesOf(source, entry.from, entry.to);
  let crc = 0;
  let given = 0;
  for await (const chunk of entry.method === 8 ? inflated(lying, 'raw') : lying()) {
    given += chunk.length;
    crc = zlib.crc32(chunk, crc);
    yield chunk;
  }
  if (entry.to === null) throw new DamagedError('damaged: the archive ends inside this member');
  if (entry.crc !== null && crc >>> 0 !== entry.crc >>> 0)
    throw new DamagedError('damaged: its checksum is another one than the archive says');
  if (entry.size !== null && given !== entry.size)
    throw new DamagedError(`damaged: it is ${given < entry.size ? 'shorter' : 'longer'} than the archive says`);
}

async function* bytesOf(source: string | Buffer, from: number, to: number | null): AsyncGenerator<Buffer> {
  if (to === from) return;
  if (typeof source !== 'string') yield source.subarray(from, to ?? source.length);
  else
    for await (const chunk of fs.createReadStream(source, { start: from, ...(to !== null && { end: to - 1 }) }))
      yield chunk as Buffer;
}
