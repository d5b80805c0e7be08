/** Checks a case folder: evidence against the hashes of its import, the custody log and its mirror, the database. */
import fs from 'node:fs';
import path from 'node:path';
import { plural } from '../../../shared/base/text';
import type { Problem } from '../../../shared/model/case';
import { checkChain } from '../../../shared/seal/chain';
import type { Findings } from '../../../shared/seal/verdict';
import {
  annotationFaults,
  hashFaults,
  integrity,
  ledgerFaults,
  lostWordFaults,
  otherFormat,
  runningFiles,
  storedFiles,
  withCause,
} from '../store/case-checks';
import { readMeta } from '../store/case-reads';
import { clockFaults } from '../store/clocks';
import { columnsFault } from '../store/columns/check';
import { COLUMNS_FILE } from '../store/columns/layout';
import { linesFrom } from '../store/custody';
import { findingsFaults } from '../store/findings-digest';
import { type CaseDb, openCaseDb, type ReadDb, undoCutOff } from '../store/open';
import { SWEEP_FILE, sweepFileFault } from '../store/sweep-file';
import { ByteFile } from './byte-file';
import { compareMirror, custodyHead } from './custody';
import { isIncoming } from './evidence';
import { knownSha512 } from './fixity';
import { SEALED } from './folder';
import { fileFacts, readSeal, type SealFacts } from './folder-seal';
import { CASE_FILE, DATABASE, EVIDENCE, MIRROR, REMAINDERS, SEAL, VAULT_FILES } from './layout';
import { HOLDER_FILE, LOCK_FILE } from './lock';
import { nodeHashing } from './node-hashing';
import { unfinished as besideCase } from './unfinished';
import { readVault, vaultFaults } from './vault';
import type { VerifyOptions } from './verify-options';

/** Files that SQLite keeps beside an open database. */
const KNOWN = new Set<string>([
  ...Object.values(VAULT_FILES),
  CASE_FILE,
  DATABASE,
  `${DATABASE}-wal`,
  `${DATABASE}-shm`,
  `${DATABASE}-journal`,
  EVIDENCE,
  MIRROR,
  SEAL,
  LOCK_FILE,
  HOLDER_FILE,
  COLUMNS_FILE,
  ...REMAINDERS,
  SWEEP_FILE,
  // What was being made when the program ended: the next one begins it anew.
  `${COLUMNS_FILE}.part`,
  `${SWEEP_FILE}.part`,
]);

type Tell = (file: string, kind: Problem['kind'], why: string, offset?: number | null) => void;

export async function checkFolder(where: string, options: VerifyOptions): Promise<Findings> {
  const problems: Problem[] = [];
  const tell: Tell = (file, kind, why, offset = null) => void problems.push({ file, kind, why, offset });
  const names = fs.readdirSync(where);
  const isLocked = await checkVault(where, names, tell);
  if (isLocked) {
    const notes = [
      'the case is encrypted: its files are those that locking it wrote; what they hold was not looked at',
    ];
    return { problems, custodyHead: null, notes };
  }
  for (const name of [CASE_FILE, DATABASE]) {
    if (!names.includes(name)) tell(name, 'missing', 'every case has this file');
  }
  for (const name of names) if (!KNOWN.has(name)) tell(name, 'extra', 'no part of a case');

  if (!names.includes(DATABASE)) return { problems, custodyHead: null };

  const seal = readSeal(where);
  const { notes, unsealed } = checkSeal(where, names, seal, tell);
  let head: string | null = null;
  // Opening a database with a log beside it (or one that says so) writes there: of a closed case the seal alone tells then.
  const isLogged = LOGS.some((name) => names.includes(name)) || saysItHasLog(where);
  if (typeof seal === 'object' && seal.state === 'closed' && isLogged) {
    notes.push(`${DATABASE} was not opened, because that would change what lies beside it; evidence was not looked at`);
  } else head = await checkDatabase(where, names, tell, problems, options, notes, unsealed);
  if (unsealed !== null) {
    if (problems.some(({ file }) => file === DATABASE)) notes.push(`${DATABASE}: ${unsealed}`);
    else tell(DATABASE, 'changed', unsealed);
  }
  if (names.includes(VAULT_FILES.vault))
    notes.push('the case is encrypted when it is closed; now its plaintext lies in the folder');
  return { problems, custodyHead: head, notes };
}

async function checkDatabase(
  where: string,
  names: readonly string[],
  tell: Tell,
  problems: readonly Problem[],
  options: VerifyOptions,
  notes: string[],
  unsealed: string | null,
): Promise<string | null> {
  let db: CaseDb;
  try {
    db = openedToRead(where, notes);
  } catch (thrown) {
    tell(DATABASE, 'changed', `cannot be opened: ${(thrown as Error).message}`);
    return null;
  }
  try {
    // One moment of the case, though others may write: all questions are asked of the same snapshot.
    db.read.exec('BEGIN');
    if (!names.includes(SEAL)) notes.push(...missingSeal(db.read, tell));
    return await checkAll(where, db.read, names, tell, problems, options);
  } catch (thrown) {
    // Damaged rows may hold anything (a NULL where a text must be): the check that stumbles over it has found it.
    const isDamaged = unsealed !== null || problems.some(({ file, kind }) => file === DATABASE && kind === 'changed');
    const isSqlite = (thrown as { code?: string }).code?.startsWith('SQLITE_') ?? false;
    if (options.signal?.aborted || !(isSqlite || isDamaged)) throw thrown;
    tell(DATABASE, 'changed', `cannot be read: ${(thrown as Error).message}`);
    return null;
  } finally {
    db.close();
  }
}

/**
 * The database, for reading. Beside one whose power was cut in the middle of a write lies what undoes it: that would write, so
 * it is done in a copy, which goes when it is closed.
 */
function openedToRead(where: string, notes: string[]): CaseDb {
  const file = path.join(where, DATABASE);
  try {
    return openCaseDb(file, { readOnly: true });
  } catch (thrown) {
    if ((thrown as { code?: string }).code !== 'SQLITE_READONLY_ROLLBACK') throw thrown;
  }
  const aside = besideCase();
  try {
    const copy = path.join(aside.room('copy'), DATABASE);
    for (const end of ['-journal', '']) fs.copyFileSync(file + end, copy + end);
    undoCutOff(copy);
    const db = openCaseDb(copy, { readOnly: true });
    notes.push(`a write to ${DATABASE} was cut off: it was undone in a copy, and what that holds was checked`);
    const close = (): void => {
      db.close();
      aside.end();
    };
    return { ...db, close };
  } catch (thrown) {
    aside.end();
    throw thrown;
  }
}

/** The files of encryption at rest; says whether the case is locked, so that there is nothing else to look at. */
async function checkVault(where: string, names: readonly string[], tell: Tell): Promise<boolean> {
  const faults = await vaultFaults(where);
  for (const { file, why } of faults) tell(file, 'changed', why);
  const isWhole = !faults.some(({ file }) => file === VAULT_FILES.vault);
  const isVault = names.includes(VAULT_FILES.vault);
  if (!isVault) {
    for (const name of Object.values(VAULT_FILES)) {
      if (names.includes(name)) tell(name, 'extra', 'a case that is not encrypted has no such file');
    }
    return false;
  }
  if (isWhole ? readVault(where)?.state !== 'locked' : names.includes(DATABASE)) return false;
  for (const name of names) if (!LOCKED_KNOWN.has(name)) tell(name, 'extra', 'a locked case has no such file');
  if (names.includes(LOCK_FILE) && fs.statSync(path.join(where, LOCK_FILE)).size > 0) {
    tell(LOCK_FILE, 'changed', 'this file is always empty');
  }
  return true;
}

const LOCKED_KNOWN = new Set<string>([...Object.values(VAULT_FILES), LOCK_FILE]);

/** Files that stand beside the database only while somebody has the case open, or after a crash. */
const LOGS = [`${DATABASE}-wal`, `${DATABASE}-shm`, `${DATABASE}-journal`];
const OPEN_ONLY = [HOLDER_FILE, ...LOGS];

/** Holds the database file against the seal: what limits the answer, and how the file differs from the sealed one. */
function checkSeal(
  where: string,
  names: readonly string[],
  seal: ReturnType<typeof readSeal>,
  tell: Tell,
): { notes: string[]; unsealed: string | null } {
  if (names.includes(LOCK_FILE) && fs.statSync(path.join(where, LOCK_FILE)).size > 0) {
    tell(LOCK_FILE, 'changed', 'this file is always empty');
  }
  if (seal === 'broken') tell(SEAL, 'changed', 'this is no seal in the form that closing a case writes');
  if (typeof seal === 'string') return { notes: [], unsealed: null };
  if (seal.state === 'open') return { notes: [openNote(where, seal)], unsealed: null };
  for (const name of OPEN_ONLY) if (names.includes(name)) tell(name, 'extra', 'a closed case has no such file');
  const columns = fileFacts(where, COLUMNS_FILE);
  if (seal.columns !== undefined && columns?.sha256 !== seal.columns?.sha256) {
    const why = columns
      ? 'it is not the file that was sealed when the case was closed'
      : 'it was there when the case was closed';
    tell(COLUMNS_FILE, columns ? (seal.columns ? 'changed' : 'extra') : 'missing', why);
  }
  const { bytes, sha256 } = fileFacts(where, DATABASE) ?? { bytes: 0, sha256: '' };
  if (sha256 === seal.database?.sha256) return { notes: [], unsealed: null };
  const size =
    bytes === seal.database?.bytes
      ? ''
      : `; it has ${plural(bytes, 'byte')}, ${(seal.database?.bytes ?? 0).toLocaleString('en')} were sealed`;
  return { notes: [], unsealed: `it is not the file that was sealed when the case was closed${size}` };
}

const openNote = (where: string, seal: SealFacts): string =>
  `${
    fs.existsSync(path.join(where, HOLDER_FILE))
      ? 'the case is open, or its program ended without closing it'
      : 'the case was not closed in order'
  } (since ${seal.at}): there is no seal over the database file, so what it holds was checked instead; an edit that keeps ledger, custody log and findings consistent would not be seen`;

function missingSeal(db: ReadDb, tell: Tell): string[] {
  if (readMeta(db, SEALED) !== null) {
    tell(SEAL, 'missing', 'every case that this version had open has this file');
    return [];
  }
  return [
    'the case was last closed by a version that set no seal over the database file: what it holds was checked instead',
  ];
}

/** Does the database file say that it has a log beside it? */
function saysItHasLog(where: string): boolean {
  const file = fs.openSync(path.join(where, DATABASE), 'r');
  try {
    const head = Buffer.alloc(20);
    fs.readSync(file, head, 0, 20, 0);
    return head[18] === 2 || head[19] === 2;
  } finally {
    fs.closeSync(file);
  }
}

async function checkAll(
  where: string,
  db: ReadDb,
  names: readonly string[],
  tell: Tell,
  known: readonly Problem[],
  options: VerifyOptions,
): Promise<string | null> {
  options.progress?.({ phase: 'checking the database', done: 0, total: 0, unit: 'steps' });
  const format = otherFormat(db);
  if (format !== null) {
    tell(DATABASE, 'changed', `the database says it has format ${format}, which this version cannot check`);
    return null;
  }
  const faults = integrity(db);
  for (const fault of faults) tell(DATABASE, 'changed', fault);
  const head = checkCustody(where, db, names, tell);
  const text = readMeta(db, 'case');
  if (names.includes(CASE_FILE) && fs.readFileSync(path.join(where, CASE_FILE), 'utf8') !== text) {
    tell(CASE_FILE, 'changed', 'not what the database remembers of it');
  }
  for (const fault of ledgerFaults(db)) tell(DATABASE, 'changed', fault);
  for (const fault of [
    ...withCause(db, [...annotationFaults(db), ...lostWordFaults(db)]),
    ...hashFaults(db),
    ...clockFaults(db),
    ...findingsFaults(db),
  ]) {
    tell(DATABASE, 'changed', fault);
  }
  if (faults.length === 0 && names.includes(COLUMNS_FILE)) {
    const fault = columnsFault(db, path.join(where, COLUMNS_FILE));
    if (fault) tell(COLUMNS_FILE, 'changed', fault);
  }
  if (names.includes(SWEEP_FILE)) {
    const fault = sweepFileFault(db, where);
    if (fault) tell(SWEEP_FILE, 'changed', fault);
  }
  await checkEvidence(where, db, tell, options);
  // Rows can only be held against evidence that is what it was.
  const isWhole = faults.length === 0 && known.every(({ kind }) => kind !== 'changed' && kind !== 'missing');
  if (isWhole) for (const fault of (await options.events?.(db, where, options)) ?? []) tell(DATABASE, 'changed', fault);
  return head;
}

function checkCustody(where: string, db: ReadDb, names: readonly string[], tell: Tell): string {
  const { problem } = checkChain(linesFrom(db), nodeHashing);
  if (problem) tell(DATABASE, 'custody', `custody line ${problem.seq}: ${problem.why}`);
  if (!names.includes(MIRROR)) {
    const lines = db.prepare<[], number>('SELECT count(*) FROM custody').pluck().get()!;
    const why = lines > 1 ? '' : ' (a making that was cut off leaves it out; opening the case completes it)';
    tell(MIRROR, 'missing', `every case has this file${why}`);
  } else {
    const mirror = compareMirror(db, path.join(where, MIRROR));
    const why = {
      equal: null,
      missing: null,
      behind: `ends in line ${mirror.line}; the log has more (an interrupted session leaves this; opening the case completes it)`,
      different: `line ${mirror.line} differs from the log`,
      longer: 'goes on after the last line of the log',
    }[mirror.state];
    if (why) tell(MIRROR, 'custody', why, mirror.at);
  }
  return custodyHead(db);
}

async function checkEvidence(where: string, db: ReadDb, tell: Tell, options: VerifyOptions): Promise<void> {
  const files = storedFiles(db);
  const known = new Set(files.filter((file) => !file.referenced).map((file) => path.normalize(file.stored)));
  const names = unfinishedFiles(db);
  for (const name of walk(where, EVIDENCE)) {
    if (known.has(path.normalize(name))) continue;
    const isUnfinished = isIncoming(name) || names.has(path.normalize(name));
    tell(name, 'extra', isUnfinished ? unfinished(where) : 'no import names it');
  }
  const known512 = knownSha512(db);
  let done = 0;
  for (const file of files) {
    const at = path.resolve(where, file.stored);
    if (!file.referenced && !at.startsWith(path.join(where, EVIDENCE) + path.sep)) {
      tell(DATABASE, 'changed', `an import names ${file.stored}, which is outside the evidence folder`);
      continue;
    }
    let bytes: ByteFile;
    try {
      bytes = new ByteFile(at);
    } catch (thrown) {
      // What was removed from the case may be gone from the disk: its hash stays in the ledger.
      const gone = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
      if (!(file.removed && gone)) tell(file.stored, 'missing', gone ? 'the evidence file is gone' : 'cannot be read');
      continue;
    }
    try {
      const { sha256, sha512 } = await bytes.digests(
        0,
        bytes.size,
        (n) => {
          done += n;
          options.progress?.({ phase: 'hashing evidence', done, total: 0, unit: 'bytes' });
        },
        options.signal,
      );
      const wanted = known512[file.sha256];
      if (sha256 !== file.sha256) tell(file.stored, 'changed', 'sha256 differs');
      else if (wanted && sha512 !== wanted) tell(file.stored, 'changed', 'sha512 differs');
    } finally {
      bytes.close();
    }
  }
}

/** Why a file lies there that is on its way in. The holder's note stands as long as somebody has the case open. */
const unfinished = (where: string): string =>
  fs.existsSync(path.join(where, HOLDER_FILE))
    ? 'an import was copying it in: one is running, or its program was ended; verify again when it is done (opening the case takes out what an interrupted one left, and says so in the custody log)'
    : 'an import that was interrupted left it; opening the case takes it out and says so in the custody log';

/** Evidence that imports not yet complete have put in its place. */
const unfinishedFiles = (db: ReadDb): Set<string> => new Set(runningFiles(db).map((file) => path.normalize(file)));

/** Files below a folder, as paths relative to `root`; links are named, not followed. */
function* walk(root: string, folder: string): Generator<string> {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch {
    return; // no evidence folder: every file that should lie in it is reported as missing
  }
  for (const entry of entries) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, name);
    else yield name;
  }
}
