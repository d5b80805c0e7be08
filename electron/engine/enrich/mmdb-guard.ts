/**
 * Says whether a MaxMind DB file is sound before the reader library trusts it: bounds of tree and data, and for each
 * record its depth, its number of values and where its pointers lead. A file from outside may loop, nest without end or
 * point anywhere; the library would follow. Format: MaxMind DB 2.0.
 */
import type { ParsedAddress } from './address-text';

export const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
/** The metadata lie in the last bytes of the file. */
export const METADATA_REACH = 128 * 1024;
const VALUES = 2_000; // of one record; a city in eight languages has about 120
const DEPTH = 16;
const TEXT = 64 * 1024; // bytes of text in one record
const SEPARATOR = 16; // zero bytes between tree and data

export interface Tree {
  nodeCount: number;
  recordSize: number;
  ipVersion: number;
}

/** Where the metadata begin; -1 where the bytes are no MaxMind DB. */
export function metadataStart(bytes: Buffer): number {
  const at = bytes.subarray(-METADATA_REACH).lastIndexOf(METADATA_MARKER);
  return at < 0 ? -1 : Math.max(0, bytes.length - METADATA_REACH) + at + METADATA_MARKER.length;
}

/** Throws `RangeError`, saying what is wrong, where the value at `from` is not small and whole. */
export function checkValue(data: Buffer, from: number): void {
  let values = 0;
  let text = 0;
  const byte = (at: number): number => {
    const value = data[at];
    if (value === undefined) throw new RangeError('a value runs beyond the end');
    return value;
  };
  const walk = (at: number, depth: number, isPointed: boolean): number => {
    if (++values > VALUES) throw new RangeError('a record has too many values');
    if (depth > DEPTH) throw new RangeError('a record is nested too deep');
    const control = byte(at++);
    let type = control >> 5;
    if (type === 1) {
      if (isPointed) throw new RangeError('a pointer leads to a pointer');
      const length = ((control >> 3) & 3) + 1;
      let target = length === 4 ? 0 : control & 7;
      for (let i = 0; i < length; i++) target = target * 256 + byte(at + i);
      walk(target + [0, 2_048, 526_336, 0][length - 1]!, depth + 1, true);
      return at + length;
    }
    if (type === 0) type = 7 + byte(at++);
    let size = control & 31;
    if (size === 29) size = 29 + byte(at++);
    else if (size === 30) {
      size = 285 + byte(at) * 256 + byte(at + 1);
      at += 2;
    } else if (size === 31) {
      size = 65_821 + byte(at) * 65_536 + byte(at + 1) * 256 + byte(at + 2);
      at += 3;
    }
    if (type === 7 || type === 11) {
      for (let i = 0; i < size; i++) {
        if (type === 7) at = walk(at, depth + 1, false);
        at = walk(at, depth + 1, false);
      }
      return at;
    }
    if (type === 14) return at; // a boolean is its size
    const isNumber = type === 3 || type === 5 || type === 6 || type === 8 || type === 9 || type === 10 || type === 15;
    if (!isNumber && type !== 2 && type !== 4) throw new RangeError(`a value has no known type (${type})`);
    if (isNumber && size > 16) throw new RangeError('a number is too long');
    text += size;
    if (text > TEXT) throw new RangeError('a record has too much text');
    if (at + size > data.length) throw new RangeError('a value runs beyond the end');
    return at + size;
  };
  walk(from, 0, false);
}

/** Throws `RangeError` where the metadata do not fit the file. `end`: where the metadata's marker begins. */
export function checkTree({ nodeCount, recordSize, ipVersion }: Tree, end: number): void {
  if (recordSize !== 24 && recordSize !== 28 && recordSize !== 32) throw new RangeError('its record size is unknown');
  if (ipVersion !== 4 && ipVersion !== 6) throw new RangeError('its IP version is unknown');
  if (!Number.isSafeInteger(nodeCount) || nodeCount < 1 || (nodeCount * recordSize) / 4 + SEPARATOR > end)
    throw new RangeError('its tree is larger than the file');
}

/** Data section of a file: between tree and metadata. */
export const dataSection = (bytes: Buffer, { nodeCount, recordSize }: Tree, end: number): Buffer =>
  bytes.subarray((nodeCount * recordSize) / 4 + SEPARATOR, end);

/** Offset of the address's record in the data section; null where the tree has none. At most 128 steps. */
export function recordOffset(bytes: Buffer, tree: Tree, address: ParsedAddress): number | null {
  const { nodeCount, recordSize, ipVersion } = tree;
  const width = recordSize / 4;
  const isV4 = address.v4 !== null;
  if (!isV4 && (ipVersion === 4 || address.v6 === null)) return null;
  const bits = ipVersion === 4 ? 32 : 128;
  const value = isV4 ? BigInt(address.v4!) : address.v6!;
  let node = 0;
  for (let level = bits - 1; level >= 0 && node < nodeCount; level--) {
    const side = Number((value >> BigInt(level)) & 1n);
    const at = node * width;
    if (recordSize === 24) node = bytes.readUIntBE(at + side * 3, 3);
    else if (recordSize === 32) node = bytes.readUInt32BE(at + side * 4);
    else {
      const middle = bytes[at + 3]!;
      node =
        side === 0
          ? ((middle & 0xf0) << 20) + bytes.readUIntBE(at, 3)
          : ((middle & 0x0f) << 24) + bytes.readUIntBE(at + 4, 3);
    }
  }
  return node > nodeCount ? node - nodeCount - SEPARATOR : null;
}
