/**
 * Where the last sweep over the events stood: a file beside the database, made from it and deletable at any time, and in
 * `meta` what it is of. The file counts only while `meta` names it, byte for byte; whoever changes a row that the sweep
 * took calls `forgetSweep` in the same transaction.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deleteMeta, readMeta, writeMeta } from './case-reads';
import type { ReadDb, WriteDb } from './open';

/** Name of the file in the case folder. Derived from the database, no evidence: it may be deleted at any time. */
export const SWEEP_FILE = 'case.sweep';

const KEY = 'sweep';

/** Text that says what the file is of; null where there is none. */
export const sweepNote = (db: ReadDb): string | null => readMeta(db, KEY);

/** Whether there may be a sweep to go on from: only a large case keeps one. */
export const isSweepKept = (db: ReadDb): boolean => sweepNote(db) !== null;

export const noteSweep = (db: WriteDb, note: string): void => writeMeta(db, KEY, note);

/** From here on the file counts for nothing. */
export const forgetSweep = (db: WriteDb): void => deleteMeta(db, KEY);

/** Takes the file away. */
export const removeSweepFile = (folder: string): void => rmSync(join(folder, SWEEP_FILE), { force: true });

/** Takes the file away, and what there is of a new one. */
export function dropSweepFile(folder: string): void {
  removeSweepFile(folder);
  rmSync(join(folder, `${SWEEP_FILE}.part`), { force: true });
}

/** What a file is, as the note names it. */
export interface SweepFileFacts {
  bytes: number;
  sha256: string;
}

/** A new file on its way, beside the one that there is. */
export class SweepFileWriter {
  readonly #folder: string;
  readonly #file: number;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = openSync(join(folder, `${SWEEP_FILE}.part`), 'w');
  }

  /** Written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }

  /** Closes it; it lies beside until `place`. */
  end(): SweepFileFacts {
    closeSync(this.#file);
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Closes what cannot be ended. */
  abandon(): void {
    try {
      closeSync(this.#file);
    } catch {
      // closed already
    }
  }

  /** Puts it in place of the one before. */
  place(): void {
    renameSync(join(this.#folder, `${SWEEP_FILE}.part`), join(this.#folder, SWEEP_FILE));
  }
}

const PIECE = 1 << 20;

/**
 * Hands the file to `work` piece by piece, `source(most)` giving the next bytes: all of it is read, and is what `facts` say,
 * before `work` begins. Null where it is another file, or none.
 */
export function withSweepFile<T>(
  folder: string,
  facts: SweepFileFacts,
  work: (source: (most: number) => Buffer) => T,
): T | null {
  let file: number;
  try {
    file = openSync(join(folder, SWEEP_FILE), 'r');
  } catch {
    return null;
  }
  try {
    if (fstatSync(file).size !== facts.bytes || digestOf(file) !== facts.sha256) return null;
    let at = 0;
    return work((most) => {
      const piece = Buffer.allocUnsafe(most);
      const got = readSync(file, piece, 0, most, at);
      at += got;
      return piece.subarray(0, got);
    });
  } finally {
    closeSync(file);
  }
}

function digestOf(file: number): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE);
  for (let at = 0; ; ) {
    const got = readSync(file, piece, 0, PIECE, at);
    if (got === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, got));
    at += got;
  }
}

/** What is wrong with the file that lies in the folder; null where it is what the database names, or it names none. */
export function sweepFileFault(db: ReadDb, folder: string): string | null {
  const note = sweepNote(db);
  if (note === null) return null; // of rows that changed since: never read, and gone with the next analysis
  const facts = fileOf(note);
  if (facts && withSweepFile(folder, facts, () => true)) return null;
  return 'it is not the file that the last analysis kept; it is not read, and may be deleted: the next one makes it again';
}

function fileOf(note: string): SweepFileFacts | null {
  try {
    return (JSON.parse(note) as { file?: SweepFileFacts }).file ?? null;
  } catch {
    return null;
  }
}
