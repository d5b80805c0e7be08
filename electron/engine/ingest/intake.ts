/**
 * Files of records on their way into the case: each is read to its end and written as it is read; small ones are completed together.
 * All or nothing per file; between batches the engine answers others.
 */
import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ChosenMapping } from '../../../shared/model/mapping';
import { isWriteTrouble } from '../case/disk-trouble';
import { dropEvidence, dropIncoming, evidenceName, foldedName, keepIncoming, makeRoom } from '../case/evidence';
import type { AddressFacts } from '../enrich/address';
import type { OpenCase } from '../session';
import { addContext } from '../store/context';
import { dictionaryMarks } from '../store/dictionaries';
import { EventWriter, type Written } from '../store/event-writer';
import {
  beginFile,
  completeFile,
  dropFile,
  type FileFacts,
  type ImportSettings,
  nameStored,
  PresentFiles,
  storedNames,
} from '../store/files';
import { durable } from '../store/open';
import { LARGE } from './early-threads';
import { type Refused, whyUnreadable } from './inputs';
import { checkSums, fileWarnings, recordsOf, type Sums } from './ledger';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import type { Parsing } from './read-ahead';
import { delayOf } from './time-facts';

/** What is to be taken in, and how. */
export interface ImportPlan {
  /** Absolute paths of files and folders. */
  paths: readonly string[];
  /** Tried in turn on locked archives; never written anywhere. */
  passwords?: readonly string[];
  settings: ImportSettings;
  /** Of the settings' mapping file, read. */
  mapping?: ChosenMapping | null;
  /** Names (as shown) of the files to take out of what the paths hold; null = all. */
  only?: readonly string[] | null;
  signal: AbortSignal;
  progress(done: number, total: number, note: string): void;
  addressFacts(ip: string): AddressFacts;
  /** Parses one file, here or elsewhere; `bytes` tells how large it is. `isAside`: elsewhere, however small. */
  parse(job: ParseJob, bytes: number, signal?: AbortSignal, isAside?: boolean): Parsing;
  /** How many small files are parsed elsewhere at once, where there are many; unset: none. */
  aside?: number;
  /** Told when no more files come, before the indexes are built. */
  rest?(): void;
  /** Indexes that a large import took down stay down (`areIndexesDown`), also when it fails: the caller builds them. */
  leavesIndexes?: boolean;
}

/** Where the bytes of the file being read come from, as evidence. */
export interface Origin {
  job: ParseJob;
  name: string;
  bytes: number;
  /** Bytes of the whole import that this file stands for in the progress. */
  share: number;
  /** Evidence that is there already: the archive of a member, or a file that is only referenced. */
  stored: string | null;
  /** Name to lie under in the case, where it is not the shown one. */
  keepAs?: string;
  storedSha256: string | null;
}

/** A file that was read to its end. */
interface ReadFile {
  ids: { importId: number; fileId: number };
  origin: Origin;
  parsed: ParsedFile & { recognised: object };
  sums: Sums;
}

/** With where its bytes are to lie; `isNew`: they come there with it. */
interface Placed {
  read: ReadFile;
  stored: string;
  storedSha256: string;
  isNew: boolean;
}

/** Batches, of one file or of several, that share a transaction: each commit costs a checkpoint's share, each batch alone cost half of an import. */
const GROUP = 100;
const REFUSED_A_LINE = 500; // files named in one custody line
/** Files that are completed together: to have one on the disk costs a disk's while, and that of many costs the same. */
const TOGETHER = { files: 100, bytes: 32 * 1024 * 1024, milliseconds: 1_000 };
const SLICE = 25; // milliseconds of writing after which the engine answers others

export class Intake {
  /** Ids of the files that were completed. */
  readonly files: number[] = [];
  readonly refused: (Refused & { sha256: string | null })[] = [];
  readonly present: PresentFiles;
  readonly writer: EventWriter;
  /** Bytes of the import that are dealt with, and all of them. */
  done = 0;
  total = 0;
  /** Read and not completed yet, in order, and when the first of them was. */
  #read: ReadFile[] = [];
  #readSince = 0;
  #taken: Set<string> | null = null; // folded names of evidence files
  #held = 0; // batches in the open transaction

  constructor(
    readonly opened: OpenCase,
    readonly plan: ImportPlan,
  ) {
    this.writer = new EventWriter(opened.db.write, { addressFacts: plan.addressFacts });
    this.present = new PresentFiles(opened.db.read);
  }

  /** Under which new evidence may lie. */
  freeName(name: string): string {
    this.#taken ??= new Set(storedNames(this.opened.db.read).map(foldedName));
    const free = evidenceName(this.opened.folder, name, this.#taken);
    this.#taken.add(foldedName(free));
    return free;
  }

  /** `parsing`: where it was begun already. */
  async file(origin: Origin, parsing?: Parsing): Promise<void> {
    const read = await this.#readFile(origin, parsing);
    if (!read) return;
    if (isSmall(origin) && this.writer.setAside()) {
      if (this.#read.length === 0) this.#readSince = performance.now();
      this.#read.push(read);
      if (this.#isEnough()) await this.completeRead();
      return;
    }
    try {
      await this.completeRead();
    } catch (thrown) {
      this.#giveUp([read], thrown);
      throw thrown;
    }
    await this.#complete([read]);
  }

  /** Reads a file to its end and writes its events; null where it is none that is known. */
  async #readFile(origin: Origin, begun?: Parsing): Promise<ReadFile | null> {
    const { plan } = this;
    const db = this.opened.db.write;
    const writer = this.writer;
    const marks = dictionaryMarks(db);
    const ids = beginFile(db, origin.name, plan.settings, marks);
    const sums: Sums = { events: 0, context: 0, duplicates: 0, skipped: 0, rejected: 0 };
    const start = this.done;
    let read = 0;
    writer.begin(ids.fileId, marks);
    try {
      const parsing = begun ?? plan.parse(origin.job, origin.bytes, plan.signal);
      let step = await parsing.next();
      try {
        for (let since = performance.now(); !step.done; ) {
          plan.signal.throwIfAborted();
          this.#write(step.value, sums, ids.fileId);
          read += step.value.readBytes;
          this.done = start + origin.share * Math.min(1, read / Math.max(1, origin.bytes));
          plan.progress(this.done, this.total, origin.name);
          if (performance.now() - since > SLICE) {
            await setImmediate();
            since = performance.now();
          }
          step = await parsing.next();
        }
      } finally {
        if (!step.done) await parsing.return(undefined as never);
      }
      const parsed = step.value;
      const { recognised } = parsed;
      if (recognised === null) {
        if (writer.hasWritten) await this.completeRead();
        writer.abandon();
        dropFile(db, ids);
        dropCopy(origin);
        this.refuse(origin.name, parsed.why, parsed.sha256);
        return null;
      }
      checkSums(origin.name, parsed, sums);
      return { ids, origin, parsed: { ...parsed, recognised }, sums };
    } catch (thrown) {
      const file = { ids, origin };
      // A transaction that SQLite gave up took with it what files before this one had written.
      const isWhole = this.#held === 0 || db.inTransaction;
      if (this.#read.length === 0 || !isWhole || isWriteTrouble(thrown) || isDatabaseError(thrown)) {
        this.#settle('ROLLBACK');
        this.#giveUp([...this.#read.splice(0), file], thrown);
        throw thrown;
      }
      try {
        await this.completeRead();
      } finally {
        this.#giveUp([file], thrown);
      }
      throw thrown;
    }
  }

  /** Whether what was read is to be completed now. */
  #isEnough(): boolean {
    const bytes = this.#read.reduce((sum, { origin }) => sum + origin.bytes, 0);
    return (
      this.#read.length >= TOGETHER.files ||
      bytes >= TOGETHER.bytes ||
      performance.now() - this.#readSince >= TOGETHER.milliseconds
    );
  }

  /** Completes the small files that were read. Those that cannot be kept are refused. */
  async completeRead(): Promise<void> {
    const reads = this.#read.splice(0);
    if (reads.length === 0) return this.#settle('COMMIT');
    const { isWriting } = this.writer;
    try {
      await this.#complete(reads);
    } catch (thrown) {
      if (!isFileError(thrown)) throw thrown;
      for (const { origin } of reads) this.refuse(origin.name, whyUnreadable(thrown), null);
      if (isWriting) throw thrown; // what is written of the present file is gone with them
    }
  }

  /** All of these files, or none: their bytes become evidence, their events visible. */
  async #complete(reads: readonly ReadFile[]): Promise<void> {
    const { plan, opened } = this;
    const db = opened.db.write;
    let arriving: readonly Placed[] = [];
    try {
      this.#settle('COMMIT');
      this.writer.flushBulk();
      const placed = this.#placed(reads);
      arriving = placed.filter(({ isNew }) => isNew);
      if (arriving.length > 0) {
        // On the disk before they are in their places: a cut from here on leaves files that the sweep can name.
        durable(db, () => {
          for (const { read, stored } of arriving) nameStored(db, read.ids.fileId, stored);
        });
        await keepIncoming(
          opened.folder,
          arriving.map(({ read, stored }) => ({ incoming: read.origin.job.copyTo!, stored })),
        );
      }
      if (!this.writer.hasAside) plan.signal.throwIfAborted();
      await this.#completeRows(placed);
    } catch (thrown) {
      this.#settle('ROLLBACK');
      this.present.forget();
      this.#giveUp(reads, thrown);
      for (const { stored } of arriving) dropEvidence(opened.folder, stored);
      throw thrown;
    } finally {
      for (const { origin } of reads) dropCopy(origin);
    }
  }

  /** Where the bytes of files are to lie as evidence: equal ones once. */
  #placed(reads: readonly ReadFile[]): Placed[] {
    const arriving = new Map<string, string>(); // by hash
    return reads.map((read) => {
      const { origin, parsed } = read;
      const storedSha256 = origin.storedSha256 ?? parsed.storedSha256!;
      const known = origin.stored ?? arriving.get(storedSha256);
      if (known !== undefined) return { read, storedSha256, stored: known, isNew: false };
      const stored = this.present.storedAs(storedSha256) ?? this.freeName(origin.keepAs ?? origin.name);
      const isNew = !fs.existsSync(`${this.opened.folder}/${stored}`);
      if (isNew) {
        arriving.set(storedSha256, stored);
        makeRoom(this.opened.folder, stored); // the next file's name is told by how the disk spells folders that are there
      }
      return { read, storedSha256, stored, isNew };
    });
  }

  /** Files that will not be completed: as if they had not been read, but for what the custody log says. */
  #giveUp(files: readonly Pick<ReadFile, 'ids' | 'origin'>[], thrown: unknown): void {
    const { opened, plan } = this;
    this.writer.abandonAll();
    for (const { ids } of files) dropFile(opened.db.write, ids);
    const isCancelled = plan.signal.aborted;
    const why = isFileError(thrown) ? whyUnreadable(thrown) : (thrown as Error).message;
    for (const { origin } of files) {
      dropCopy(origin);
      opened.custody.append(isCancelled ? 'import.cancelled' : 'import.failed', {
        file: origin.name,
        ...(!isCancelled && { why }),
      });
    }
  }

  #write(batch: ParsedBatch, sums: Sums, fileId: number): void {
    const { events, leftOut, lane, context } = batch;
    if (!events && !leftOut && !context) return;
    const db = this.opened.db.write;
    if (!db.inTransaction) db.exec('BEGIN IMMEDIATE');
    if (events) {
      const written = this.writer.write(events, lane);
      sums.events += written.events;
      sums.duplicates += written.duplicates;
      // Freed now and not when the collector comes, which comes the sooner the more of such memory there is.
      for (const { buffer } of [events.numbers, events.texts.bytes, events.texts.lengths]) buffer.transfer(0);
    }
    if (leftOut) {
      const { skipped, rejected } = this.writer.leaveOut(leftOut, lane);
      sums.skipped += skipped;
      sums.rejected += rejected;
    }
    if (context) {
      const added = addContext(db, fileId, context.kind, context.rows);
      sums.context += added.context;
      sums.duplicates += added.duplicates;
    }
    if (++this.#held >= GROUP || this.writer.isFull) this.#settle('COMMIT');
  }

  /** Ends the transaction that batches share, where one is open. */
  #settle(how: 'COMMIT' | 'ROLLBACK'): void {
    this.#held = 0;
    if (this.opened.db.write.inTransaction) this.opened.db.write.exec(how);
    if (how === 'COMMIT' && this.writer.isFull) this.writer.flushBulk();
  }

  /**
   * The files' events become visible, their rows complete and their custody lines written, all in one transaction. Folding in it
   * gives way, so that a cancel is heard; from the first custody line to the commit nothing does.
   */
  async #completeRows(placed: readonly Placed[]): Promise<void> {
    const db = this.opened.db.write;
    db.exec('BEGIN IMMEDIATE');
    let late: Written = { events: 0, duplicates: 0 };
    if (this.writer.hasAside) this.writer.finishAside();
    else late = await this.#finished();
    for (const each of placed) {
      const facts = this.#factsOf(each, late);
      completeFile(db, each.read.ids, facts);
      this.present.add(facts);
      this.#tell(facts);
    }
    db.exec('COMMIT');
    this.files.push(...placed.map(({ read }) => read.ids.fileId));
  }

  /** Folds what the present file brings. */
  async #finished(): Promise<Written> {
    const steps = this.writer.finishing();
    let step = steps.next();
    for (let since = performance.now(); !step.done; step = steps.next()) {
      if (performance.now() - since < SLICE) continue;
      await setImmediate();
      this.plan.signal.throwIfAborted();
      since = performance.now();
    }
    return step.value;
  }

  #factsOf({ read, stored, storedSha256 }: Placed, late: Written): FileFacts {
    const { origin, parsed, sums } = read;
    return {
      name: this.present.freeName(origin.name),
      stored,
      member: origin.job.member,
      packing: origin.job.packing,
      encoding: parsed.encoding,
      referenced: this.plan.settings.reference && origin.keepAs === undefined,
      sha256: parsed.sha256,
      storedSha256,
      bytes: parsed.bytes,
      ...parsed.recognised,
      ...sums,
      events: sums.events + late.events,
      duplicates: sums.duplicates + late.duplicates,
      first: parsed.first,
      last: parsed.last,
      warnings: fileWarnings(parsed, sums),
      zone: parsed.zone,
      delay: delayOf(parsed.delays),
    };
  }

  #tell(facts: FileFacts): void {
    const { name, sha256, storedSha256, stored, bytes, source, shape, referenced, warnings, zone } = facts;
    this.opened.custody.append('import', {
      file: name,
      sha256,
      bytes,
      evidence: { stored, sha256: storedSha256, referenced },
      source,
      shape,
      records: recordsOf(facts),
      events: facts.events,
      context: facts.context,
      duplicates: facts.duplicates,
      skipped: facts.skipped,
      rejected: facts.rejected,
      warnings,
      zone,
      settings: settingsTold(this.plan.settings),
    });
  }

  refuse(file: string, why: string, sha256: string | null): void {
    this.refused.push({ file, why, sha256 });
  }

  /** What was offered and not taken is part of the story too. */
  noteRefused(): void {
    for (let i = 0; i < this.refused.length; i += REFUSED_A_LINE) {
      this.opened.custody.append('import.unrecognised', { files: this.refused.slice(i, i + REFUSED_A_LINE) });
    }
  }
}

export const isSmall = ({ bytes }: { bytes: number }): boolean => bytes < LARGE;

export function dropCopy({ job: { copyTo } }: Origin): void {
  if (copyTo !== null) dropIncoming(copyTo);
}

/** The mapping's text is kept with the import; the custody line names it by its hash. */
function settingsTold({ mapping, ...settings }: ImportSettings): Record<string, unknown> {
  return mapping
    ? { ...settings, mapping: { name: mapping.name, file: mapping.file, sha256: mapping.sha256 } }
    : settings;
}

const isDatabaseError = (thrown: unknown): boolean => String((thrown as { code?: unknown }).code).startsWith('SQLITE_');

/** Of the file that is read; what the case's own disk says ends the import. */
export const isFileError = (thrown: unknown): boolean => {
  if (isWriteTrouble(thrown)) return false;
  const code = (thrown as { code?: unknown }).code;
  return (typeof code === 'string' && /^E[A-Z]+$/.test(code)) || (thrown as Error).name === 'DamagedError';
};
