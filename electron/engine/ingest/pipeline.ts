/**
 * The mover of imports: goes through what is offered, opens archives, keeps address databases, and hands every file of records
 * to the intake, which has it parsed (large ones in a worker) and writes its events.
 */
import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { FileLedger } from '../../../shared/model/ledger';
import {
  dropEvidence,
  dropIncoming,
  fileChunks,
  heldIfSmall,
  incomingPath,
  keepIncoming,
  type Member,
  MembersInTurn,
  Tee,
  unlockMember,
} from '../case/evidence';
import { isHalfDone, noteArrived, noteArriving, sweepHalfDone } from '../case/half-done';
import { openMmdb } from '../enrich/mmdb';
import type { OpenCase } from '../session';
import { ADDRESS_DATABASE } from '../store/address-facts';
import { dictionaryMarks } from '../store/dictionaries';
import { buildIndexes, dropIndexes } from '../store/event-indexes';
import { countEvents } from '../store/event-writer';
import {
  beginFile,
  completeFile,
  fileById,
  fileLedger,
  isNamedAlone,
  nameStored,
  openedFolder,
  type Packing,
} from '../store/files';
import { durable, withSmallCache } from '../store/open';
import { withRecordedTimes } from './clock';
import { MUCH } from './early-threads';
import { expectedRecords, RECORD_BYTES, type Sized, unpackedBytes } from './expected-records';
import { type Input, listInputs, listMembers, packingOfFile, type Refused, whyUnreadable } from './inputs';
import { dropCopy, type ImportPlan, Intake, isFileError, isSmall, type Origin } from './intake';
import type { ParseJob } from './parsed';
import { isAddressDatabase, LARGEST } from './personal-databases';
import { type Parsing, ReadAhead } from './read-ahead';

export interface Imported {
  files: FileLedger[];
  unrecognised: Refused[];
}

/** What an input is: an archive, a file of records (`origin`), or else an address database. */
interface Begun {
  archive: 'zip' | 'tar' | 'tar+gzip' | null;
  origin: Origin | null;
  parsing: Parsing | null;
}

const LOCKED = 'locked with a password: import it again and give the password (--password-file, or when asked for)';
const LOCKED_DEPTH = 3; // locked archives inside locked archives
const BULK = 30_000; // records expected, above which the indexes are built at the end

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
  readonly #intake: Intake;

  constructor(
    readonly opened: OpenCase,
    readonly plan: ImportPlan,
  ) {
    this.#intake = new Intake(opened, plan);
  }

  async all(): Promise<Imported> {
    const listed = await listInputs(this.plan.paths);
    const inputs = listed.inputs.filter(({ name }) => this.#isWanted(name, true));
    for (const { file, why } of listed.refused) if (this.#isWanted(file)) this.#intake.refuse(file, why, null);
    this.#intake.total = inputs.reduce((sum, { bytes }) => sum + bytes, 0);
    try {
      if (this.#isBulk(inputs)) await withSmallCache(this.opened.db.write, () => this.#bulk(inputs));
      else await this.#inputs(inputs);
    } finally {
      this.#intake.noteRefused();
    }
    // A later file may have taken over events of an earlier one: each ledger as it stands at the end.
    const db = this.opened.db.read;
    const files = this.#intake.files.map((id) => fileLedger(db, fileById(db, id)!));
    return { files, unrecognised: this.#intake.refused.map(({ file, why }) => ({ file, why })) };
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
    this.#intake.writer.withoutIndexes(expected, incomingPath(this.opened.folder));
  }

  async #withIndexes(): Promise<void> {
    this.plan.rest?.();
    this.#intake.writer.withIndexes();
    if (this.plan.leavesIndexes) return;
    for (const share of buildIndexes(this.opened.db.write)) {
      this.plan.progress(this.#intake.total, this.#intake.total, `indexes ${Math.round(share * 100)} %`);
      await setImmediate();
    }
  }

  async #inputs(inputs: readonly Input[]): Promise<void> {
    const ahead = new ReadAhead(inputs, this.#lanesAside(inputs), isSmall, (input) => this.#begin(input, true));
    try {
      for (const [i, input] of inputs.entries()) {
        this.plan.signal.throwIfAborted();
        const before = this.#intake.done;
        try {
          await this.#input(input, (await ahead.take(i)) ?? undefined);
        } catch (thrown) {
          if (this.plan.signal.aborted) throw this.plan.signal.reason;
          if (!isFileError(thrown)) throw thrown;
          this.#intake.refuse(input.name, whyUnreadable(thrown), null);
        }
        this.#intake.done = before + input.bytes;
      }
    } finally {
      await ahead.end(({ origin }) => origin && dropCopy(origin));
      await this.#intake.completeRead(); // what was read by then stays, whatever ended the import
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
    if (origin) return this.#intake.file(origin, parsing ?? undefined);
    await this.#intake.completeRead();
    return archive ? this.#archive(input, archive) : this.#database(input);
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
    const before = this.#intake.files.length;
    try {
      const storedSha256 = await this.#copy(input.path, incoming);
      const listed = await listMembers(input.path, packing, this.plan.signal);
      if (typeof listed === 'string') return this.#intake.refuse(input.name, listed, storedSha256);
      const known = isReferenced ? input.path : this.#intake.present.storedAs(storedSha256);
      stored = known ?? this.#intake.freeName(input.keepAs ?? input.name);
      if (known === null) {
        noteArriving(this.opened.db.write, stored);
        await keepIncoming(folder, [{ incoming: incoming!, stored }]);
        isNew = true;
      }
      await this.#members(input, packing, listed, { stored, storedSha256 });
    } finally {
      await this.#intake.completeRead();
      if (incoming !== null) dropIncoming(incoming);
      if (isNew && this.#intake.files.length === before) dropEvidence(folder, stored!);
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
        else if (member.problem !== null) this.#intake.refuse(name, member.problem, null);
        else {
          const start = this.#intake.done;
          const share = (archive.bytes * member.bytes) / unpacked;
          const begun = await ahead.take(i);
          const parsing = begun?.parsing ?? parse(await jobOf(member), member.bytes, signal);
          const job = this.#job(path, packing, member.member, null);
          await this.#intake.file({ job, name, bytes: member.bytes, share, ...kept }, parsing);
          this.#intake.done = start + share;
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
    await this.#intake.completeRead();
    const depth = (archive.depth ?? 0) + 1;
    if (passwords.length === 0) return this.#intake.refuse(name, LOCKED, null);
    if (depth > LOCKED_DEPTH) return this.#intake.refuse(name, 'an archive inside an archive inside an archive', null);
    const incoming = incomingPath(folder);
    try {
      const path = this.#isReferenced(archive) ? archive.path : `${folder}/${kept.stored}`;
      const bytes = await unlockMember({ path, packing: 'zip', member: member.member }, passwords, incoming, signal);
      if (typeof bytes === 'string')
        return this.#intake.refuse(name, `locked with a password: ${bytes}; import it again with another one`, null);
      const before = this.#intake.files.length;
      const keepAs = `${openedFolder(kept.stored.slice('evidence/'.length))}${member.name}`;
      await this.#input({ path: incoming, name, bytes: 0, keepAs, depth });
      await this.#intake.completeRead();
      if (this.#intake.files.length > before) this.#keepLocked(archive, kept);
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
            name: this.#intake.present.freeName(archive.name),
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
    this.#intake.present.forget();
  }

  /** An address database is no log: it is kept as evidence, and addresses are looked up in it. */
  async #database(input: Input): Promise<void> {
    const { folder, custody } = this.opened;
    const db = this.opened.db.write;
    const isReferenced = this.#isReferenced(input);
    const incoming = isReferenced ? null : incomingPath(folder);
    try {
      if (input.bytes > LARGEST) return this.#intake.refuse(input.name, 'an address database larger than 1 GiB', null);
      const sha256 = await this.#copy(input.path, incoming);
      const found = openMmdb(await fs.promises.readFile(incoming ?? input.path), { file: input.name, sha256 });
      if (!found.ok) return this.#intake.refuse(input.name, found.error, sha256);
      const { type, built, nodes } = found.value;
      const known = isReferenced ? input.path : this.#intake.present.storedAs(sha256);
      const stored = known ?? this.#intake.freeName(input.keepAs ?? input.name);
      const ids = beginFile(db, input.name, this.plan.settings, dictionaryMarks(db));
      // On the disk before the file is in its place: else a power cut could leave a file that no row names.
      durable(db, () => nameStored(db, ids.fileId, stored));
      if (known === null) await keepIncoming(folder, [{ incoming: incoming!, stored }]);
      db.transaction(() => {
        const name = this.#intake.present.freeName(input.name);
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
      this.#intake.present.forget();
      this.#intake.files.push(ids.fileId);
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
}
