/** Bytes out of files as they lie there: plain, compressed, or members of archives. Memory stays bounded throughout. */
import fs from 'node:fs';
import type { Packing } from '../store/files';
import { BombError, DamagedError } from './damaged';
import { inflated } from './inflate';
import { tarEntries } from './tar';
import { ARCHIVES, type ZipSource, zipEntries, zipEntryBytes } from './zip';
import { passwordBytes, WrongPassword } from './zip-lock';

/** Where bytes lie: a file, how it is packed, and which member (as `members` names it). */
export interface StoredAt {
  path: string;
  packing: Packing;
  member: string | null;
  /** A member's bytes as its archive gives them, where they were taken out of it already (`MembersInTurn`). */
  held?: Uint8Array | null;
}

const CHUNK = 1024 * 1024;
const INNER_LIMIT = 256 * 1024 * 1024; // an archive inside an archive is held in memory
const TOLD_BY = 4; // bytes by which gzip and zstd are told
const DEPTH_LIMIT = 3; // archives inside archives

/** By magic bytes. A gzip or zstd stream may hold a tar: see `members`. */
export function packingOf(head: Buffer): 'none' | 'gzip' | 'zstd' | 'zip' | 'tar' {
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  if (head.length >= 4) {
    const magic = head.readUInt32LE(0);
    if (magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5) return 'zstd'; // also behind a frame to skip
  }
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return 'zip';
  if (head.length >= 262 && head.toString('latin1', 257, 262) === 'ustar') return 'tar';
  return 'none';
}

/**
 * Chunks of a file. The buffers are lent until the next one is asked for. Throws what `fs` throws.
 */
export async function* fileChunks(path: string, start = 0): AsyncGenerator<Buffer> {
  const file = await fs.promises.open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK);
    for (let position = start; ; ) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Only archives that lie there by themselves are opened with a password. */
const LOCKED_IN_TAR = { isLocked: false, problem: 'locked with a password inside a tar: unpack the tar first' };

export interface Member {
  /** How `openStored` finds it again. */
  member: string;
  /** Bytes when unpacked, as the archive says. */
  bytes: number;
  /** Path inside the archive, made safe to show: no way up, no absolute path. */
  name: string;
  /** Why it cannot be read (locked, a link …); null where it can. */
  problem: string | null;
  /** A password opens it: see `unlockMember`. */
  isLocked?: boolean;
}

/** Files inside an archive, also of archives inside it; null where the file is none. */
export async function members(
  path: string,
  packing: 'zip' | 'tar' | 'tar+gzip',
  signal?: AbortSignal,
): Promise<Member[]> {
  const found: Member[] = [];
  const list = async (source: ZipSource, numbers: string, prefix: string, depth: number): Promise<void> => {
    const entries = await zipEntries(source);
    for (const [i, entry] of entries.entries()) {
      const number = numbers === '' ? String(i) : `${numbers}/${i}`;
      const name = prefix + safeName(entry.name);
      const member = {
        member: `${number} ${name}`,
        name,
        bytes: entry.size,
        problem: entry.problem,
        isLocked: entry.isLocked,
      };
      if (entry.isDirectory) continue;
      if (entry.problem !== null || !entry.looksLikeZip) found.push(member);
      else if (depth >= DEPTH_LIMIT)
        found.push({ ...member, problem: 'an archive inside an archive inside an archive' });
      else if (entry.size > INNER_LIMIT)
        found.push({ ...member, problem: 'an archive of more than 256 MiB inside an archive: unpack it first' });
      else {
        try {
          await list(await collect(zipEntryBytes(source, i)), number, `${name}/`, depth + 1);
        } catch (thrown) {
          found.push({ ...member, problem: (thrown as Error).message });
        }
      }
    }
  };
  if (packing === 'zip') await list(path, '', '', 1);
  else {
    let i = 0;
    try {
      for await (const entry of tarEntries(tapped(tarStream(path, packing), () => signal?.throwIfAborted()))) {
        const name = safeName(entry.name);
        const inner =
          entry.type === 'file' && ARCHIVES.test(name) && entry.size <= INNER_LIMIT
            ? await collect(entry.bytes())
            : null;
        if (inner && packingOf(inner.subarray(0, 512)) === 'zip') {
          const before = found.length;
          try {
            await list(inner, String(i), `${name}/`, 2);
          } catch (thrown) {
            found.push({ member: `${i} ${name}`, name, bytes: entry.size, problem: (thrown as Error).message });
          }
          for (const each of found.slice(before)) if (each.isLocked) Object.assign(each, LOCKED_IN_TAR);
        } else if (entry.type !== 'directory')
          found.push({
            member: `${i} ${name}`,
            name,
            bytes: entry.size,
            problem: entry.type === 'file' ? null : 'a link or special file: not followed',
          });
        i++;
      }
    } catch (thrown) {
      if (!(thrown instanceof DamagedError) || thrown instanceof BombError || found.length === 0) throw thrown;
      // Members before the damage are read; the one that it goes through says so itself.
      found.push({ member: '', name: '(the rest)', bytes: 0, problem: `${thrown.message}; what follows is lost` });
    }
  }
  return found;
}

/**
 * The unpacked bytes that locators count in. `onPacked` sees the bytes of the file itself, as they are read (plain,
 * gzip, zstd). Buffers are lent until the next one.
 */
export async function* openStored(at: StoredAt, onPacked?: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  const { path, packing, member, held } = at;
  if (packing === 'none') {
    for await (const chunk of fileChunks(path)) {
      onPacked?.(chunk);
      yield chunk;
    }
    return;
  }
  if (packing === 'gzip' || packing === 'zstd') {
    // Where it is opened again behind damage, its bytes were seen already.
    let isFirst = true;
    yield* inflated(() => {
      const tap = isFirst ? onPacked : undefined;
      isFirst = false;
      return tapped(fileChunks(path), tap);
    }, packing);
    return;
  }
  const numbers = numbersOf(member ?? '');
  if (held) {
    yield* unwrapped(() => once(held));
    return;
  }
  yield* unwrapped(() => (packing === 'zip' ? zipMember(path, numbers) : tarMember(tarStream(path, packing), numbers)));
}

/**
 * Writes the bytes of a locked member to `target`, which must not exist; null only looks whether a password fits. Gives
 * the number of bytes, or why none of the passwords opens it. Memory stays bounded.
 */
export async function unlockMember(
  at: StoredAt,
  passwords: readonly string[],
  target: string | null,
  signal?: AbortSignal,
): Promise<number | string> {
  const numbers = numbersOf(at.member ?? '');
  let source: ZipSource = at.path;
  for (const number of numbers.slice(0, -1)) source = await collect(zipEntryBytes(source, number));
  let damage: string | null = null;
  for (const password of passwords.flatMap(passwordBytes)) {
    const file = target === null ? null : await fs.promises.open(target, 'wx', 0o600);
    let length = 0;
    try {
      for await (const chunk of zipEntryBytes(source, numbers.at(-1)!, password)) {
        if (!file) return 0;
        signal?.throwIfAborted();
        await file.writeFile(chunk);
        length += chunk.length;
      }
      return length;
    } catch (thrown) {
      if (!(thrown instanceof DamagedError)) throw thrown;
      // One byte tells a wrong password of the traditional kind: one in 256 passes it and fails here.
      if (!(thrown instanceof WrongPassword)) damage = thrown.message;
      if (target !== null) await fs.promises.rm(target, { force: true });
      if (thrown instanceof BombError) return thrown.message;
    } finally {
      await file?.close();
    }
  }
  return damage === null ? 'no password opens it' : `no password opens it, or it is damaged (${damage})`;
}

/** The same chunks, of which `onPacked` hears first. */
export async function* tapped(
  chunks: AsyncIterable<Buffer>,
  onPacked?: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onPacked?.(chunk);
    yield chunk;
  }
}

async function* once({ buffer, byteOffset, byteLength }: Uint8Array): AsyncGenerator<Buffer> {
  if (byteLength > 0) yield Buffer.from(buffer, byteOffset, byteLength);
}

async function* zipMember(path: ZipSource, numbers: readonly number[]): AsyncGenerator<Buffer> {
  let source = path;
  for (const number of numbers.slice(0, -1)) source = await collect(zipEntryBytes(source, number));
  yield* zipEntryBytes(source, numbers.at(-1)!);
}

async function* tarMember(
  stream: AsyncIterable<Buffer>,
  [number, ...inner]: readonly number[],
): AsyncGenerator<Buffer> {
  let i = 0;
  for await (const entry of tarEntries(stream)) {
    if (i++ !== number) continue;
    if (inner.length > 0) yield* zipMember(await collect(entry.bytes()), inner);
    else yield* entry.bytes();
    return;
  }
}

export const tarStream = (path: string, packing: 'tar' | 'tar+gzip'): AsyncIterable<Buffer> =>
  packing === 'tar' ? fileChunks(path) : inflated(() => fileChunks(path), 'gzip');

/** By which entry of its archive, and of archives inside that, a member is found. */
export const numbersOf = (member: string): number[] => member.split(' ', 1)[0]!.split('/').map(Number);

/** A member that is itself gzip or zstd is unpacked too: archives of compressed logs are common. */
async function* unwrapped(open: () => AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const bytes = open();
  let head = Buffer.alloc(0);
  try {
    // The first chunk may have fewer bytes than it takes to tell.
    while (head.length < TOLD_BY) {
      const next = await bytes.next();
      if (next.done) break;
      head = Buffer.concat([head, next.value]);
    }
  } catch (thrown) {
    if (head.length > 0) yield head;
    throw thrown;
  }
  if (head.length === 0) return;
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      yield head;
      yield* bytes;
    } finally {
      await bytes.return(undefined); // also where nobody asks beyond the head
    }
  }
  const packing = packingOf(head);
  if (packing !== 'gzip' && packing !== 'zstd') {
    yield* whole();
    return;
  }
  let isFirst = true;
  yield* inflated(() => {
    const again = isFirst ? whole() : open();
    isFirst = false;
    return again;
  }, packing);
}

/** All of an archive that lies in another. Throws `BombError` where that is more than is held in memory. */
export async function collect(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > INNER_LIMIT) throw new BombError('an archive of more than 256 MiB inside an archive: unpack it first');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

/** A path from inside an archive as a relative path that cannot lead out of anywhere. */
export function safeName(path: string): string {
  const parts = path
    .toWellFormed()
    .replace(/\\/g, '/')
    .split('/')
    .map((part) => part.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '_'))
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.length > 0 ? parts.join('/').slice(-400) : 'unnamed';
}
