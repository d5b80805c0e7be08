/** What every room's handlers get from the composition: the open case, who acts, what tokens stand for. */
import type { CustodyEntry, SignatureFacts } from '../../shared/model/case';
import type { CaseDb } from './store/open';

/** The custody log of one case (`case/custody.ts`). */
export interface Custody {
  /**
   * Appends one act: synced to the disk before it returns. `detail` is plain JSON: what, before and after.
   * Inside a command it belongs to the command's transaction.
   */
  append(act: string, detail: Record<string, unknown>): CustodyEntry;
  head(): string;
  count(): number;
}

/** The sealed bundle that an open case was unpacked from. */
export interface BundleOrigin {
  file: string;
  sealed: { at: string; by: string; confirmed: boolean };
  custodyHead: string;
  signature: SignatureFacts | null;
}

export interface OpenCase {
  /** Absolute path of the case folder. */
  folder: string;
  name: string;
  id: string;
  db: CaseDb;
  custody: Custody;
  readOnly: boolean;
  /** Why it is read-only, where that was not asked for (someone else has it open, the medium cannot be written). */
  readOnlyBecause?: string | null;
  demo: boolean;
  /** False where the folder was taken away beneath us: what is written then, nobody finds again. */
  isThere?(): boolean;
  /** After `db.close()`: encrypts the folder again where the case is encrypted at rest. */
  settle?(): Promise<void>;
  /** Set where a bundle is looked at. */
  origin?: BundleOrigin | null;
}

export interface Actor {
  name: string;
  confirmed: boolean;
}

export interface Session {
  /** The open case; throws `no-case`. */
  case(): OpenCase;
  current(): OpenCase | null;
  /** Path behind a token that the host granted; throws `bad-input` for an unknown token or a wrong use. */
  path(token: string, use: 'read' | 'write'): string;
  actor(): Actor;
  setActor(actor: Actor): void;
  /** Replaces the open case (closing the old one). */
  use(opened: OpenCase | null): void;
  /** Resolves when the cases that were closed before are settled; throws where one could not be. */
  settled?(): Promise<void>;
  /**
   * Writers queue: one command or job at a time. Commands take it for microseconds, jobs give way between batches
   * only where they say so. Throws `read-only` on a read-only case.
   */
  exclusive<T>(work: () => T | Promise<T>): Promise<T>;
  version: string;
}
