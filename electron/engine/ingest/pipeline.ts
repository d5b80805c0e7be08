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
  heldIfSmall,
  incomingPath,
  keepIncoming,
  type Member,
  MembersInTurn,
  makeRoom,
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
import { countEvents, EventWriter, type Written } from '../store/event-writer';
import {
  beginFile,
  completeFile,
  dropFile,
  type FileFacts,
  fileById,
  fileLedger,
  type ImportSettings,
  isNamedAlone,
  nameStored,
  openedFolder,
  type Packing,
  PresentFiles,
  storedNames,
} from '../store/files';
import { durable, withSmallCache } from '../store/open';
import { withRecordedTimes } from './clock';
import { LARGE, MUCH } from './early-threads';
import { expectedRecords, RECORD_BYTES, type Sized, unpackedBytes } from './expected-records';
import { type Input, listInputs, listMembers, packingOfFile, type Refused, whyUnreadable } from './inputs';
import { checkSums, fileWarnings, recordsOf, type Sums } from './ledger';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { isAddressDatabase, LARGEST } from './personal-databases';
import { type Parsing, ReadAhead } from './read-ahead';
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
  /** Parses one file, here or elsewhere; `bytes` tells how large it is. `isAside`: elsewhere, however small. */
  parse(job: ParseJob, bytes: number, signal?: AbortSignal, isAside?: boolean): Parsing;
  /** How many small files are parsed elsewhere at once, where there are many; unset: none. */
  aside?: number;
  /** Told when no more files come, before the indexes are built. */
  rest?(): void;
  /** Indexes that a large import took down stay down (`areIndexesDown`), also when it fails: the caller builds them. */
  leavesIndexes?: boolean;
}

export interface Imported {
  files: FileLedger[];
  unrecognised: Refused[];
}

/** A file that was read to its end. */
interface ReadFile {
  ids: { importId: number; fileId: number };
  origin: Origin;
  parsed: ParsedFile & { recognised: object };
  sums: Sums;
}

/** What an input is: an archive, a file of records (`origin`), or else an address database. */
interface Begun {
  archive: 'zip' | 'tar' | 'tar+gzip' | null;
  origin: Origin | null;
  parsing: Parsing | null;
}

/** With where its bytes are to lie; `isNew`: they come there with it. */
interface Placed {
  read: ReadFile;
  stored: string;
  storedSha256: string;
  isNew: boolean;
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
/** Batches, of one file or of several, that share a transaction: each commit costs a checkpoint's share, each batch alone cost half of an import. */
const GROUP = 100;
const BULK = 30_000; // records expected, above which the indexes are built at the end
/** Files that are completed together: to have one on the disk costs a disk's while, and that of many costs the same. */
const TOGETHER = { files: 100, bytes: 32 * 1024 * 1024, milliseconds: 1_000 };
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
  /** Of the files that were completed. */
  readonly #files: number[] = [];
  /** Read and not completed yet, in order, and when the first of them was. */
  #read: ReadFile[] = [];
  #readSince = 0;
  readonly #present: PresentFiles;
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
    this.#present = new PresentFiles(opened.db.read);
  }

  async all(): Promise<Imported> {
    const listed = await listInputs(this.plan.paths);
    const inputs = listed.inputs.filter(({ name }) => this.#isWanted(name, true));
    for (const { file, why } of listed.refused) if (this.#isWanted(file)) this.#refuse(file, why, null);
    this.#total = inputs.reduce((sum, { bytes }) => sum + bytes, 0);
    try {
      if (this.#isBulk(inputs)) await withSmallCache(this.opened.db.write, () => this.#bulk(inputs));
      else await this.#inputs(inputs);
    } finally {
      this.#noteRefused();
    }
    // A later file may have taken over events of an earlier one: each ledger as it stands at the end.
    const db = this.opened.db.read;
    const files = this.#files.map((id) => fileLedger(db, fileById(db, id)!));
    return { files, unrecognised: this.#refused.map(({ file, why }) => ({ file, why })) };
  }

  /** Whether the file is one that was asked for; `orHolds`: or an archive that may hold one. */
  #isWanted(name: string, orHolds = false): boolean {
    const { only } = this.plan;
    return !only || only.some((each) => each === name || (orHolds && each.startsWith(`${name}/`)));
  }

  /** Much comes in, compared with what is there: then indexes are cheaper built at the end. */
  #isBulk(inputs: readonly Input[]): boolean {
    const expected = inputs.reduce((sum, input) => sum + unpackedBytes(input), 0) / RECORD_BYTES;
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
    const ahead = new ReadAhead(inputs, this.#lanesAside(inputs), isSmall, (input) => this.#begin(input, true));
    try {
      for (const [i, input] of inputs.entries()) {
        this.plan.signal.throwIfAborted();
        const before = this.#done;
        try {
          await this.#input(input, (await ahead.take(i)) ?? undefined);
        } catch (thrown) {
          if (this.plan.signal.aborted) throw this.plan.signal.reason;
          if (!isFileError(thrown)) throw thrown;
          this.#refuse(input.name, whyUnreadable(thrown), null);
        }
        this.#done = before + input.bytes;
      }
    } finally {
      await ahead.end(({ origin }) => origin && dropCopy(origin));
      await this.#completeRead(); // what was read by then stays, whatever ended the import
    }
  }

  /** How many small files are parsed aside at once: where there is little in them, threads cost more than they gain. */
  #lanesAside(inputs: readonly Sized[]): number {
    const { aside = 0 } = this.plan;
    const small = inputs.filter(isSmall);
    return small.length > 1 && small.reduce((sum, input) => sum + unpackedBytes(input), 0) >= MUCH ? aside : 0;
  }

  /** Looks what it is; a file of records is begun to be parsed, where that is done aside. */
  async #begin(input: Input, isAside: boolean): Promise<Begun> {
    const packing = await packingOfFile(input.path);
    if (packing === 'zip' || packing === 'tar' || packing === 'tar+gzip')
      return { archive: packing, origin: null, parsing: null };
    if (packing === 'none' && (await isAddressDatabase(input))) return { archive: null, origin: null, parsing: null };
    const reference = this.#isReferenced(input);
    const copyTo = reference ? null : incomingPath(this.opened.folder);
    const origin: Origin = {
      job: this.#job(input.path, packing, null, copyTo),
      name: input.name,
      bytes: input.bytes,
      share: input.bytes,
      stored: reference ? input.path : null,
      storedSha256: null,
      keepAs: input.keepAs,
    };
    const { parse, signal } = this.plan;
    return { archive: null, origin, parsing: isAside ? parse(origin.job, origin.bytes, signal, true) : null };
  }

  async #input(input: Input, begunAside?: Begun): Promise<void> {
    const { archive, origin, parsing } = begunAside ?? (await this.#begin(input, false));
    if (origin) return this.#file(origin, parsing ?? undefined);
    await this.#completeRead();
    return archive ? this.#archive(input, archive) : this.#database(input);
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
      const known = isReferenced ? input.path : this.#present.storedAs(storedSha256);
      stored = known ?? this.#freeName(input.keepAs ?? input.name);
      if (known === null) {
        noteArriving(this.opened.db.write, stored);
        await keepIncoming(folder, [{ incoming: incoming!, stored }]);
        isNew = true;
      }
      await this.#members(input, packing, listed, { stored, storedSha256 });
    } finally {
      await this.#completeRead();
      if (incoming !== null) dropIncoming(incoming);
      if (isNew && this.#files.length === before) dropEvidence(folder, stored!);
      if (isNew) noteArrived(this.opened.db.write);
    }
  }

  /** Small members are read in turn, and parsed beside each other where there are many. */
  async #members(
    archive: Input,
    packing: 'zip' | 'tar' | 'tar+gzip',
    listed: readonly Member[],
    kept: { stored: string; storedSha256: string },
  ): Promise<void> {
    const { signal, parse } = this.plan;
    const path = this.#isReferenced(archive) ? archive.path : `${this.opened.folder}/${kept.stored}`;
    const unpacked = listed.reduce((sum, { bytes }) => sum + bytes, 1);
    const wanted = listed
      .map((member) => ({ ...member, path: `${archive.name}/${member.name}` }))
      .filter(({ path }) => this.#isWanted(path));
    const inTurn = new MembersInTurn({ path, packing }, signal);
    const jobOf = (member: Member): Promise<ParseJob> => {
      const job = this.#job(path, packing, member.member, null);
      return isSmall(member) ? heldIfSmall(inTurn, job) : Promise.resolve(job);
    };
    const canBegin = (member: Member): boolean => isSmall(member) && member.problem === null;
    const ahead = new ReadAhead(wanted, this.#lanesAside(wanted.filter(canBegin)), canBegin, async (member) => ({
      parsing: parse(await jobOf(member), member.bytes, signal, true),
    }));
    try {
      for (const [i, member] of wanted.entries()) {
        const name = member.path;
        if (member.isLocked) await this.#locked(archive, kept, member, name);
        else if (member.problem !== null) this.#refuse(name, member.problem, null);
        else {
          const start = this.#done;
          const share = (archive.bytes * member.bytes) / unpacked;
          const begun = await ahead.take(i);
          const parsing = begun?.parsing ?? parse(await jobOf(member), member.bytes, signal);
          const job = this.#job(path, packing, member.member, null);
          await this.#file({ job, name, bytes: member.bytes, share, ...kept }, parsing);
          this.#done = start + share;
        }
      }
    } finally {
      await ahead.end(() => {});
      await inTurn.close();
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
    await this.#completeRead();
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
      await this.#completeRead();
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
          ...{
            name: this.#present.freeName(archive.name),
            stored,
            member: null,
            packing: 'zip',
            encoding: 'utf-8',
            bytes,
          },
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
    this.#present.forget();
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
      const known = isReferenced ? input.path : this.#present.storedAs(sha256);
      const stored = known ?? this.#freeName(input.keepAs ?? input.name);
      const ids = beginFile(db, input.name, this.plan.settings, dictionaryMarks(db));
      // On the disk before the file is in its place: else a power cut could leave a file that no row names.
      durable(db, () => nameStored(db, ids.fileId, stored));
      if (known === null) await keepIncoming(folder, [{ incoming: incoming!, stored }]);
      db.transaction(() => {
        const name = this.#present.freeName(input.name);
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
      this.#present.forget();
      this.#files.push(ids.fileId);
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

  /** `parsing`: where it was begun already. */
  async #file(origin: Origin, parsing?: Parsing): Promise<void> {
    const read = await this.#readFile(origin, parsing);
    if (!read) return;
    if (isSmall(origin) && this.#writer.setAside()) {
      if (this.#read.length === 0) this.#readSince = performance.now();
      this.#read.push(read);
      if (this.#isEnough()) await this.#completeRead();
      return;
    }
    try {
      await this.#completeRead();
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
    const writer = this.#writer;
    const marks = dictionaryMarks(db);
    const ids = beginFile(db, origin.name, plan.settings, marks);
    const sums: Sums = { events: 0, context: 0, duplicates: 0, skipped: 0, rejected: 0 };
    const start = this.#done;
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
      const parsed = step.value;
      const { recognised } = parsed;
      if (recognised === null) {
        if (writer.hasWritten) await this.#completeRead();
        writer.abandon();
        dropFile(db, ids);
        dropCopy(origin);
        this.#refuse(origin.name, parsed.why, parsed.sha256);
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
        await this.#completeRead();
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
  async #completeRead(): Promise<void> {
    const reads = this.#read.splice(0);
    if (reads.length === 0) return this.#settle('COMMIT');
    const { isWriting } = this.#writer;
    try {
      await this.#complete(reads);
    } catch (thrown) {
      if (!isFileError(thrown)) throw thrown;
      for (const { origin } of reads) this.#refuse(origin.name, whyUnreadable(thrown), null);
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
      this.#writer.flushBulk();
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
      if (!this.#writer.hasAside) plan.signal.throwIfAborted();
      await this.#completeRows(placed);
    } catch (thrown) {
      this.#settle('ROLLBACK');
      this.#present.forget();
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
      const stored = this.#present.storedAs(storedSha256) ?? this.#freeName(origin.keepAs ?? origin.name);
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
    this.#writer.abandonAll();
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
   * The files' events become visible, their rows complete and their custody lines written, all in one transaction. Folding in it
   * gives way, so that a cancel is heard; from the first custody line to the commit nothing does.
   */
  async #completeRows(placed: readonly Placed[]): Promise<void> {
    const db = this.opened.db.write;
    db.exec('BEGIN IMMEDIATE');
    let late: Written = { events: 0, duplicates: 0 };
    if (this.#writer.hasAside) this.#writer.finishAside();
    else late = await this.#finished();
    for (const each of placed) {
      const facts = this.#factsOf(each, late);
      completeFile(db, each.read.ids, facts);
      this.#present.add(facts);
      this.#tell(facts);
    }
    db.exec('COMMIT');
    this.#files.push(...placed.map(({ read }) => read.ids.fileId));
  }

  /** Folds what the present file brings. */
  async #finished(): Promise<Written> {
    const steps = this.#writer.finishing();
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
      name: this.#present.freeName(origin.name),
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

const isSmall = ({ bytes }: { bytes: number }): boolean => bytes < LARGE;

function dropCopy({ job: { copyTo } }: Origin): void {
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
const isFileError = (thrown: unknown): boolean => {
  if (isWriteTrouble(thrown)) return false;
  const code = (thrown as { code?: unknown }).code;
  return (typeof code === 'string' && /^E[A-Z]+$/.test(code)) || (thrown as Error).name === 'DamagedError';
};
