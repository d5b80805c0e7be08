/** Keeps the packed columns of the open case at hand: opened where they are ready, built beside the engine where not. */
import type { OpenCase } from '../../session';
import { LOOKUPS } from '../../store/address-facts';
import { analysedFrom } from '../../store/analysed';
import { readMeta } from '../../store/case-reads';
import { columnsFile, columnsOf, dropColumnsFile, openColumnsFile } from '../../store/columns/open';
import { columnsState } from '../../store/columns/state';
import { areIndexesDown } from '../../store/event-indexes';
import type { ReadDb } from '../../store/open';
import { writesTo } from '../../store/writes';
import { Packed } from './packed';

/** Below so many events SQL answers fast enough. */
export const WORTH_PACKING = 20_000;
/** A case that changes is left alone for so long, ms. */
const REST_MS = 500;

/**
 * Builds the columns of a case in another thread: into the file, or, where the case cannot be written, into memory that is
 * handed back. Rejects when it cannot, or was told to stop.
 */
export type BuildColumns = (opened: OpenCase, signal: AbortSignal) => Promise<ArrayBuffer | null>;

interface Kept {
  writes: string;
  state: string;
  packed: Packed | null;
  building: AbortController | null;
  built: Promise<void>;
}

export class ColumnRoom {
  readonly #kept = new WeakMap<OpenCase, Kept>();

  /** `build` null: what is there is used, nothing is built. */
  constructor(
    readonly build: BuildColumns | null,
    readonly worth = WORTH_PACKING,
  ) {}

  /** The columns of the case as it is now; null while there are none, and SQL must answer. */
  of(opened: OpenCase): Packed | null {
    const db = opened.db.read;
    const kept = this.#kept.get(opened) ?? this.#begin(opened);
    const writes = writesTo(db);
    if (kept.writes !== writes) {
      kept.writes = writes;
      const state = columnsState(db);
      if (kept.packed?.columns.head.state !== state) this.#open(opened, kept, state);
      // While findings are being written, every write counts; else only what answers are made of: no note, no kept view.
      const findings = analysedFrom(db) ?? writes;
      kept.packed?.fresh(`${findings} ${readMeta(db, LOOKUPS) ?? ''}`);
    }
    return kept.packed;
  }

  /** Builds what the case lacks; fulfilled when it is there, or cannot be had. */
  async ensure(opened: OpenCase): Promise<void> {
    if (!this.of(opened)) await this.#kept.get(opened)?.built;
  }

  /** Ends what is being built of the case; fulfilled when nothing of it is left, null where nothing is being built. */
  letGo(opened: OpenCase): Promise<void> | null {
    const kept = this.#kept.get(opened);
    if (!kept?.building) return null;
    kept.building.abort();
    return kept.built;
  }

  #begin(opened: OpenCase): Kept {
    const kept: Kept = { writes: '', state: '', packed: null, building: null, built: Promise.resolve() };
    this.#kept.set(opened, kept);
    return kept;
  }

  #open(opened: OpenCase, kept: Kept, state: string, bytes: ArrayBuffer | null = null): void {
    kept.packed?.columns.close();
    kept.packed = null;
    kept.state = state;
    const columns = bytes
      ? columnsOf(
          (at, length) => bytes.slice(at, at + length),
          bytes.byteLength,
          () => undefined,
        )
      : openColumnsFile(columnsFile(opened.folder));
    if (columns?.head.state === state) kept.packed = new Packed(opened.db.read, columns);
    else {
      columns?.close();
      // Old ones are not left lying: they tell of events that may have been taken out of the case.
      if (!bytes && !opened.readOnly) dropColumnsFile(opened.folder);
      if (this.build && !kept.building && this.#isWorth(opened.db.read)) kept.built = this.#make(opened, kept);
    }
  }

  #isWorth = (db: ReadDb): boolean =>
    (db.prepare<[], number>('SELECT eid FROM horizon').pluck().get() ?? 0) >= this.worth;

  async #make(opened: OpenCase, kept: Kept): Promise<void> {
    const abort = new AbortController();
    kept.building = abort;
    try {
      // What an import or a removal changes now would make it old before it is done.
      for (let state = kept.state; ; state = kept.state) {
        await rest(abort.signal);
        if (!isOpen(opened)) return;
        kept.state = columnsState(opened.db.read);
        if (kept.state === state && !areIndexesDown(opened.db.read)) break;
      }
      const bytes = await this.build!(opened, abort.signal);
      kept.building = null;
      if (!isOpen(opened)) return;
      if (bytes) this.#open(opened, kept, columnsState(opened.db.read), bytes);
      else kept.writes = ''; // looked at again with the next question
    } catch {
      // SQL goes on answering; it is tried again after the next change of the case.
    } finally {
      kept.building = null;
    }
  }
}

const rest = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, REST_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

const isOpen = (opened: OpenCase): boolean => opened.db.read.open;
