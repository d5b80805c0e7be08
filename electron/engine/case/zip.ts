/** ZIP archives, read from the central directory; names are only ever shown, never written to. */

import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import yauzl from 'yauzl';
import { BombError, DamagedError } from './damaged';
import { inflated, inflatedAtOnce } from './inflate';
import { type Lock, lockOf, packingUnder, unlocked } from './zip-lock';
import { type SalvagedEntry, salvaged, salvagedBytes } from './zip-salvage';

/** A file on disk, or an archive held in memory (one inside another). */
export type ZipSource = string | Buffer;

export interface ZipEntry {
  name: string;
  /** Bytes when unpacked, as the archive says. */
  size: number;
  isDirectory: boolean;
  looksLikeZip: boolean;
  /** Needs a password. */
  isLocked: boolean;
  problem: string | null;
}

const SPARE = 64 * 1024; // bytes

/** Of members that a password opens. */
export const LOCKED = 'locked with a password';

/** The archive has no directory: it was cut off. */
class NoDirectory extends DamagedError {}

/** Of the place behind the last member that is left of an archive. */
export const CUT_ARCHIVE = 'the archive is cut off: it ends before its directory; what followed is lost';

interface Directory {
  zip: yauzl.ZipFile;
  entries: yauzl.Entry[];
}

/** Opens the archive; who asks closes it. Throws `DamagedError` for what is no readable archive. */
async function directoryOf(source: ZipSource): Promise<Directory> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    const done = (error: Error | null, file?: yauzl.ZipFile): void =>
      error
        ? reject(
            new (/end of central directory/i.test(error.message) ? NoDirectory : DamagedError)(
              `the archive cannot be read: ${error.message}`,
            ),
          )
        : resolve(file!);
    // Names are decoded here: one bad name must not make the others unreadable.
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false as const, validateEntrySizes: true };
    if (typeof source === 'string') yauzl.open(source, options, done);
    else yauzl.fromBuffer(source, options, done);
  });
  try {
    const entries: yauzl.Entry[] = [];
    await new Promise<void>((resolve, reject) => {
      zip.on('entry', (entry: yauzl.Entry) => {
        entries.push(entry);
        zip.readEntry();
      });
      zip.on('end', resolve);
      zip.on('error', (error: Error) => reject(new DamagedError(`the archive cannot be read: ${error.message}`)));
      zip.readEntry();
    });
    const packed = entries.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
    if (packed > zip.fileSize) throw new BombError('its members share their bytes: a decompression bomb');
    return { zip, entries };
  } catch (thrown) {
    zip.close();
    throw thrown;
  }
}

/** Members of the archive; of one that is cut off those that are left, with a last one that says so. */
export async function zipEntries(source: ZipSource): Promise<ZipEntry[]> {
  try {
    return await listed(source);
  } catch (thrown) {
    if (!(thrown instanceof NoDirectory)) throw thrown;
    const left = await salvaged(source);
    if (left.length === 0) throw thrown;
    const entries = [];
    for (const entry of left) entries.push(await salvagedEntry(source, entry));
    const end = { size: 0, isDirectory: false, looksLikeZip: false, isLocked: false };
    return [...entries, { ...end, name: '(the rest)', problem: CUT_ARCHIVE }];
  }
}

async function salvagedEntry(source: ZipSource, entry: SalvagedEntry): Promise<ZipEntry> {
  const name = nameOf({ fileName: entry.rawName } as unknown as yauzl.Entry);
  const isDirectory = /[/\\]$/.test(name);
  const problem =
    (entry.flags & 1) !== 0
      ? 'locked with a password, in an archive that is cut off: repair it first'
      : entry.method === 0 || entry.method === 8
        ? null
        : `packed by a method that is not supported (${entry.method})`;
  let looksLikeZip = false;
  if (problem === null && !isDirectory && entry.to !== null && ARCHIVES.test(name)) {
    try {
      for await (const chunk of salvagedBytes(source, entry)) {
        looksLikeZip = chunk[0] === 0x50 && chunk[1] === 0x4b;
        break;
      }
    } catch {
      // Damaged: reading it says so.
    }
  }
  const size = entry.size ?? 0;
  return { name, size, isDirectory, looksLikeZip, isLocked: false, problem };
}

/** Names of files that may be archives. */
export const ARCHIVES = /\.(?:zip|xlsx|xlsm)$/i;

async function listed(source: ZipSource): Promise<ZipEntry[]> {
  const { zip, entries } = await directoryOf(source);
  try {
    const out: ZipEntry[] = [];
    for (const entry of entries) {
      const name = nameOf(entry);
      const isDirectory = /[/\\]$/.test(name);
      const mode = entry.externalFileAttributes >>> 16;
      const isLink = (mode & 0o170000) === 0o120000;
      const isEncrypted = (entry.generalPurposeBitFlag & 1) !== 0;
      const canUnpack = entry.compressionMethod === 0 || entry.compressionMethod === 8;
      const problem = isLink
        ? 'a symbolic link: not followed'
        : isEncrypted
          ? lockOf(entry)
            ? LOCKED
            : 'encrypted in a way that cannot be opened here: unpack it first'
          : canUnpack
            ? null
            : `packed by a method that is not supported (${entry.compressionMethod})`;
      const looksLikeZip = problem === null && !isDirectory && ARCHIVES.test(name) && (await beginsLikeZip(zip, entry));
      out.push({
        name,
        size: entry.uncompressedSize,
        isDirectory,
        looksLikeZip,
        isLocked: problem === LOCKED,
        problem,
      });
    }
    return out;
  } finally {
    zip.close();
  }
}

/** An archive that stays open: its directory is read once for all members. */
export interface OpenZip {
  /** Throws `DamagedError` where the archive holds no entry of that number. */
  entry(index: number): OpenEntry;
  close(): void;
}

export interface OpenEntry {
  /** Bytes when unpacked, as the archive says; 0 where it says nothing. */
  size: number;
  /**
   * The unpacked bytes; the checksum is compared at the end. A locked entry needs its password, and throws `WrongPassword` for
   * any other, mostly before the first byte.
   */
  bytes(password?: Buffer | null): AsyncGenerator<Buffer>;
  /** The same bytes at once, of an entry that is held in memory: a stream costs more than what is in a small one. Null where anything is to be said of it. */
  whole?(): Promise<Buffer | null>;
}

/** Also one that is cut off, with the members that are left of it. Throws `DamagedError` for what is no readable archive. */
export async function openZip(source: ZipSource): Promise<OpenZip> {
  try {
    const { zip, entries } = await directoryOf(source);
    return {
      entry(index) {
        const entry = present(entries[index]);
        return {
          size: entry.uncompressedSize,
          bytes: (password = null) => entryBytes(zip, entry, password),
          whole: () => wholeEntry(zip, entry),
        };
      },
      close: () => zip.close(),
    };
  } catch (thrown) {
    if (!(thrown instanceof NoDirectory)) throw thrown;
    const left = await salvaged(source);
    if (left.length === 0) throw thrown;
    return {
      entry(index) {
        const entry = present(left[index]);
        return { size: entry.size ?? 0, bytes: () => salvagedBytes(source, entry) };
      },
      close: () => {},
    };
  }
}

function present<T>(entry: T | undefined): T {
  if (!entry) throw new DamagedError('the archive no longer holds this member');
  return entry;
}

/** As `OpenEntry.bytes`, of an archive that is opened for it. */
export async function* zipEntryBytes(
  source: ZipSource,
  index: number,
  password: Buffer | null = null,
): AsyncGenerator<Buffer> {
  const zip = await openZip(source);
  try {
    yield* zip.entry(index).bytes(password);
  } finally {
    zip.close();
  }
}

async function* entryBytes(zip: yauzl.ZipFile, entry: yauzl.Entry, password: Buffer | null): AsyncGenerator<Buffer> {
  const lock = password === null ? null : lockOf(entry);
  let crc = 0;
  let given = 0;
  for await (const chunk of opening(zip, entry, lock, password)) {
    const room = entry.uncompressedSize - given;
    given += chunk.length;
    crc = zlib.crc32(chunk, crc);
    if (room > 0) yield chunk.subarray(0, room);
    if (room < chunk.length) throw new DamagedError('damaged: it is longer than the archive says');
  }
  if (given < entry.uncompressedSize) throw new DamagedError('damaged: it is shorter than the archive says');
  // AE-2 says nothing of what it locks: its own code was compared.
  if (lock?.kind === 'aes' && entry.crc32 === 0) return;
  if (crc >>> 0 !== entry.crc32 >>> 0)
    throw new DamagedError('damaged: its checksum is another one than the archive says');
}

async function wholeEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer | null> {
  const { compressedSize, uncompressedSize: size } = entry;
  const isLocked = (entry.generalPurposeBitFlag & 1) !== 0;
  // No packer makes more of its bytes than this; who says so wants them all in memory.
  if (entry.compressionMethod !== 8 || isLocked || compressedSize > size + SPARE) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of lying(zip, entry)) chunks.push(Buffer.from(chunk));
  const bytes = inflatedAtOnce(Buffer.concat(chunks), 'raw', size, size + 1);
  return bytes?.length === size && zlib.crc32(bytes) >>> 0 === entry.crc32 >>> 0 ? bytes : null;
}

/** The bytes as they lie in the archive, locked and packed. */
async function* lying(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    // The types do not know the option yet.
    const options = { decodeFileData: false } as unknown as yauzl.ZipFileOptions;
    zip.openReadStream(entry, options, (error, opened) =>
      error ? reject(new DamagedError(`damaged: ${error.message}`)) : resolve(opened),
    );
  });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
  } catch (thrown) {
    throw thrown instanceof DamagedError ? thrown : new DamagedError(`damaged: ${(thrown as Error).message}`);
  } finally {
    stream.destroy();
  }
}

/** The bytes unpacked, and unlocked where there is a password. */
function opening(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  lock: Lock | null,
  password: Buffer | null,
): AsyncGenerator<Buffer> {
  const bytes = (): AsyncGenerator<Buffer> =>
    lock ? unlocked(lock, password!, lying(zip, entry), entry.compressedSize) : lying(zip, entry);
  const method = lock ? packingUnder(lock, entry.compressionMethod) : entry.compressionMethod;
  if (method === 0) return bytes();
  if (method === 8) return inflated(bytes, 'raw');
  throw new DamagedError(`packed by a method that is not supported (${method})`);
}

async function beginsLikeZip(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<boolean> {
  try {
    for await (const chunk of opening(zip, entry, null, null)) return chunk[0] === 0x50 && chunk[1] === 0x4b;
    return false;
  } catch {
    return false;
  }
}

/** UTF-8 where the archive says so or the bytes are; else each byte as Latin-1: readable, and the same every time. */
function nameOf(entry: yauzl.Entry): string {
  const raw = entry.fileName as unknown as Buffer | string;
  if (typeof raw === 'string') return raw;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return raw.toString('latin1');
  }
}
