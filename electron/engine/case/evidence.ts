/** Evidence files of a case: taken in byte for byte, never changed afterwards, read back by place. */
import { createHash, type Hash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { OpenCase } from '../session';
import type { Packing } from '../store/files';
import { Copy } from './copy';
import { DamagedError } from './damaged';
import { EVIDENCE } from './layout';
import { syncFolder } from './sync-folder';
import { openStored, safeName } from './unpack';

export { BombError, DamagedError } from './damaged';
export { inflatedAtOnce } from './inflate';
export { heldIfSmall, MembersInTurn } from './members-in-turn';
export { fileChunks, type Member, members, openStored, packingOf, type StoredAt, unlockMember } from './unpack';

/** Beginning of the names of files that are being taken in; left over after a crash they belong to nobody. */
const INCOMING = '.incoming-';

/** Where a record's file lies: columns of the `file` table. */
export interface EvidenceRef {
  stored: string;
  member: string | null;
  packing: string;
  referenced: number;
}

/** Where a file that is about to be taken in is written; `keepIncoming` or `dropIncoming` ends it. */
export function incomingPath(folder: string): string {
  fs.mkdirSync(path.join(folder, EVIDENCE), { recursive: true });
  return path.join(folder, EVIDENCE, INCOMING + randomUUID());
}

/** Two names that some file system takes for one (no difference of case, or of how an accent is written) are one. */
export const foldedName = (name: string): string => name.normalize('NFC').toLowerCase().normalize('NFC');

/**
 * A free name under `evidence/` for a file shown as `name`; relative to the case folder, with forward slashes. `taken`: the
 * folded names of other files, because the folder must copy to a system that knows no difference of case.
 */
export function evidenceName(folder: string, name: string, taken: ReadonlySet<string> = new Set()): string {
  const safe = safeName(name);
  const { dir: asked, name: stem, ext } = path.posix.parse(safe);
  const dir = asSpelled(path.join(folder, EVIDENCE), asked);
  for (let n = 1; ; n++) {
    const candidate = path.posix.join(EVIDENCE, dir, `${portable(stem)}${n === 1 ? '' : ` (${n})`}${ext}`);
    if (!taken.has(foldedName(candidate)) && !fs.existsSync(path.join(folder, candidate))) return candidate;
  }
}

/** Folders as the disk spells them that are there: where `Sub` is `sub`, the name that is kept must still lead there elsewhere. */
function asSpelled(root: string, dir: string): string {
  const parts = dir.split('/').filter(Boolean);
  const spelled: string[] = [];
  for (const part of parts) {
    try {
      spelled.push(path.basename(fs.realpathSync.native(path.join(root, ...spelled, part))));
    } catch {
      break; // not there yet
    }
  }
  return [...spelled, ...parts.slice(spelled.length)].join('/');
}

/** Names that Windows keeps for itself, and ends that it drops: the case folder must copy anywhere. */
const portable = (stem: string): string =>
  /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) ? `_${stem}` : stem.replace(/^\.+/, '_').replace(/[. ]+$/, '_') || '_';

/** A file that was written where `incomingPath` says, and where it is to lie in the case folder. */
export interface Arriving {
  incoming: string;
  stored: string;
}

/** Makes the folder in which evidence under this name lies. */
export function makeRoom(folder: string, stored: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, stored)), { recursive: true });
}

/**
 * The written files become evidence: synced to the disk and read-only from here on. All of them at once, for a disk takes no longer
 * for many than for one.
 */
export async function keepIncoming(folder: string, files: readonly Arriving[]): Promise<void> {
  const synced = await Promise.allSettled(files.map(({ incoming }) => syncFile(incoming)));
  for (const each of synced) if (each.status === 'rejected') throw each.reason;
  const changed = new Set<string>();
  const evidence = path.join(folder, EVIDENCE);
  for (const { incoming, stored } of files) {
    const target = path.join(folder, stored);
    const home = path.dirname(target);
    makeRoom(folder, stored);
    await fs.promises.rename(incoming, target);
    await fs.promises.chmod(target, 0o444);
    for (let dir = home; dir.startsWith(evidence) && !changed.has(dir); dir = path.dirname(dir)) changed.add(dir);
  }
  // Else a power cut could take the name back from a file that the database already tells of.
  for (const dir of changed) syncFolder(dir);
}

async function syncFile(at: string): Promise<void> {
  const file = await fs.promises.open(at, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether a file of the evidence folder is one that was being taken in when it was left. */
export const isIncoming = (file: string): boolean => path.basename(file).startsWith(INCOMING);

export function dropIncoming(incoming: string): void {
  fs.rmSync(incoming, { force: true });
}

/** Takes an evidence file off the disk, with folders that it leaves empty. */
export function dropEvidence(folder: string, stored: string): void {
  const target = path.join(folder, stored);
  fs.rmSync(target, { force: true });
  for (
    let dir = path.dirname(target);
    dir.startsWith(path.join(folder, EVIDENCE) + path.sep);
    dir = path.dirname(dir)
  ) {
    try {
      fs.rmdirSync(dir);
    } catch {
      return; // not empty
    }
  }
}

/** What a crash left of files that were being taken in is removed; gives how many. Call it with the case locked. */
export function sweepIncoming(folder: string): number {
  let names: string[];
  try {
    names = fs.readdirSync(path.join(folder, EVIDENCE));
  } catch {
    return 0; // no evidence folder yet
  }
  const left = names.filter((name) => name.startsWith(INCOMING));
  for (const name of left) fs.rmSync(path.join(folder, EVIDENCE, name), { force: true });
  return left.length;
}

/**
 * A copy of the file, byte for byte; where the file system can, it shares the bytes until one of them changes. `to` must
 * not exist.
 */
export function copyFile(from: string, to: string): void {
  fs.copyFileSync(from, to, COPY);
  fs.chmodSync(to, 0o600); // the original may be read-only, which would be in the way of removing a half copy
}

/** As `copyFile`, without keeping this thread. */
export async function copyFileAside(from: string, to: string): Promise<void> {
  await fs.promises.copyFile(from, to, COPY);
  await fs.promises.chmod(to, 0o600);
}

/** Memory that bytes of a file are read into, and whoever else wants them. */
export interface Intake {
  /** Memory to be filled next, once there is some. */
  room(): Promise<Uint8Array>;
  /** So many bytes of it are filled; they stay as they are until `room` gives the same memory again. */
  filled(bytes: number): void;
  /** The file's bytes end here. */
  end(): void;
}

/**
 * Reads a file once, as long as it is when that begins: for others (`into`), for its hash, and for a copy (`to`, which must not
 * exist). The bytes that are told, hashed and kept are the same, whatever becomes of the file meanwhile. Throws where it has
 * become shorter.
 */
export async function takeIn(
  from: string,
  to: string | null,
  into: Intake,
): Promise<{ bytes: number; sha256: string }> {
  const isShared = to !== null && sharesBytes(from, to);
  const source = fs.openSync(isShared ? to : from, 'r');
  let copy: Copy | null = null;
  try {
    const { size } = fs.fstatSync(source);
    if (to !== null && !isShared) copy = new Copy(to);
    const hash = createHash('sha256');
    for (let at = 0; at < size; ) {
      const room = await into.room();
      const chunk = room.subarray(0, Math.min(room.length, size - at));
      await copy?.free(chunk);
      for (let read = 0; read < chunk.length; ) {
        const more = fs.readSync(source, chunk, read, chunk.length - read, at + read);
        if (more === 0) throw new DamagedError('it became shorter while it was read');
        read += more;
      }
      into.filled(chunk.length); // who parses need not wait for the disk
      copy?.write(chunk, at);
      hash.update(chunk);
      at += chunk.length;
    }
    into.end();
    await copy?.sync(); // beside the parsing; `keepIncoming` then need not wait
    return { bytes: size, sha256: hash.digest('hex') };
  } finally {
    fs.closeSync(source);
    await copy?.close();
  }
}

/** A copy that costs nothing, where the file system has that. */
function sharesBytes(from: string, to: string): boolean {
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE_FORCE | fs.constants.COPYFILE_EXCL);
    fs.chmodSync(to, 0o600);
    return true;
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'EEXIST') throw thrown; // somebody else's
    fs.rmSync(to, { force: true });
    return false;
  }
}

const COPY = fs.constants.COPYFILE_FICLONE | fs.constants.COPYFILE_EXCL;

/** Writes a copy while its bytes pass by, and hashes them. Without a target it only hashes. */
export class Tee {
  readonly #hash: Hash = createHash('sha256');
  readonly #file: number | null;
  bytes = 0;

  constructor(target: string | null) {
    this.#file = target === null ? null : fs.openSync(target, 'wx');
  }

  write = (chunk: Buffer): void => {
    this.#hash.update(chunk);
    if (this.#file !== null) {
      for (let at = 0; at < chunk.length; ) at += fs.writeSync(this.#file, chunk, at, chunk.length - at);
    }
    this.bytes += chunk.length;
  };

  /** Closes the copy; SHA-256 of what was written, hex. */
  end(): string {
    if (this.#file !== null) fs.closeSync(this.#file);
    return this.#hash.digest('hex');
  }
}

/** The path of an evidence file. Throws where the database names one outside the evidence folder. */
export function evidencePath(folder: string, ref: EvidenceRef): string {
  if (ref.referenced) return ref.stored;
  const at = path.resolve(folder, ref.stored);
  if (!at.startsWith(path.join(path.resolve(folder), EVIDENCE) + path.sep)) {
    throw new SidedoorError('unreadable', 'the case names evidence outside its evidence folder', {
      where: ref.stored,
      fix: 'run "verify"',
    });
  }
  return at;
}

/**
 * Exactly the bytes [offset, offset + length) of a file as its locators count them, also from inside compressed files
 * and archives: those are unpacked up to that place, in bounded memory. Throws `unreadable` when the bytes are not there.
 */
export async function readRecord(
  opened: Pick<OpenCase, 'folder'>,
  ref: EvidenceRef,
  offset: number,
  length: number,
): Promise<Buffer> {
  const at = evidencePath(opened.folder, ref);
  const missing = (why: string, cause?: unknown): SidedoorError =>
    new SidedoorError('unreadable', `the record's bytes cannot be read: ${why}`, {
      where: ref.stored,
      fix: 'run "verify"',
      cause,
    });
  try {
    const bytes =
      ref.packing === 'none' ? await readPlain(at, offset, length) : await readPacked(at, ref, offset, length);
    if (bytes.length < length) throw missing('the evidence file is shorter than it was');
    return bytes;
  } catch (thrown) {
    if (thrown instanceof SidedoorError) throw thrown;
    const { code, message } = thrown as { code?: string; message: string };
    throw missing(code === 'ENOENT' ? 'the evidence file is gone' : message, thrown);
  }
}

/** Files found to be what was imported, as path, size and time of change: hashed once a process. */
const seenWhole = new Set<string>();

/** An evidence file with what tells whether it still is what was imported; `imported`: when its import ended, ms. */
export type ImportedRef = EvidenceRef & { stored_sha256: string; imported: number | null };

/**
 * As `readRecord`, of a file that still is what was imported: bytes of a changed file are never shown as the evidence.
 * A file untouched since the import is believed; one touched later is hashed, once as long as nobody touches it again.
 */
export async function readUnchanged(
  opened: Pick<OpenCase, 'folder'>,
  ref: ImportedRef,
  offset: number,
  length: number,
): Promise<Buffer> {
  await sureOf(opened, ref);
  return readRecord(opened, ref, offset, length);
}

/** Throws `unreadable` where the file is not what was imported; a missing one is told by whoever reads it. */
async function sureOf(opened: Pick<OpenCase, 'folder'>, ref: ImportedRef): Promise<void> {
  const at = evidencePath(opened.folder, ref);
  const stat = await fs.promises.stat(at).catch(() => null);
  const key = stat && JSON.stringify([at, stat.size, stat.mtimeMs, ref.stored_sha256]);
  if (!stat || !key || stat.mtimeMs <= (ref.imported ?? 0) || seenWhole.has(key)) return;
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(at)) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== ref.stored_sha256) {
    throw new SidedoorError('unreadable', 'the evidence file is not what was imported: its sha256 differs', {
      where: ref.stored,
      fix: 'run "verify"',
    });
  }
  seenWhole.add(key);
}

/** All bytes of an evidence file, unpacked, in order; the chunks are lent until the next is asked for. Throws `unreadable`. */
export async function* unchangedBytes(opened: Pick<OpenCase, 'folder'>, ref: ImportedRef): AsyncGenerator<Buffer> {
  await sureOf(opened, ref);
  try {
    yield* openStored({
      path: evidencePath(opened.folder, ref),
      packing: ref.packing as Packing,
      member: ref.member,
    });
  } catch (thrown) {
    if (thrown instanceof DamagedError) return; // what lies behind the damage was never there
    const { code, message } = thrown as { code?: string; message: string };
    const why = code === 'ENOENT' ? 'the evidence file is gone' : `the evidence file cannot be read: ${message}`;
    throw new SidedoorError('unreadable', why, { where: ref.stored, fix: 'run "verify"', cause: thrown });
  }
}

/** All bytes of an unpacked evidence file that still is what was imported. Throws `unreadable` where it is not. */
export function readWhole(
  opened: Pick<OpenCase, 'folder'>,
  ref: EvidenceRef & { name: string; sha256: string },
): Buffer {
  const broken = (why: string): SidedoorError =>
    new SidedoorError('unreadable', `${ref.name} ${why}`, {
      where: ref.stored,
      fix: 'run "verify", or remove it from the case',
    });
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(evidencePath(opened.folder, ref));
  } catch (thrown) {
    if (thrown instanceof SidedoorError) throw thrown;
    throw broken('cannot be read');
  }
  if (createHash('sha256').update(bytes).digest('hex') !== ref.sha256) throw broken('is not what was imported');
  return bytes;
}

/** As `readRecord` for many places in order of offset, unpacking the file once. */
export async function* readPlaces(
  opened: Pick<OpenCase, 'folder'>,
  ref: EvidenceRef,
  places: readonly { at: number; length: number }[],
): AsyncGenerator<Buffer> {
  if (ref.packing === 'none') {
    for (const { at, length } of places) yield readRecord(opened, ref, at, length);
    return;
  }
  const path = evidencePath(opened.folder, ref);
  let held: Buffer = Buffer.alloc(0);
  let base = 0;
  let next = 0;
  for await (const chunk of openStored({ path, packing: ref.packing as Packing, member: ref.member })) {
    held = Buffer.concat([held, chunk]);
    for (let place = places[next]; place && place.at + place.length <= base + held.length; place = places[next]) {
      yield Buffer.from(held.subarray(place.at - base, place.at - base + place.length));
      next++;
    }
    if (next === places.length) return; // what lies behind may be damaged
    const keepFrom = Math.min(held.length, Math.max(0, (places[next]?.at ?? Number.MAX_SAFE_INTEGER) - base));
    held = held.subarray(keepFrom);
    base += keepFrom;
  }
  if (next < places.length) {
    throw new SidedoorError('unreadable', 'the evidence file is shorter than it was', {
      where: ref.stored,
      fix: 'run "verify"',
    });
  }
}

async function readPlain(at: string, offset: number, length: number): Promise<Buffer> {
  const file = await fs.promises.open(at, 'r');
  try {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

async function readPacked(path: string, ref: EvidenceRef, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let position = 0;
  let done = 0;
  for await (const chunk of openStored({ path, packing: ref.packing as Packing, member: ref.member })) {
    const from = Math.max(0, offset - position);
    if (from < chunk.length) done += chunk.copy(bytes, done, from, Math.min(chunk.length, offset + length - position));
    position += chunk.length;
    if (done === length) break;
  }
  return bytes.subarray(0, done);
}
