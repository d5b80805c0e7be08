/**
 * Keeps where a sweep stood before its last chunk, and goes on from there where that gives what a whole sweep would: every
 * event since is of that moment or later, no event before it was changed, and all that was asked of the case meanwhile would
 * be answered the same. Where any of this is in doubt, the whole is swept.
 */
import { createHash } from 'node:crypto';
import { lookedUpIn } from '../store/address-facts';
import { analysedFrom } from '../store/analysed';
import { gatheringWords } from '../store/analysis-writes';
import { clocksSet } from '../store/clocks';
import type { contextRows } from '../store/context';
import { areIndexesDown } from '../store/event-indexes';
import type { ReadDb, WriteDb } from '../store/open';
import {
  dropSweepFile,
  forgetSweep,
  noteSweep,
  removeSweepFile,
  type SweepFileFacts,
  SweepFileWriter,
  sweepNote,
  withSweepFile,
} from '../store/sweep-file';
import type { Facts } from './facts';
import { CONSTANTS, FORMS } from './kept/forms';
import { GraphReader, GraphWriter } from './kept/graph';
import { type Places, placesAsBefore, type Taken, takenOf } from './kept/places';
import type { WeighedKept } from './kept/weighed';
import type { AnalysisRead, SourceSpan } from './read';
import type { Covered } from './stages/covered';
import type { Dimensions } from './stages/dimensions';
import type { Gather, GatherKept } from './stages/gather';
import type { Resolution } from './stages/identities';
import { hasMirrors } from './stages/mirrors';
import type { ToldAttempts } from './stages/told-attempts';
import type { Rules } from './thresholds';

/** Of the file and the note; raised when either changes in a way that the sources do not tell. */
const FORM = 2;
/** Which program: another one may sweep otherwise. The build puts a hash of the sources in its place. */
const PROGRAM = process.env.SIDEDOOR_SOURCES ?? 'sources';

/** What is kept in `meta`: of what the file is. */
interface Note {
  form: number;
  program: string;
  file: SweepFileFacts;
  /** Bytes of it that are how the sweep stood; behind them is what the findings were weighed by. */
  held: number;
  /** Fingerprint of the findings that were weighed by what is in the file. */
  weighed: string;
  /** Fingerprint of the findings that the sweep led to: those that stand. */
  findings: string;
  /** Highest row id that it knew, and how many events it took. */
  horizon: number;
  swept: number;
  /** Moment of the first event that it had not taken yet. */
  from: number;
  files: { completed: unknown; removed: unknown; clocks: unknown; lookups: unknown };
  /** Hash of words, rules and context. */
  asked: string;
  /** By source: a prompt due from here on counts, if its log goes on so long. */
  beyond: [string, number][];
  /** Events of whose attempts something was told after that moment. */
  told: number[];
}

/** What is kept in the file. */
interface Held {
  gather: GatherKept;
  covered: ReturnType<Covered['kept']>;
  dimensions: ReturnType<Dimensions['kept']>;
  taken: Taken;
  repeated: Set<number>;
}

/** What the sweep begins with. */
export interface SweepBasis {
  read: AnalysisRead;
  rows: ReturnType<typeof contextRows>;
  rules: Rules;
  spans: readonly SourceSpan[];
  who: Resolution;
  facts: Facts;
}

/** Where to go on. */
export interface Resumed {
  held: Held;
  places: Places;
  swept: number;
  from: number;
  /** Keys of records that have several contents. */
  repeated: ReadonlySet<number>;
  /** Events of whose attempts the findings that stand may say what was said too early. */
  told: readonly number[];
  /** What the findings that stand were weighed by; null where they were weighed by something else since. */
  weighed: WeighedKept | null;
}

export class SweepKeeper {
  #writer: SweepFileWriter | null = null;
  #file: SweepFileFacts | null = null;
  #taken: Omit<Note, 'file' | 'findings' | 'told' | 'weighed'> | null = null;
  /** By position: 1 where nothing could be added to the episode any more at that moment. */
  #over: Uint8Array = new Uint8Array();
  /** What was told since `take`, and nothing else of what was gathered: findings are written beside it. */
  #told: ToldAttempts | null = null;
  #stays = false;
  #goesOn = false;

  /** `least`: of so many events a sweep is kept; fewer are swept in no time. */
  constructor(
    readonly db: WriteDb,
    readonly folder: string,
    readonly least: number,
    /** Whether the findings stand as the last analysis left them, by the same words, thresholds and program. */
    readonly isAsWeighed: () => boolean,
    /** Writing holds a list of all objects: called before. */
    readonly makeRoom: (goesOn: boolean) => void,
  ) {}

  /** Whether there may be somewhere to go on from; where much came, the whole costs little more. */
  get isKept(): boolean {
    return sweepNote(this.db) !== null && !areIndexesDown(this.db);
  }

  /** Where the last sweep stood; null where this one must begin at the beginning. */
  resume(basis: SweepBasis): Resumed | null {
    const note = noteOf(this.db);
    const found = note && this.#usable(note, basis) ? this.#read(note) : null;
    if (!note || !found) return null;
    const { read, who, facts } = basis;
    const places = placesAsBefore(found.taken, who, facts);
    const repeated = places && repeatedNow(this.db, note.horizon, found.repeated);
    if (!repeated) return null;
    for (const [source, due] of note.beyond)
      if (basis.spans.some((span) => span.source === source && span.last >= due)) return null;
    if (read.lastEid() < note.horizon) return null;
    const { swept, from, told } = note;
    const weighed = note.weighed === note.findings && this.isAsWeighed() ? found.weighed : null;
    this.#goesOn = true;
    return { held: found, places: places!, swept, from, repeated, told, weighed };
  }

  #usable(note: Note, { rows, rules, spans }: SweepBasis): boolean {
    const now = filesOf(this.db);
    const isSame = (name: 'removed' | 'clocks' | 'lookups'): boolean =>
      JSON.stringify(note.files[name]) === JSON.stringify(now[name]);
    const [old, all] = [note.files.completed as number[], now.completed as number[]];
    return (
      note.form === FORM &&
      note.program === PROGRAM &&
      note.findings === analysedFrom(this.db) &&
      isSame('removed') &&
      isSame('clocks') &&
      isSame('lookups') &&
      old.every((id, i) => all[i] === id) &&
      note.asked === askedOf(this.db, rows, rules) &&
      !hasMirrors(spans) &&
      !areIndexesDown(this.db) && // records are looked up by key here
      firstSince(this.db, note.horizon) >= note.from
    );
  }

  #read({ file, held: bytes }: Note): (Held & { weighed: WeighedKept | null }) | null {
    try {
      return withSweepFile(this.folder, file, (source) => {
        const held = new GraphReader(source, bytes, FORMS, CONSTANTS).read() as Partial<Held> | null;
        if (!held?.gather || !held.covered || !held.dimensions || !held.taken || !held.repeated) return null;
        const weighed = new GraphReader(source, file.bytes - bytes, []).read() as WeighedKept | null;
        return { ...(held as Held), weighed };
      });
    } catch {
      return null; // whatever is wrong with it, the whole can be swept
    }
  }

  /** What was kept is of no use any more, or about to be replaced: it must not outlive evidence that is taken out. */
  drop(): void {
    if (sweepNote(this.db) !== null) forgetSweep(this.db);
    dropSweepFile(this.folder);
  }

  /**
   * Between two chunks: keeps how the sweep stands, where what is left is less than a chunk and there is enough to keep. A disk
   * that is full, or a value that cannot be kept, is no reason to fail: nothing is kept then.
   */
  take(
    { rows, rules, spans, who, facts, read }: SweepBasis,
    sweep: { gather: Gather; covered: Covered; dimensions: Dimensions; repeated: ReadonlySet<number> },
    done: number,
  ): void {
    if (done < this.least || hasMirrors(spans) || sweep.gather.regroup !== null) return;
    this.close();
    sweep.gather.drafts.packOver();
    this.makeRoom(this.#goesOn);
    try {
      this.#writer = new SweepFileWriter(this.folder);
      const held = {
        gather: sweep.gather.kept(),
        covered: sweep.covered.kept(),
        dimensions: sweep.dimensions.kept(),
        taken: takenOf(who, facts, rows.length > 0),
        repeated: sweep.repeated,
      };
      new GraphWriter((bytes) => this.#writer!.write(bytes), FORMS, CONSTANTS).write(held);
    } catch {
      this.#giveUp();
      return;
    }
    // What context files say of an episode is not written down: with any, all are weighed again.
    this.#over = rows.length > 0 ? new Uint8Array() : sweep.gather.drafts.over();
    this.#taken = {
      held: this.#writer.bytes,
      ...{ form: FORM, program: PROGRAM, horizon: read.lastEid(), swept: done, from: Number.POSITIVE_INFINITY },
      ...{ files: filesOf(this.db), asked: askedOf(this.db, rows, rules), beyond: sweep.gather.beyond },
    };
    this.#told = sweep.gather.told;
    sweep.gather.told.watch();
  }

  /** Moment of the first event of each chunk: of the one after `take`, what comes later must not be earlier than it. */
  next(time: number): void {
    if (this.#taken) this.#taken.from = time;
  }

  #giveUp(): void {
    this.close();
    this.#taken = null;
    dropSweepFile(this.folder);
  }

  /** Whether it is to be told what the episode at a position was weighed by. */
  isAsked(place: number): boolean {
    return this.#taken !== null && this.#over[place] === 1;
  }

  /** After weighing. */
  keepWeighed(kept: () => WeighedKept): void {
    if (!this.#taken || !this.#writer) return;
    try {
      new GraphWriter((bytes) => this.#writer!.write(bytes), []).write(kept());
      this.#file = this.#writer.end();
    } catch {
      this.#giveUp();
    }
  }

  /** Lets go of a file that was not ended. */
  close(): void {
    if (this.#file === null) this.#writer?.abandon();
    if (this.#file === null) this.#writer = null;
  }

  /** Nothing was swept: what is kept goes with the findings that are written now. */
  stay(): void {
    const note = noteOf(this.db);
    this.#stays = note !== null && note.findings === analysedFrom(this.db);
  }

  /** Within the transaction that writes the findings: what is on its way will be of them. */
  note(findings: string): void {
    if (this.#stays) {
      noteSweep(this.db, JSON.stringify({ ...noteOf(this.db)!, findings } satisfies Note));
      return;
    }
    removeSweepFile(this.folder); // of other findings, should the rest be cut off
    if (!this.#taken || !this.#file) forgetSweep(this.db);
    else {
      const told = [...new Set(this.#told!.since)];
      const note: Note = { ...this.#taken, file: this.#file, findings, weighed: findings, told };
      noteSweep(this.db, JSON.stringify(note));
    }
  }

  /** After it. */
  place(): void {
    try {
      this.#writer?.place();
    } catch {
      dropSweepFile(this.folder); // the next analysis sweeps the whole
    }
  }
}

function noteOf(db: ReadDb): Note | null {
  try {
    return JSON.parse(sweepNote(db) ?? 'null') as Note | null;
  } catch {
    return null;
  }
}

const filesOf = (db: ReadDb): Note['files'] => ({
  completed: db.prepare(`SELECT id FROM import WHERE state = 'complete' ORDER BY id`).pluck().all(),
  removed: db.prepare('SELECT id FROM file WHERE removed IS NOT NULL ORDER BY id').pluck().all(),
  clocks: clocksSet(db),
  lookups: lookedUpIn(db),
});

const askedOf = (db: ReadDb, rows: SweepBasis['rows'], rules: Rules): string =>
  createHash('sha256')
    .update(JSON.stringify([gatheringWords(db), rules.gather, rules.attempts, rows]))
    .digest('hex');

/** Moment of the first event that came since; Infinity where none did. The plus keeps SQLite from going over all by time. */
const firstSince = (db: ReadDb, horizon: number): number =>
  db
    .prepare<[number], number | null>(
      'SELECT min(+time) FROM event_all WHERE eid > ? AND eid <= (SELECT eid FROM horizon)',
    )
    .pluck()
    .get(horizon) ?? Number.POSITIVE_INFINITY;

/** Keys of records with several contents, now; null where one of them had a single content when it was swept. */
function repeatedNow(db: ReadDb, horizon: number, before: ReadonlySet<number>): Set<number> | null {
  const all = new Set(before);
  const isOld = db.prepare<[number, number], number>('SELECT 1 FROM event_all WHERE rk = ? AND eid <= ?').pluck();
  const came = db.prepare<[number], number>('SELECT DISTINCT rk FROM event_all WHERE eid > ? AND variant > 0').pluck();
  for (const rk of came.all(horizon)) {
    if (!before.has(rk) && isOld.get(rk, horizon) !== undefined) return null;
    all.add(rk);
  }
  return all;
}
