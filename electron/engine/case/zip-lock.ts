/** Members of ZIP archives locked with a password: the traditional cipher and WinZip's AES (AE-1, AE-2). */
import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { DamagedError } from './damaged';

/** How a member is locked. */
export type Lock =
  | { kind: 'traditional'; check: number } // the byte that the header must end with
  | { kind: 'aes'; keyBytes: 16 | 24 | 32; packing: number };

/** The password does not open the member. */
export class WrongPassword extends DamagedError {}

interface LockedEntry {
  generalPurposeBitFlag: number;
  compressionMethod: number;
  crc32: number;
  lastModFileTime: number;
  extraFields: { id: number; data: Buffer }[];
}

const STRONG = 0x40; // PKWARE's own encryption
const LATE_SUM = 0x08; // the checksum stands behind the data, so the header checks against the time
const AES_METHOD = 99;
const AES_FIELD = 0x9901;

/** Null where the lock is of a kind that cannot be opened here. */
export function lockOf(entry: LockedEntry): Lock | null {
  const flags = entry.generalPurposeBitFlag;
  if (flags & STRONG) return null;
  if (entry.compressionMethod !== AES_METHOD) {
    const check = flags & LATE_SUM ? entry.lastModFileTime >>> 8 : entry.crc32 >>> 24;
    return { kind: 'traditional', check: check & 0xff };
  }
  const field = entry.extraFields.find(({ id }) => id === AES_FIELD)?.data;
  const keyBytes = field && field.length >= 7 ? ([16, 24, 32] as const)[field[4]! - 1] : undefined;
  return keyBytes ? { kind: 'aes', keyBytes, packing: field!.readUInt16LE(5) } : null;
}

/** How the bytes are packed once they are unlocked. */
export const packingUnder = (lock: Lock, compressionMethod: number): number =>
  lock.kind === 'aes' ? lock.packing : compressionMethod;

/** Passwords are bytes; older programs wrote letters beyond ASCII in the system's code page. */
export function passwordBytes(password: string): Buffer[] {
  const utf8 = Buffer.from(password, 'utf8');
  const latin1 = Buffer.from(password, 'latin1');
  return utf8.equals(latin1) || latin1.toString('latin1') !== password ? [utf8] : [utf8, latin1];
}

/**
 * The bytes unlocked, still packed. `length` = how many come in. Throws `WrongPassword` before the first byte, and
 * `DamagedError` at the end where they are not what was locked (AES only; the other's checksum is the archive's).
 */
export function unlocked(
  lock: Lock,
  password: Buffer,
  bytes: AsyncIterable<Buffer>,
  length: number,
): AsyncGenerator<Buffer> {
  return lock.kind === 'aes' ? aes(lock.keyBytes, password, bytes, length) : traditional(lock.check, password, bytes);
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The keys' state of the traditional cipher (APPNOTE 6.1). */
export class TraditionalKeys {
  #a = 0x12345678;
  #b = 0x23456789;
  #c = 0x34567890;

  constructor(password: Buffer) {
    for (const byte of password) this.update(byte);
  }
  /** What the next byte is covered with. */
  get cover(): number {
    const t = (this.#c | 2) & 0xffff;
    return (Math.imul(t, t ^ 1) >>> 8) & 0xff;
  }
  /** Goes on by a byte of plain text. */
  update(byte: number): void {
    this.#a = (CRC[(this.#a ^ byte) & 0xff]! ^ (this.#a >>> 8)) >>> 0;
    this.#b = (Math.imul((this.#b + (this.#a & 0xff)) >>> 0, 134_775_813) + 1) >>> 0;
    this.#c = (CRC[(this.#c ^ (this.#b >>> 24)) & 0xff]! ^ (this.#c >>> 8)) >>> 0;
  }
}

const HEADER = 12;

async function* traditional(check: number, password: Buffer, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const keys = new TraditionalKeys(password);
  let at = 0;
  for await (const chunk of bytes) {
    const plain = Buffer.allocUnsafe(chunk.length);
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]! ^ keys.cover;
      keys.update(byte);
      plain[i] = byte;
    }
    const body = Math.min(Math.max(0, HEADER - at), plain.length);
    if (at < HEADER && at + plain.length >= HEADER && plain[HEADER - 1 - at] !== check)
      throw new WrongPassword('wrong');
    at += plain.length;
    if (body < plain.length) yield plain.subarray(body);
  }
  if (at < HEADER) throw new DamagedError('damaged: it ends too early');
}

const SUM = 10; // bytes of the authentication code
const BLOCK = 16;

async function* aes(
  keyBytes: 16 | 24 | 32,
  password: Buffer,
  bytes: AsyncIterable<Buffer>,
  length: number,
): AsyncGenerator<Buffer> {
  const saltBytes = keyBytes / 2;
  let held: Buffer = Buffer.alloc(0);
  let stream: AesStream | null = null;
  let left = length - saltBytes - 2 - SUM;
  if (left < 0) throw new DamagedError('damaged: it is too short');
  for await (const chunk of bytes) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (!stream) {
      if (held.length < saltBytes + 2) continue;
      const keys = pbkdf2Sync(password, held.subarray(0, saltBytes), 1_000, 2 * keyBytes + 2, 'sha1');
      if (!keys.subarray(2 * keyBytes).equals(held.subarray(saltBytes, saltBytes + 2)))
        throw new WrongPassword('wrong');
      stream = new AesStream(keys.subarray(0, keyBytes), keys.subarray(keyBytes, 2 * keyBytes));
      held = held.subarray(saltBytes + 2);
    }
    // Whole blocks only, but for the last.
    const now = Math.min(left, held.length);
    const take = now === left ? now : now - (now % BLOCK);
    if (take > 0) yield stream.open(held.subarray(0, take));
    held = Buffer.from(held.subarray(take));
    left -= take;
  }
  if (!stream || left > 0 || held.length < SUM) throw new DamagedError('damaged: it ends too early');
  if (!timingSafeEqual(stream.sum(), held.subarray(0, SUM)))
    throw new DamagedError('damaged: its authentication code is another one than its bytes have');
}

/** AES in counter mode with the counter's low byte first, and a code over what was locked. */
export class AesStream {
  readonly #key: Buffer;
  readonly #hmac;
  #counter = 0;

  constructor(key: Buffer, authentication: Buffer) {
    this.#key = Buffer.from(key);
    this.#hmac = createHmac('sha1', authentication);
  }
  /** Must be called with whole blocks, but for the last call. */
  open(locked: Buffer): Buffer {
    this.#hmac.update(locked);
    return this.cover(locked);
  }
  cover(bytes: Buffer): Buffer {
    const blocks = Math.ceil(bytes.length / BLOCK);
    const counters = Buffer.alloc(blocks * BLOCK);
    for (let i = 0; i < blocks; i++) {
      this.#counter++;
      counters.writeUInt32LE(this.#counter % 2 ** 32, i * BLOCK);
      counters.writeUInt32LE(Math.floor(this.#counter / 2 ** 32), i * BLOCK + 4);
    }
    const cipher = createCipheriv(`aes-${this.#key.length * 8}-ecb`, this.#key, null).setAutoPadding(false);
    const stream = Buffer.concat([cipher.update(counters), cipher.final()]);
    const plain = Buffer.allocUnsafe(bytes.length);
    for (let i = 0; i < bytes.length; i++) plain[i] = bytes[i]! ^ stream[i]!;
    return plain;
  }
  sum(): Buffer {
    return this.#hmac.digest().subarray(0, SUM);
  }
}
