/** A case is a folder: made, opened, locked and closed here. Every refusal is one clear line. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { CASE_FORMAT } from '../../../shared/model/case';
import { rfc3339 } from '../../../shared/model/time';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { Actor, BundleOrigin, OpenCase } from '../session';
import { readMeta, writeMeta } from '../store/case-reads';
import { COLUMNS_FILE } from '../store/columns/layout';
import { CaseFromFutureError, NEWEST } from '../store/migrate';
import { type CaseDb, durable, openCaseDb } from '../store/open';
import { SWEEP_FILE } from '../store/sweep-file';
import { healMirror, openCustody } from './custody';
import { fileFacts, isUntouched, readSeal, writeSeal } from './folder-seal';
import { sweepHalfDone } from './half-done';
import { CASE_EXTENSION, CASE_FILE, DATABASE, EVIDENCE, MIRROR, REMAINDERS, SEAL, VAULT_FILES } from './layout';
import { type CaseLock, HOLDER_FILE, LOCK_FILE, lockCase } from './lock';
import { syncFolder } from './sync-folder';
import { readVault, settleVault } from './vault';

export interface OpenOptions {
  /** Make the case when the folder does not exist or is empty. */
  create?: boolean;
  /** Only look: no lock, no migration, no custody line. */
  readOnly?: boolean;
  /** With `readOnly`: why, for the person. */
  readOnlyBecause?: string;
  /** The bundle that the folder was unpacked from. */
  origin?: BundleOrigin;
  /** After the case was closed: takes away the folder that a bundle was unpacked into. */
  closed?: () => void;
  actor: Actor | (() => Actor);
  /** Version of the program; stands in each custody line. */
  version: string;
  /** Marks a new case as the demonstration (made-up data). */
  demo?: boolean;
  now?: () => number;
}

/** `case.json`: what a file manager, a script or a later version reads first. */
export const CaseFile = z.object({
  format: z.number().int().positive(),
  id: z.string().min(1),
  name: z.string(),
  created: z.string(),
  demo: z.boolean().optional(),
  tool: z.string(),
  continues: z.string().optional(), // id of the case whose bundle this one went on from
});
export type CaseFile = z.infer<typeof CaseFile>;

/**
 * Opens the case in `folder`. Its `db.close()` closes the whole case: mirror, database and lock.
 * A case that someone else has open, or on a medium that cannot be written, opens read-only and says why.
 * Throws SidedoorError: `not-found`, `conflict` (a folder with something else in it), `case-from-future`, `unreadable`.
 */
export function openCase(folder: string, options: OpenOptions): OpenCase {
  const where = path.resolve(folder);
  const actorOf = options.actor;
  const actor = typeof actorOf === 'function' ? actorOf : (): Actor => actorOf;
  const found = look(where);
  if (found !== 'case') {
    if (!options.create || options.readOnly) {
      throw new SidedoorError('not-found', 'there is no case here', { where, fix: 'check the path' });
    }
    makeFolder(where);
  }
  const known = found === 'case' ? readCaseFile(where) : null;
  let readOnlyBecause: string | null = options.readOnlyBecause ?? null;
  let lock: CaseLock | null = null;
  if (!options.readOnly) {
    const got = tryLock(where, actor().name);
    if ('heldBy' in got) {
      if (found !== 'case') throw new SidedoorError('conflict', 'the case is being made elsewhere', { where });
      readOnlyBecause = got.heldBy;
    } else lock = got;
  }
  const readOnly = lock === null;
  const tool = `sidedoor ${options.version}`;
  const now = options.now ?? Date.now;
  let db: CaseDb | null = null;
  try {
    if (!readOnly)
      for (const name of [...REMAINDERS, `${COLUMNS_FILE}.part`, `${SWEEP_FILE}.part`])
        fs.rmSync(path.join(where, name), { force: true });
    const before = readOnly ? null : breakSeal(where, found, tool, now());
    db = openDatabase(path.join(where, DATABASE), readOnly);
    const inner = db;
    if (!readOnly && readMeta(db.read, SEALED) === null) writeMeta(db.write, SEALED, '1');
    const opened = readOnly ? readMeta(db.read, 'case') : restoreOrMake(where, db, found, options);
    const facts = known ?? CaseFile.parse(JSON.parse(opened ?? 'null'));
    const mirror = path.join(where, MIRROR);
    const swept = readOnly ? null : sweepHalfDone(where, db);
    const healed = readOnly ? null : healMirror(db.read, mirror);
    const custody = openCustody(db, { mirror, actor, tool, readOnly, now: options.now });
    const close = (): void => {
      if (!inner.read.open) return;
      let head = '';
      let isSettled = false;
      try {
        custody.close();
        head = custody.head();
        isSettled = !readOnly && settle(inner);
      } finally {
        inner.close();
        if (isSettled) seal(where, head, tool, now());
        lock?.release();
        options.closed?.();
      }
    };
    if (!readOnly) {
      if (custody.count() === 0) {
        custody.append('case.create', { id: facts.id, name: facts.name, format: facts.format, demo: facts.demo });
      } else {
        custody.append('case.open', {
          ...(swept && swept.imports.length > 0 && { unfinishedImportsRemoved: swept.imports }),
          ...(swept && swept.copies > 0 && { unfinishedCopiesRemoved: swept.copies }),
          ...(healed && healed.state !== 'equal' && { mirror: healed.state, mirrorLine: healed.line }),
          ...(before?.wrong && { seal: before.wrong }),
          ...(before?.isUnread && {
            database: 'not read to its end: its size and time of change are those of the seal',
          }),
        });
      }
    }
    const isThere = sameFile(path.join(where, DATABASE));
    return {
      folder: where,
      name: facts.name,
      id: facts.id,
      db: { ...db, close },
      custody,
      readOnly,
      readOnlyBecause,
      demo: facts.demo ?? false,
      origin: options.origin ?? null,
      isThere,
      settle: () => (readOnly ? Promise.resolve() : settleVault(where)),
    };
  } catch (thrown) {
    db?.close();
    lock?.release();
    throw explained(thrown, where);
  }
}

/** Whether the path still names the file that it names now. */
function sameFile(file: string): () => boolean {
  const { ino, dev } = fs.statSync(file);
  return () => {
    const now = fs.statSync(file, { throwIfNoEntry: false });
    return now !== undefined && now.ino === ino && now.dev === dev;
  };
}

/**
 * Leaves one plain database file behind, without a log beside it: it can be copied, and read from a medium that cannot
 * be written. While someone else still reads, it stays as it is; the next close settles it.
 */
function settle(db: CaseDb): boolean {
  try {
    db.write.pragma('journal_mode = DELETE');
    return true;
  } catch (thrown) {
    if (!(thrown as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw thrown;
    return false;
  }
}

/** Remembered in the database: a case of ours has a seal, so that one that was taken away is missed. */
export const SEALED = 'sealed';

/**
 * From here on the folder says that the case is open. Gives what was wrong with the seal that was there, in words for the
 * custody log: once the case is closed again, the new seal no longer tells. Null when it held, or an older version left none.
 * A large database that nobody seems to have written to is not read here, and the log says that too.
 */
function breakSeal(where: string, found: Found, tool: string, now: number): Sealing {
  const seal = readSeal(where);
  const isUnread = found === 'case' && typeof seal === 'object' && seal.state === 'closed' && isUntouched(where, seal);
  const wrong = found === 'case' && !isUnread ? sealFault(where, seal) : null;
  writeSeal(where, { format: 1, state: 'open', at: rfc3339(now), tool });
  return { wrong, isUnread };
}

interface Sealing {
  wrong: string | null;
  /** Nothing was wrong as far as size and time tell; the file was not read to its end. */
  isUnread: boolean;
}

function sealFault(where: string, seal: ReturnType<typeof readSeal>): string | null {
  if (seal === 'missing') return null; // `verify` tells whether there should be one
  if (seal === 'broken') return 'the seal was damaged';
  if (seal.state === 'open') return 'the case was not closed in order';
  return fileFacts(where, DATABASE)?.sha256 === seal.database?.sha256
    ? null
    : 'the database was changed while it was closed';
}

function seal(where: string, custodyHead: string, tool: string, now: number): void {
  const database = fileFacts(where, DATABASE) ?? undefined;
  const columns = fileFacts(where, COLUMNS_FILE);
  writeSeal(where, { format: 1, state: 'closed', at: rfc3339(now), tool, database, columns, custodyHead });
}

function makeFolder(where: string): void {
  try {
    fs.mkdirSync(where, { recursive: true });
    syncFolder(path.dirname(where));
  } catch (thrown) {
    throw explained(thrown, where);
  }
}

/** `half`: making it was cut off before `case.json` was there; the database, if any, is ours. */
type Found = 'nothing' | 'half' | 'case';

const HALF_MADE = new Set([
  DATABASE,
  `${DATABASE}-wal`,
  `${DATABASE}-shm`,
  `${DATABASE}-journal`,
  EVIDENCE,
  MIRROR,
  SEAL,
  LOCK_FILE,
  HOLDER_FILE,
  ...REMAINDERS,
]);

function look(where: string): Found {
  let names: string[];
  try {
    if (!fs.statSync(where).isDirectory()) {
      throw new SidedoorError('conflict', 'this is a file; a case is a folder', {
        where,
        fix: 'only a sealed bundle can be opened as a file',
      });
    }
    names = fs.readdirSync(where);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return 'nothing';
    throw explained(thrown, where);
  }
  if (names.includes(VAULT_FILES.vault) && readVault(where)?.state === 'locked') {
    throw new SidedoorError('locked', 'the case is encrypted', { where, fix: 'give its passphrase or recovery code' });
  }
  if (names.includes(CASE_FILE)) {
    if (names.includes(DATABASE)) return 'case';
    throw new SidedoorError('unreadable', `the case has lost its database (${DATABASE})`, {
      where,
      fix: 'restore it from a copy or from a bundle',
    });
  }
  if (names.length === 0) return 'nothing';
  // What a cut-off making leaves behind: the lock comes first, so other people's folders never look like this.
  if (names.includes(LOCK_FILE) && names.every((name) => HALF_MADE.has(name))) return 'half';
  throw new SidedoorError('conflict', 'the folder is not empty and holds no case', {
    where,
    fix: 'name an empty or new folder',
  });
}

function readCaseFile(where: string): CaseFile {
  const file = path.join(where, CASE_FILE);
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw new SidedoorError('unreadable', `${CASE_FILE} cannot be read`, { where: file, cause: thrown });
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > CASE_FORMAT) throw fromFuture(where, format, CASE_FORMAT);
  const parsed = CaseFile.safeParse(value);
  if (!parsed.success) throw new SidedoorError('unreadable', `${CASE_FILE} is not that of a case`, { where: file });
  return parsed.data;
}

const fromFuture = (where: string, found: number, known: number): SidedoorError =>
  new SidedoorError('case-from-future', `the case has format ${found}; this version of Sidedoor reads up to ${known}`, {
    where,
    fix: 'open it with a newer version',
  });

function tryLock(where: string, who: string): CaseLock | { heldBy: string } {
  try {
    fs.accessSync(where, fs.constants.W_OK);
    const got = lockCase(where, who);
    return 'heldBy' in got ? { heldBy: `the case is open elsewhere: ${got.heldBy}` } : got;
  } catch (thrown) {
    const code = (thrown as { code?: string }).code ?? '';
    if (/^(EACCES|EPERM|EROFS|SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_IOERR)/.test(code)) {
      return { heldBy: 'the folder cannot be written' };
    }
    throw thrown;
  }
}

function openDatabase(file: string, readOnly: boolean): CaseDb {
  const db = openCaseDb(file, { readOnly });
  if (readOnly) {
    const format = db.read.pragma('user_version', { simple: true }) as number;
    if (format !== NEWEST) {
      db.close();
      if (format > NEWEST) throw new CaseFromFutureError(format, NEWEST);
      throw new SidedoorError('conflict', `the case has the older format ${format}`, {
        where: file,
        fix: 'open it once for writing; it is then brought to the present format',
      });
    }
  }
  return db;
}

/**
 * The text of `case.json` as the database remembers it (so that a change of the file is found). A new case is made in
 * this order: lock, database, evidence folder, `case.json`; a making that was cut off is completed here.
 */
function restoreOrMake(where: string, db: CaseDb, found: Found, options: OpenOptions): string {
  const kept = readMeta(db.read, 'case');
  if (kept !== null && found === 'case') return kept;
  const text = kept ?? `${JSON.stringify(newCaseFile(where, options), null, 2)}\n`;
  if (kept === null) durable(db.write, () => writeMeta(db.write, 'case', text));
  fs.mkdirSync(path.join(where, EVIDENCE), { recursive: true });
  if (found !== 'case') {
    const temp = path.join(where, `.${CASE_FILE}.tmp`);
    fs.writeFileSync(temp, text, { flush: true });
    fs.renameSync(temp, path.join(where, CASE_FILE));
    syncFolder(where);
  }
  return text;
}

/** What a case in this folder is called: the folder's name without the ending. */
export function caseName(where: string): string {
  const base = path.basename(where);
  return (base.endsWith(CASE_EXTENSION) && base.slice(0, -CASE_EXTENSION.length)) || base || 'case';
}

function newCaseFile(where: string, options: OpenOptions): CaseFile {
  return {
    format: CASE_FORMAT,
    id: randomUUID(),
    name: caseName(where),
    created: rfc3339((options.now ?? Date.now)()),
    ...(options.demo && { demo: true }),
    tool: `sidedoor ${options.version}`,
  };
}

function explained(thrown: unknown, where: string): unknown {
  if (thrown instanceof SidedoorError) return thrown;
  if (thrown instanceof CaseFromFutureError) return fromFuture(where, thrown.found, thrown.known);
  const { code, message } = thrown as { code?: string; message?: string };
  if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) {
    return new SidedoorError('unreadable', `the case's database is damaged (${message})`, {
      where: path.join(where, DATABASE),
      fix: 'run "verify" to see what is broken',
      cause: thrown,
    });
  }
  if (code && /^(E[A-Z]+|SQLITE_)/.test(code)) {
    return new SidedoorError('unreadable', `the case cannot be opened (${code})`, { where, cause: thrown });
  }
  return thrown;
}
