/**
 * A case that is encrypted at rest. Closed, its folder holds one age file with everything in it (a tar inside), two small
 * age files with the key to it, one under the passphrase and one under the recovery code, and `vault.json`, which says
 * nothing about the case. While it is open its plaintext lies in the folder as in any other case.
 *
 * `vault.json` decides what is true: "open" = the plaintext is, however old the age file; "locked" = the age file is, and
 * plaintext beside it is a remainder. Each change is written beside, synced and renamed, so a cut at any moment leaves one
 * whole state.
 */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../../shared/base/canonical-json';
import { SidedoorError } from '../../../shared/rpc/errors';
import { COLUMNS_FILE } from '../store/columns/layout';
import { SWEEP_FILE } from '../store/sweep-file';
import {
  type AgeOptions,
  assertPassphrase,
  decryptStream,
  encryptStream,
  lockText,
  newIdentity,
  unlockText,
} from './age';
import { CASE_FILE, DATABASE, EVIDENCE, MIRROR, SEAL, VAULT_FILES } from './layout';
import { HOLDER_FILE, lockCase } from './lock';
import { sha256 } from './node-hashing';
import { syncFolder } from './sync-folder';
import { tarEntries } from './tar';
import { type TarSource, tarBytes } from './tar-writer';

const { vault: VAULT, payload: PAYLOAD, passphrase: BY_PASSPHRASE, recovery: BY_RECOVERY } = VAULT_FILES;

const Facts = z.object({
  format: z.literal(1),
  state: z.enum(['open', 'locked']),
  recipient: z.string().startsWith('age1'),
  keys: z.object({ passphrase: z.string(), recovery: z.string() }), // SHA-256 of the two key files
  payload: z.object({ bytes: z.number(), sha256: z.string() }).nullable(), // null before it was locked for the first time
  leftOpen: z.boolean().optional(), // its plaintext lay there until the next opening, which encrypted it
});
type VaultFacts = z.infer<typeof Facts>;

/** Plaintext of a case folder: what is packed, and what must be gone when it is locked. */
const PLAIN = [
  CASE_FILE,
  DATABASE,
  `${DATABASE}-wal`,
  `${DATABASE}-shm`,
  `${DATABASE}-journal`,
  MIRROR,
  SEAL,
  HOLDER_FILE,
  COLUMNS_FILE,
  `${COLUMNS_FILE}.part`,
  SWEEP_FILE,
  `${SWEEP_FILE}.part`,
];
/** Of these SQLite makes its own again. */
const NOT_PACKED = new Set([`${DATABASE}-shm`, HOLDER_FILE, `${COLUMNS_FILE}.part`, `${SWEEP_FILE}.part`]);

const vaultText = (facts: VaultFacts): string => `${canonicalJson({ ...facts, self: sha256(canonicalJson(facts)) })}\n`;

/** What the folder says of itself; null: not encrypted. Throws `unreadable` for a damaged `vault.json`. */
export function readVault(folder: string): VaultFacts | null {
  const facts = look(folder);
  if (facts === 'broken') {
    throw new SidedoorError('unreadable', `${VAULT} is damaged: it says how this encrypted case is opened`, {
      where: folder,
      fix: `restore ${VAULT} from a copy; ${PAYLOAD} itself opens with any age program and the key in ${BY_PASSPHRASE}`,
    });
  }
  return facts;
}

function look(folder: string): VaultFacts | null | 'broken' {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, VAULT), 'utf8');
  } catch (thrown) {
    if (/^(ENOENT|ENOTDIR)$/.test((thrown as { code?: string }).code ?? '')) return null;
    throw thrown;
  }
  try {
    const facts = Facts.parse(JSON.parse(text));
    return vaultText(facts) === text ? facts : 'broken';
  } catch {
    return 'broken';
  }
}

function writeVault(folder: string, facts: VaultFacts): void {
  put(path.join(folder, VAULT), vaultText(facts));
  syncFolder(folder);
}

function put(file: string, content: string | Uint8Array): void {
  const fresh = `${file}.new`;
  fs.writeFileSync(fresh, content, { mode: 0o600, flush: true });
  fs.renameSync(fresh, file);
}

/**
 * Makes a case one that is encrypted when it is closed; it may be open meanwhile. Gives the recovery code, which is kept
 * nowhere: whoever loses both it and the passphrase has lost the case. Throws `bad-input`, `conflict`.
 */
export async function makeVault(folder: string, passphrase: string, options: AgeOptions = {}): Promise<string> {
  assertPassphrase(passphrase);
  if (readVault(folder)) throw new SidedoorError('conflict', 'the case is encrypted already', { where: folder });
  const { identity, recipient } = await newIdentity();
  const recovery = newRecoveryCode();
  const keys = [await lockText(identity, passphrase, options), await lockText(identity, recovery, options)] as const;
  put(path.join(folder, BY_PASSPHRASE), keys[0]);
  put(path.join(folder, BY_RECOVERY), keys[1]);
  const hashes = { passphrase: sha256(keys[0]), recovery: sha256(keys[1]) };
  writeVault(folder, { format: 1, state: 'open', recipient, keys: hashes, payload: null });
  return recovery;
}

/** The open case stays plaintext when it is closed. */
export function dropVault(folder: string): void {
  const facts = readVault(folder);
  if (!facts) throw new SidedoorError('conflict', 'the case is not encrypted', { where: folder });
  if (facts.state !== 'open') throw new SidedoorError('conflict', 'the case is not open', { where: folder });
  fs.rmSync(path.join(folder, VAULT), { force: true }); // first: without it the rest means nothing
  syncFolder(folder);
  for (const name of Object.values(VAULT_FILES)) fs.rmSync(path.join(folder, name), { force: true });
}

/**
 * Encrypts what lies in the folder and removes it. Call it when the case is closed. Whatever moment it is cut off at, the
 * next `openVault` or `lockVault` goes on from a whole state. Throws; the plaintext then stays.
 */
export async function lockVault(folder: string, leftOpen = false): Promise<void> {
  const facts = readVault(folder);
  if (!facts) return;
  if (facts.state === 'open') {
    const fresh = path.join(folder, `${PAYLOAD}.new`);
    fs.rmSync(fresh, { force: true });
    const sealed = await encryptStream(streamOf(tarBytes(plainFiles(folder))), facts.recipient);
    const payload = await writeStream(fresh, sealed);
    if ((await hashOf(fresh)) !== payload.sha256) {
      throw new SidedoorError('unreadable', 'the disk gives back other bytes than were encrypted', {
        where: fresh,
        fix: 'the case stays as it is, in plaintext; check the disk',
      });
    }
    fs.renameSync(fresh, path.join(folder, PAYLOAD));
    syncFolder(folder);
    writeVault(folder, { ...facts, state: 'locked', payload, ...(leftOpen && { leftOpen }) });
  }
  removePlain(folder);
}

/**
 * After a case was closed, or before it is opened: encrypts what lies open in a folder that nobody has open. `leftOpen`: it
 * was not closed in order.
 */
export async function settleVault(folder: string, leftOpen = false): Promise<void> {
  if (!readVault(folder)) return;
  const held = lockCase(folder, 'encrypting');
  if ('heldBy' in held) return; // whoever has it open encrypts it when they close it
  try {
    await lockVault(folder, leftOpen);
  } finally {
    held.release();
  }
}

/** The files of the case as they are packed, in order of name. */
function* plainFiles(folder: string): Generator<TarSource> {
  const inEvidence = fs.existsSync(path.join(folder, EVIDENCE))
    ? fs
        .readdirSync(path.join(folder, EVIDENCE), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
        .sort()
    : [];
  const names = [...PLAIN.filter((name) => !NOT_PACKED.has(name)), ...inEvidence];
  for (const name of names) {
    const file = path.join(folder, name);
    const size = fs.statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) continue;
    yield { name, size, read: () => fs.createReadStream(file, { highWaterMark: 1 << 20 }) };
  }
}

const VAULT_NEW = new Set(Object.values(VAULT_FILES).map((name) => `${name}.new`));

function removePlain(folder: string): void {
  for (const name of PLAIN) fs.rmSync(path.join(folder, name), { force: true });
  for (const name of fs.readdirSync(folder)) {
    // Beginnings of our own renames that a crash left.
    if (name.startsWith(`.${SEAL}`) || name.startsWith(`.${CASE_FILE}`) || VAULT_NEW.has(name)) {
      fs.rmSync(path.join(folder, name), { force: true });
    }
  }
  fs.rmSync(path.join(folder, EVIDENCE), { recursive: true, force: true });
  syncFolder(folder);
}

export interface Unlocked {
  by: 'passphrase' | 'recovery code';
  /** The case had not been locked when it was last left: its plaintext lay in the folder until now. */
  leftOpen: boolean;
}

/**
 * Puts the plaintext of a locked case into its folder. `secret`: passphrase or recovery code. What a crash left open is
 * encrypted first. Throws `locked` for a wrong secret, `unreadable` for a damaged file, `conflict` while it is open.
 */
export async function openVault(folder: string, secret: string): Promise<Unlocked> {
  const held = lockCase(folder, 'unlocking');
  if ('heldBy' in held)
    throw new SidedoorError('conflict', `the case is open elsewhere: ${held.heldBy}`, { where: folder });
  try {
    await lockVault(folder, true);
    const facts = readVault(folder);
    if (!facts?.payload) throw new SidedoorError('conflict', 'the case is not encrypted', { where: folder });
    const { identity, by } = await identityOf(folder, secret);
    try {
      await unpack(folder, identity);
    } catch (cause) {
      removePlain(folder);
      if ((cause as { code?: string }).code === 'ENOSPC') throw cause;
      throw new SidedoorError('unreadable', 'the encrypted case is damaged', {
        where: path.join(folder, PAYLOAD),
        fix: 'restore it from a copy',
        cause,
      });
    }
    const { leftOpen = false, ...rest } = facts;
    writeVault(folder, { ...rest, state: 'open' });
    return { by, leftOpen };
  } finally {
    held.release();
  }
}

async function identityOf(folder: string, secret: string): Promise<{ identity: string; by: Unlocked['by'] }> {
  const code = recoveryCode(secret);
  const ways = [
    ...(code ? [{ file: BY_RECOVERY, text: code, by: 'recovery code' } as const] : []),
    { file: BY_PASSPHRASE, text: secret, by: 'passphrase' } as const,
  ];
  for (const { file, text, by } of ways) {
    const identity = await unlockText(fs.readFileSync(path.join(folder, file)), text);
    if (identity !== null) return { identity, by };
  }
  throw new SidedoorError('locked', 'neither passphrase nor recovery code opens the case', { where: folder });
}

async function unpack(folder: string, identity: string): Promise<void> {
  const sealed = fs.createReadStream(path.join(folder, PAYLOAD), { highWaterMark: 1 << 20 });
  const plain = await decryptStream(streamOf(sealed), identity);
  const root = path.resolve(folder) + path.sep;
  for await (const entry of tarEntries(buffers(plain))) {
    const at = path.resolve(folder, entry.name);
    if (entry.type !== 'file' || !at.startsWith(root)) throw new Error(`${entry.name} is no file of a case`);
    await fs.promises.mkdir(path.dirname(at), { recursive: true });
    await fs.promises.rm(at, { force: true });
    const file = await fs.promises.open(at, 'wx', 0o600);
    try {
      for await (const piece of entry.bytes()) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    if (entry.name.startsWith(`${EVIDENCE}/`)) fs.chmodSync(at, 0o444);
  }
  fs.mkdirSync(path.join(folder, EVIDENCE), { recursive: true });
  syncFolder(folder);
}

function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const rows = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await rows.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await rows.return?.();
    },
  });
}

async function* buffers(stream: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of stream) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

async function writeStream(to: string, stream: ReadableStream<Uint8Array>): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const file = await fs.promises.open(to, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of stream) {
      hash.update(piece);
      bytes += piece.length;
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** What `verify` can say without a key: the files of a locked case are those that locking it wrote. */
export async function vaultFaults(folder: string): Promise<{ file: string; why: string }[]> {
  const facts = look(folder);
  if (facts === null) return [];
  if (facts === 'broken') return [{ file: VAULT, why: 'it is not in the form that locking a case writes' }];
  const faults: { file: string; why: string }[] = [];
  const wanted = [
    [BY_PASSPHRASE, facts.keys.passphrase],
    [BY_RECOVERY, facts.keys.recovery],
    ...(facts.state === 'locked' ? [[PAYLOAD, facts.payload?.sha256] as const] : []),
  ] as const;
  for (const [name, hash] of wanted) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file)) faults.push({ file: name, why: 'an encrypted case has this file' });
    else if ((await hashOf(file)) !== hash) faults.push({ file: name, why: 'sha256 differs from when it was locked' });
  }
  return faults;
}

/** Is there plaintext beside the age file although the case is locked? */
export const remainders = (folder: string): string[] =>
  [...PLAIN, EVIDENCE].filter((name) => fs.existsSync(path.join(folder, name)));

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford's: no I, L, O, U
const GROUPS = 7;
const GROUP = 4;

/** 140 random bits in seven groups of four. */
function newRecoveryCode(): string {
  const chars = Array.from(randomBytes(GROUPS * GROUP), (byte) => ALPHABET[byte & 31]!);
  return Array.from({ length: GROUPS }, (_, i) => chars.slice(i * GROUP, (i + 1) * GROUP).join('')).join('-');
}

/** The code as it was given out, from how a person types it; null when it is none. */
export function recoveryCode(text: string): string | null {
  const chars = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (chars.length !== GROUPS * GROUP || [...chars].some((char) => !ALPHABET.includes(char))) return null;
  return chars.match(/.{4}/g)!.join('-');
}
