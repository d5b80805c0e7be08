/**
 * The custody log of an open case. The table is the log; `custody.ndjson` mirrors it line by line for whoever has no
 * database at hand: `sha256sum` over a line (without its newline) is the `prev` of the next.
 *
 * Order of writing: table (synced), then mirror (synced). A crash between the two leaves the mirror short; opening the
 * case completes it. A mirror that is longer or differs was touched by someone else: it is left as it is and reported.
 */
import fs from 'node:fs';
import { canonicalJson, wellFormed } from '../../../shared/base/canonical-json';
import type { CustodyEntry } from '../../../shared/model/case';
import { rfc3339 } from '../../../shared/model/time';
import { SidedoorError } from '../../../shared/rpc/errors';
import { GENESIS } from '../../../shared/seal/chain';
import type { Actor, Custody } from '../session';
import { countLines, insertLine, lastLine, linesBefore, linesFrom } from '../store/custody';
import { type CaseDb, durable, type ReadDb } from '../store/open';
import { sha256 } from './node-hashing';

export interface CustodyOptions {
  /** Path of the mirror, `custody.ndjson`. */
  mirror: string;
  actor: () => Actor;
  /** Name and version of the program, as it stands in each line. */
  tool: string;
  readOnly: boolean;
  now?: () => number;
  zone?: string;
}

export interface OpenCustody extends Custody {
  /** Brings the mirror up to the table; done by itself after each act, also when that was part of a transaction. */
  flush(): void;
  close(): void;
}

/** IANA zone of this machine: tells a reader what the clock on the wall said. */
export const machineZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function openCustody(db: CaseDb, options: CustodyOptions): OpenCustody {
  const now = options.now ?? Date.now;
  const zone = options.zone ?? machineZone();
  let mirrored = countLines(db.read); // lines known to be in the mirror; the caller has healed it (healMirror)
  let owed = false; // lines were written inside a transaction of someone else; the mirror follows after it
  let failed: unknown = null;
  let closed = false;

  const flush = (): void => {
    owed = false;
    if (options.readOnly || closed) return;
    const fresh = [...linesFrom(db.read, mirrored + 1)];
    if (fresh.length === 0) return;
    const file = fs.openSync(options.mirror, 'a');
    const before = fs.fstatSync(file).size;
    try {
      fs.writeFileSync(file, fresh.map((row) => `${row.line}\n`).join('')); // all of it, or it throws
      fs.fsyncSync(file);
    } catch (thrown) {
      fs.ftruncateSync(file, before); // on a full disk a part was written: the next try would write behind it
      throw thrown;
    } finally {
      fs.closeSync(file);
    }
    mirrored += fresh.length;
  };

  /** After a foreign transaction: a commit of our own in FULL mode also syncs that transaction's frames in the log. */
  const flushOwed = (): void => {
    if (!owed || closed) return;
    try {
      durable(db.write, () => {
        db.write.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('custody_synced', ?)").run(String(mirrored));
      });
      flush();
    } catch (thrown) {
      failed = thrown; // nobody waits here: the next act tries again and tells
    }
  };

  const append = (act: string, detail: Record<string, unknown>): CustodyEntry => {
    if (options.readOnly) throw new SidedoorError('read-only', 'the case is open read-only');
    if (failed) {
      try {
        flush();
        failed = null;
      } catch (cause) {
        throw new SidedoorError('unreadable', 'the custody log cannot be mirrored', { where: options.mirror, cause });
      }
    }
    const write = (): CustodyEntry => {
      const last = lastLine(db.read);
      const { name, confirmed } = options.actor();
      const entry = {
        seq: (last?.seq ?? 0) + 1,
        at: rfc3339(now()),
        zone,
        actor: wellFormed(name),
        confirmed,
        act,
        // A round trip through JSON drops what has no place in it (undefined members) before it is hashed.
        detail: wellFormed(JSON.parse(JSON.stringify(detail)) as Record<string, unknown>),
        tool: options.tool,
        prev: last?.hash ?? GENESIS,
      };
      const line = canonicalJson(entry);
      const hash = sha256(line);
      insertLine(db.write, { seq: entry.seq, line, hash });
      return { ...entry, hash };
    };
    if (db.write.inTransaction) {
      // The mirror must not run ahead of a transaction that may still roll back; transactions are synchronous, so the
      // microtask comes after its end.
      const entry = write();
      if (!owed) queueMicrotask(flushOwed);
      owed = true;
      return entry;
    }
    const entry = durable(db.write, write);
    flush();
    return entry;
  };

  return {
    append,
    head: () => custodyHead(db.read),
    count: () => countLines(db.read),
    flush,
    close() {
      if (closed) return;
      flush();
      closed = true;
    },
  };
}

export const custodyHead = (db: ReadDb): string => lastLine(db)?.hash ?? GENESIS;

/** A page of entries, newest first. `after` is the cursor of the page before. */
export function custodyPage(
  db: ReadDb,
  after: string | null,
  limit: number,
): { rows: CustodyEntry[]; next: string | null; head: string } {
  const before = after === null ? null : Number(after);
  if (before !== null && !Number.isSafeInteger(before))
    throw new SidedoorError('bad-input', 'not a cursor of this list');
  const lines = linesBefore(db, before, limit + 1);
  const shown = lines.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ line, hash }) => ({ ...(JSON.parse(line) as Omit<CustodyEntry, 'hash'>), hash })),
    next: lines.length > limit && last ? String(last.seq) : null,
    head: custodyHead(db),
  };
}

/** How a mirror stands to the table: bytes that agree, then what comes after them. */
export interface MirrorState {
  /** `behind`: a true beginning of the table's lines, cut anywhere (also inside a line). */
  state: 'equal' | 'behind' | 'different' | 'longer' | 'missing';
  /** Byte of the first difference, or the length that agrees. */
  at: number;
  /** Line (from 1) of that byte. */
  line: number;
}

/** Compares the mirror with the table, reading both in order; never more than one line and 64 KiB in memory. */
export function compareMirror(db: ReadDb, mirror: string): MirrorState {
  let file: number;
  try {
    file = fs.openSync(mirror, 'r');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'missing', at: 0, line: 1 };
    throw thrown;
  }
  try {
    const size = fs.fstatSync(file).size;
    let at = 0;
    let line = 0;
    for (const row of linesFrom(db)) {
      line += 1;
      const want = Buffer.from(`${row.line}\n`);
      const have = Buffer.alloc(Math.min(want.length, Math.max(0, size - at)));
      const got = fs.readSync(file, have, 0, have.length, at);
      for (let i = 0; i < got; i++) if (have[i] !== want[i]) return { state: 'different', at: at + i, line };
      at += got;
      if (got < want.length) return { state: 'behind', at, line };
    }
    return { state: size > at ? 'longer' : 'equal', at, line: line + 1 };
  } finally {
    fs.closeSync(file);
  }
}

/** Completes a mirror that a crash left short. Returns what it found; touches nothing when the mirror differs. */
export function healMirror(db: ReadDb, mirror: string): MirrorState {
  const found = compareMirror(db, mirror);
  if (found.state !== 'behind' && found.state !== 'missing') return found;
  const file = fs.openSync(mirror, found.state === 'missing' ? 'w' : 'r+');
  try {
    let at = 0;
    for (const row of linesFrom(db)) {
      const bytes = Buffer.from(`${row.line}\n`);
      const end = at + bytes.length;
      if (end > found.at) {
        const from = Math.max(0, found.at - at);
        fs.writeSync(file, bytes, from, bytes.length - from, at + from);
      }
      at = end;
    }
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  return found;
}
