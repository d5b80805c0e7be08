/**
 * The mover of imports: takes files in as evidence, has them parsed (large ones in a worker), writes their events. One
 * writer; between batches the engine answers others. All or nothing per file.
 */
import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { FileLedger } from '../../../shared/model/ledger';
import type { ChosenMapping } from '../../../shared/model/mapping';
import { isWriteTrouble } from '../case/disk-trouble';
import {
  dropEvidence,
  dropIncoming,
  evidenceName,
  fileChunks,
  foldedName,
  incomingPath,
  keepIncoming,
  type Member,
  Tee,
  unlockMember,
} from '../case/evidence';
import { isHalfDone, noteArrived, noteArriving, sweepHalfDone } from '../case/half-done';
import type { AddressFacts } from '../enrich/address';
import { openMmdb } from '../enrich/mmdb';
import type { OpenCase } from '../session';
import { ADDRESS_DATABASE } from '../store/address-facts';
import { addContext } from '../store/context';
import { dictionaryMarks } from '../store/dictionaries';
import { buildIndexes, dropIndexes } from '../store/event-indexes';
import { countEvents, EventWriter } from '../store/event-writer';
import {
  beginFile,
  completeFile,
  dropFile,
  type FileFacts,
  fileById,
  fileLedger,
  freeName,
  type ImportSettings,
  isNamedAlone,
  nameStored,
  openedFolder,
  type Packing,
  storedAs,
  storedNames,
} from '../store/files';
import { durable, withSmallCache } from '../store/open';
import { withRecordedTimes } from './clock';
import { expectedRecords, RECORD_BYTES } from './expected-records';
import { type Input, listInputs, listMembers, packingOfFile, type Refused, whyUnreadable } from './inputs';
import { checkSums, fileWarnings, recordsOf, type Sums } from './ledger';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { isAddressDatabase, LARGEST } from './personal-databases';
import { delayOf } from './time-facts';

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
  /** Parses one file, here or elsewhere; `bytes` tells how large it is. */
  parse(job: ParseJob, bytes: number, signal?: AbortSignal): AsyncGenerator<ParsedBatch, ParsedFile>;
  /** Told when no more files come, before the indexes are built. */
  rest?(): void;
  /** Indexes that a large import took down stay down (`areIndexesDown`), also when it fails: the caller builds them. */
  leavesIndexes?: boolean;
}

export interface Imported {
  files: FileLedger[];
  unrecognised: Refused[];
}

/** Where the bytes of the file being read come from, as evidence. */
interface Origin {
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

const LOCKED = 'locked with a password: import it again and give the password (--password-file, or when asked for)';
const LOCKED_DEPTH = 3; // locked archives inside locked archives
const REFUSED_A_LINE = 500; // files named in one custody line
/** Batches that share a transaction: each commit costs a checkpoint's share, each batch alone cost half of an import. */
const GROUP = 100;
const BULK = 30_000; // records expected, above which the indexes are built at the end
const SLICE = 25; // milliseconds of writing after which the engine answers others

/** Imports everything below the paths. Throws the signal's reason when cancelled; files completed before stay. */
export async function importFiles(opened: OpenCase, plan: ImportPlan): Promise<Imported> {
  if (isHalfDone(opened.db.read)) {
    // On a full disk the import before this one could not even tidy up.
    const { imports } = sweepHalfDone(opened.folder, opened.db);
    for (const file of imports)
      opened.custody.append('import.failed', { file, why: 'it was cut off, and is taken out now' });
  }
  const run = new ImportRun(opened, plan);
  return withRecordedTimes(opened, () => run.all());
}

class ImportRun {
  readonly #files: FileLedger[] = [];
  readonly #refused: (Refused & { sha256: string | null })[] = [];
  readonly #writer: EventWriter;
  #taken: Set<string> | null = null; // folded names of evidence files
  #held = 0; // batches in the open transaction
  #done = 0;
  #total = 0;

  constructor(
    readonly opened: OpenCase,
    readonly plan: ImportPlan,
  ) {
    this.#writer = new EventWriter(opened.db.write, { addressFacts: plan.addressFacts });
  }

  async all(): Promise<Imported> {
    const listed = await listInputs(this.plan.paths);
    const inputs = listed.inputs.filter(({ name }) => this.#isWanted(name, true));
    for (const { file, why } of listed.refused) if (this.#isWanted(file)) this.#refuse(file, why, null);
    this.#total = inputs.reduce((sum, { bytes }) => sum + bytes, 0);
    try {
      if (this.#isBulk()) await withSmallCache(this.opened.db.write, () => this.#bulk(inputs));
      else await this.#inputs(inputs);
    } finally {
      this.#noteRefused();
    }
    // A later file may have taken over events of an earlier one: each ledger as it stands at the end.
    const db = this.opened.db.read;
    const files = this.#files.map(({ id }) => fileLedger(db, fileById(db, id!)!));
    return { files, unrecognised: this.#refused.map(({ file, why }) => ({ file, why })) };
  }

  /** Whether the file is one that was asked for; `orHolds`: or an archive that may hold one. */
  #isWanted(name: string, orHolds = false): boolean {
    const { only } = this.plan;
    return !only || only.some((each) => each === name || (orHolds && each.startsWith(`${name}/`)));
  }

  /** Much comes in, compared with what is there: then indexes are cheaper built at the end. */
  #isBulk(): boolean {
    const expected = this.#total / RECORD_BYTES;
    return expected >= BULK && expected * 2 >= countEvents(this.opened.db.read);
  }

  /** Rows go in by the page, keys are kept in memory: nothing is looked up at random. */
  async #bulk(inputs: readonly Input[]): Promise<void> {
    this.#withoutIndexes(expectedRecords(inputs));
    try {
      await this.#inputs(inputs);
    } finally {
      await this.#withIndexes();
    }
  }

  #withoutIndexes(expected: number): void {
    dropIndexes(this.opened.db.write);
    this.#writer.withoutIndexes(expected, incomingPath(this.opened.folder));
  }

  async #withIndexes(): Promise<void> {
    this.plan.rest?.();
    this.#writer.withIndexes();
    if (this.plan.leavesIndexes) return;
    for (const share of buildIndexes(this.opened.db.write)) {
      this.plan.progress(this.#total, this.#total, `indexes ${Math.round(share * 100)} %`);
      await setImmediate();
    }
  }

  async #inputs(inputs: readonly Input[]): Promise<void> {
    for (const input of inputs) {
      this.plan.signal.throwIfAborted();
      const before = this.#done;
      try {
        await this.#input(input);
      } catch (thrown) {
        if (this.plan.signal.aborted) throw this.plan.signal.reason;
        if (!isFileError(thrown)) throw thrown;
        this.#refuse(input.name, whyUnreadable(thrown), null);
      }
      this.#done = before + input.bytes;
    }
  }

  async #input(input: Input): Promise<void> {
    const packing = await packingOfFile(input.path);
    if (packing === 'none' && (await isAddressDatabase(input))) return this.#database(input);
    if (packing === 'zip' || packing === 'tar' || packing === 'tar+gzip') return this.#archive(input, packing);
    const reference = this.#isReferenced(input);
    const copyTo = reference ? null : incomingPath(this.opened.folder);
    try {
      await this.#file({
        job: this.#job(input.path, packing, null, copyTo),
        name: input.name,
        bytes: input.bytes,
        share: input.bytes,
        stored: reference ? input.path : null,
        storedSha256: null,
        keepAs: input.keepAs,
      });
    } finally {
      if (copyTo !== null) dropIncoming(copyTo);
    }
  }

  #freeName(name: string): string {
    this.#taken ??= new Set(storedNames(this.opened.db.read).map(foldedName));
    const free = evidenceName(this.opened.folder, name, this.#taken);
    this.#taken.add(foldedName(free));
    return free;
  }

  /** What was opened lies nowhere else: it is always copied. */
  #isReferenced(input: Input): boolean {
    return this.plan.settings.reference && input.keepAs === undefined;
  }

  #job(path: string, packing: Packing, member: string | null, copyTo: string | null): ParseJob {
    const { source, zone, year = null } = this.plan.settings;
    return { path, packing, member, copyTo, source, zone, year, mapping: this.plan.mapping ?? null, lane: null };
  }

  /** An archive is evidence as a whole; each of its members is a file of its own. */
  async #archive(input: Input, packing: 'zip' | 'tar' | 'tar+gzip'): Promise<void> {
    const { folder } = this.opened;
    const isReferenced = this.#isReferenced(input);
    const incoming = isReferenced ? null : incomingPath(folder);
    let stored: string | null = null;
    let isNew = false;
    const before = this.#files.length;
    try {
      const storedSha256 = await this.#copy(input.path, incoming);
      const listed = await listMembers(input.path, packing, this.plan.signal);
      if (typeof listed === 'string') return this.#refuse(input.name, listed, storedSha256);
      const known = isReferenced ? input.path : storedAs(this.opened.db.read, storedSha256);
      stored = known ?? this.#freeName(input.keepAs ?? input.name);
      if (known === null) {
        noteArriving(this.opened.db.write, stored);
        await keepIncoming(folder, incoming!, stored);
        isNew = true;
      }
      const unpacked = listed.reduce((sum, { bytes }) => sum + bytes, 1);
      for (const member of listed) {
        const name = `${input.name}/${member.name}`;
        if (!this.#isWanted(name)) continue;
        if (member.isLocked) {
          await this.#locked(input, { stored, storedSha256 }, member, name);
          continue;
        }
        if (member.problem !== null) {
          this.#refuse(name, member.problem, null);
          continue;
        }
        const path = isReferenced ? input.path : `${folder}/${stored}`;
        const job = this.#job(path, packing, member.member, null);
        const share = (input.bytes * member.bytes) / unpacked;
        const start = this.#done;
        await this.#file({ job, name, bytes: member.bytes, share, stored, storedSha256 });
        this.#done = start + share;
      }
    } finally {
      if (incoming !== null) dropIncoming(incoming);
      if (isNew && this.#files.length === before) dropEvidence(folder, stored!);
      if (isNew) noteArrived(this.opened.db.write);
    }
  }

  /**
   * A locked member is opened into the case and taken in as a file of its own: its records stay readable when the
   * password is gone. The archive stays beside it as it was received.
   */
  async #locked(
    archive: Input,
    kept: { stored: string; storedSha256: string },
    member: Member,
    name: string,
  ): Promise<void> {
    const { passwords = [], signal } = this.plan;
    const { folder } = this.opened;
    const depth = (archive.depth ?? 0) + 1;
    if (passwords.length === 0) return this.#refuse(name, LOCKED, null);
    if (depth > LOCKED_DEPTH) return this.#refuse(name, 'an archive inside an archive inside an archive', null);
    const incoming = incomingPath(folder);
    try {
      const path = this.#isReferenced(archive) ? archive.path : `${folder}/${kept.stored}`;
      const bytes = await unlockMember({ path, packing: 'zip', member: member.member }, passwords, incoming, signal);
      if (typeof bytes === 'string')
        return this.#refuse(name, `locked with a password: ${bytes}; import it again with another one`, null);
      const before = this.#files.length;
      const keepAs = `${openedFolder(kept.stored.slice('evidence/'.length))}${member.name}`;
      await this.#input({ path: incoming, name, bytes: 0, keepAs, depth });
      if (this.#files.length > before) this.#keepLocked(archive, kept);
    } finally {
      dropIncoming(incoming);
    }
  }

  /** The archive of opened members is evidence that no record lies in: it has a row of its own, without any. */
  #keepLocked(archive: Input, { stored, storedSha256 }: { stored: string; storedSha256: string }): void {
    const db = this.opened.db.write;
    if (isNamedAlone(db, stored)) return;
    const ids = beginFile(db, archive.name, this.plan.settings, dictionaryMarks(db));
    const bytes = fs.statSync(this.#isReferenced(archive) ? archive.path : `${this.opened.folder}/${stored}`).size;
    this.opened.db.write
      .transaction(() => {
        completeFile(db, ids, {
          ...{ name: freeName(db, archive.name), stored, member: null, packing: 'zip', encoding: 'utf-8', bytes },
          ...{ referenced: this.#isReferenced(archive), sha256: storedSha256, storedSha256, source: null, shape: null },
          because: ['an archive locked with a password; what was opened of it lies beside it'],
          ...{ events: 0, context: 0, duplicates: 0, skipped: 0, rejected: 0, first: null, last: null },
          ...{ warnings: [], zone: null },
        });
        this.opened.custody.append('import.unlocked', {
          file: archive.name,
          sha256: storedSha256,
          bytes,
          evidence: { stored, sha256: storedSha256, referenced: this.#isReferenced(archive) },
        });
      })
      .immediate();
  }

  /** An address database is no log: it is kept as evidence, and addresses are looked up in it. */
  async #database(input: Input): Promise<void> {
    const { folder, custody } = this.opened;
    const db = this.opened.db.write;
    const isReferenced = this.#isReferenced(input);
    const incoming = isReferenced ? null : incomingPath(folder);
    try {
      if (input.bytes > LARGEST) return this.#refuse(input.name, 'an address database larger than 1 GiB', null);
      const sha256 = await this.#copy(input.path, incoming);
      const found = openMmdb(await fs.promises.readFile(incoming ?? input.path), { file: input.name, sha256 });
      if (!found.ok) return this.#refuse(input.name, found.error, sha256);
      const { type, built, nodes } = found.value;
      const known = isReferenced ? input.path : storedAs(db, sha256);
      const stored = known ?? this.#freeName(input.keepAs ?? input.name);
      const ids = beginFile(db, input.name, this.plan.settings, dictionaryMarks(db));
      // On the disk before the file is in its place: else a power cut could leave a file that no row names.
      durable(db, () => nameStored(db, ids.fileId, stored));
      if (known === null) await keepIncoming(folder, incoming!, stored);
      db.transaction(() => {
        const name = freeName(db, input.name);
        completeFile(db, ids, {
          ...{ name, stored, member: null, packing: 'none', encoding: 'utf-8', bytes: input.bytes },
          ...{ referenced: isReferenced, sha256, storedSha256: sha256, source: ADDRESS_DATABASE, shape: type },
          because: [
            `a MaxMind DB of type ${type}${built ? `, built ${built}` : ''}, ${nodes.toLocaleString('en')} nodes`,
          ],
          ...{ events: 0, context: 0, duplicates: 0, skipped: 0, rejected: 0, first: null, last: null },
          ...{ warnings: [], zone: null },
        });
        const evidence = { stored, sha256, referenced: isReferenced };
        custody.append('import', {
          file: name,
          sha256,
          bytes: input.bytes,
          evidence,
          source: ADDRESS_DATABASE,
          shape: type,
          built,
        });
      }).immediate();
      this.#files.push(fileLedger(db, fileById(db, ids.fileId)!));
    } finally {
      if (incoming !== null) dropIncoming(incoming);
    }
  }

  /** Copies and hashes; without a target it only hashes. */
  async #copy(path: string, target: string | null): Promise<string> {
    const tee = new Tee(target);
    try {
      for await (const chunk of fileChunks(path)) {
        this.plan.signal.throwIfAborted();
        tee.write(chunk);
      }
    } catch (thrown) {
      tee.end();
      throw thrown;
    }
    return tee.end();
  }

  async #file(origin: Origin): Promise<void> {
    const { plan, opened } = this;
    const db = opened.db.write;
    const writer = this.#writer;
    const marks = dictionaryMarks(db);
    const ids = beginFile(db, origin.name, plan.settings, marks);
    const sums: Sums = { events: 0, context: 0, duplicates: 0, skipped: 0, rejected: 0 };
    const start = this.#done;
    let read = 0;
    let kept: string | null = null;
    writer.begin(ids.fileId, marks);
    try {
      const parsing = plan.parse(origin.job, origin.bytes, plan.signal);
      let step = await parsing.next();
      try {
        for (let since = performance.now(); !step.done; ) {
          plan.signal.throwIfAborted();
          this.#write(step.value, sums, ids.fileId);
          read += step.value.readBytes;
          this.#done = start + origin.share * Math.min(1, read / Math.max(1, origin.bytes));
          plan.progress(this.#done, this.#total, origin.name);
          if (performance.now() - since > SLICE) {
            await setImmediate();
            since = performance.now();
          }
          step = await parsing.next();
        }
      } finally {
        if (!step.done) await parsing.return(undefined as never);
      }
      this.#settle('COMMIT');
      writer.flushBulk();
      const parsed = step.value;
      if (parsed.recognised === null) {
        writer.abandon();
        dropFile(db, ids);
        this.#refuse(origin.name, parsed.why, parsed.sha256);
        return;
      }
      checkSums(origin.name, parsed, sums);
      const storedSha256 = origin.storedSha256 ?? parsed.storedSha256!;
      const stored = origin.stored ?? storedAs(db, storedSha256) ?? this.#freeName(origin.keepAs ?? origin.name);
      if (origin.stored === null && !fs.existsSync(`${opened.folder}/${stored}`)) {
        durable(db, () => nameStored(db, ids.fileId, stored)); // a cut from here on leaves a file that the sweep can name
        await keepIncoming(opened.folder, origin.job.copyTo!, stored);
        kept = stored;
      }
      plan.signal.throwIfAborted();
      await this.#complete(ids, {
        name: freeName(db, origin.name),
        stored,
        member: origin.job.member,
        packing: origin.job.packing,
        encoding: parsed.encoding,
        referenced: plan.settings.reference && origin.keepAs === undefined,
        sha256: parsed.sha256,
        storedSha256,
        bytes: parsed.bytes,
        ...parsed.recognised,
        ...sums,
        first: parsed.first,
        last: parsed.last,
        warnings: fileWarnings(parsed, sums),
        zone: parsed.zone,
        delay: delayOf(parsed.delays),
      });
      this.#files.push(fileLedger(db, fileById(db, ids.fileId)!));
    } catch (thrown) {
      this.#settle('ROLLBACK');
      writer.abandon();
      dropFile(db, ids);
      if (kept !== null) dropEvidence(opened.folder, kept);
      const isCancelled = plan.signal.aborted;
      opened.custody.append(isCancelled ? 'import.cancelled' : 'import.failed', {
        file: origin.name,
        ...(!isCancelled && { why: isFileError(thrown) ? whyUnreadable(thrown) : (thrown as Error).message }),
      });
      throw thrown;
    }
  }

  #write(batch: ParsedBatch, sums: Sums, fileId: number): void {
    const { events, leftOut, lane, context } = batch;
    if (!events && !leftOut && !context) return;
    const db = this.opened.db.write;
    if (!db.inTransaction) db.exec('BEGIN IMMEDIATE');
    if (events) {
      const written = this.#writer.write(events, lane);
      sums.events += written.events;
      sums.duplicates += written.duplicates;
      // Freed now and not when the collector comes, which comes the sooner the more of such memory there is.
      for (const { buffer } of [events.numbers, events.texts.bytes, events.texts.lengths]) buffer.transfer(0);
    }
    if (leftOut) {
      const { skipped, rejected } = this.#writer.leaveOut(leftOut, lane);
      sums.skipped += skipped;
      sums.rejected += rejected;
    }
    if (context) {
      const added = addContext(db, fileId, context.kind, context.rows);
      sums.context += added.context;
      sums.duplicates += added.duplicates;
    }
    if (++this.#held >= GROUP || this.#writer.isFull) this.#settle('COMMIT');
  }

  /** Ends the transaction that batches share, where one is open. */
  #settle(how: 'COMMIT' | 'ROLLBACK'): void {
    this.#held = 0;
    if (this.opened.db.write.inTransaction) this.opened.db.write.exec(how);
    if (how === 'COMMIT' && this.#writer.isFull) this.#writer.flushBulk();
  }

  /**
   * The file's events become visible, its row complete and its custody line written, all in one transaction. Folding in it
   * gives way, so that a cancel is heard; from the custody line to the commit nothing does.
   */
  async #complete(ids: { importId: number; fileId: number }, read: FileFacts): Promise<void> {
    const db = this.opened.db.write;
    db.exec('BEGIN IMMEDIATE');
    const steps = this.#writer.finishing();
    let step = steps.next();
    for (let since = performance.now(); !step.done; step = steps.next()) {
      if (performance.now() - since < SLICE) continue;
      await setImmediate();
      this.plan.signal.throwIfAborted();
      since = performance.now();
    }
    const late = step.value;
    const facts = { ...read, events: read.events + late.events, duplicates: read.duplicates + late.duplicates };
    completeFile(db, ids, facts);
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
    db.exec('COMMIT');
  }

  #refuse(file: string, why: string, sha256: string | null): void {
    this.#refused.push({ file, why, sha256 });
  }

  /** What was offered and not taken is part of the story too. */
  #noteRefused(): void {
    for (let i = 0; i < this.#refused.length; i += REFUSED_A_LINE) {
      this.opened.custody.append('import.unrecognised', { files: this.#refused.slice(i, i + REFUSED_A_LINE) });
    }
  }
}

/** The mapping's text is kept with the import; the custody line names it by its hash. */
function settingsTold({ mapping, ...settings }: ImportSettings): Record<string, unknown> {
  return mapping
    ? { ...settings, mapping: { name: mapping.name, file: mapping.file, sha256: mapping.sha256 } }
    : settings;
}

/** Of the file that is read; what the case's own disk says ends the import. */
const isFileError = (thrown: unknown): boolean => {
  if (isWriteTrouble(thrown)) return false;
  const code = (thrown as { code?: unknown }).code;
  return (typeof code === 'string' && /^E[A-Z]+$/.test(code)) || (thrown as Error).name === 'DamagedError';
};
