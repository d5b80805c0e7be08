/**
 * One file from bytes to encoded events: unpacks, hashes, copies, reads, recognises, maps. No database: it runs in the
 * engine's thread for small files and in a worker for large ones, and hands on batches either way.
 */
import { createHash } from 'node:crypto';
import { BombError, DamagedError, openStored, Tee } from '../case/evidence';
import type { EventBatch } from '../store/event-row';
import type { Encoding, Packing } from '../store/files';
import type { LeftOut } from './left-out';
import { Pass } from './pass';
import { HEAD } from './readers/sniff';
import type { Source } from './source';

export interface ParseJob {
  path: string;
  packing: Packing;
  member: string | null;
  /** Where a copy of the file is written while it is read; null where it is evidence already or stays where it is. */
  copyTo: string | null;
  /** The person's word on what it is; null = by content. */
  source: string | null;
  zone: string | null;
}

export interface ParsedBatch {
  events: EventBatch | null;
  leftOut: LeftOut | null;
  /** Bytes of the file as it lies there that were read since the batch before; of a member, its unpacked bytes. */
  readBytes: number;
}

export interface ParsedFile {
  /** Of the unpacked bytes, in which locators count. */
  bytes: number;
  sha256: string;
  /** Of the file as it lies there; null for a member of an archive. */
  storedSha256: string | null;
  encoding: Encoding;
  /** What it was taken for; null = nothing in it is known, and `why` says so. */
  recognised: { source: string; shape: string; because: string[] } | null;
  why: string;
  /** Events mapped, before the store tells which of them it knows already. */
  mapped: number;
  skipped: number;
  rejected: number;
  first: number | null;
  last: number | null;
  warnings: string[];
  /** Zone that was assumed for times without one. */
  zone: string | null;
}

/** Yields batches; returns what is known of the file. Throws what the file system throws; bad data never throws. */
export async function* parseFile(job: ParseJob, all: readonly Source[]): AsyncGenerator<ParsedBatch, ParsedFile> {
  const run = new Run(job, all);
  let damage: DamagedError | null = null;
  try {
    try {
      for await (const chunk of openStored(job, run.onPacked)) {
        run.feed(chunk);
        yield* run.ready();
      }
    } catch (thrown) {
      // What came before the damage is evidence too.
      if (!(thrown instanceof DamagedError)) throw thrown;
      damage = thrown;
    }
    run.end();
    yield* run.ready();
    return run.result(damage);
  } finally {
    run.close();
  }
}

class Run {
  readonly #unpacked = createHash('sha256');
  /** Packed bytes that were read before it was known whether the file is worth a copy. */
  #early: Buffer[] | null = [];
  #tee: Tee | null = null;
  /** First bytes, until there are enough to tell what they are. */
  #head: Buffer[] = [];
  #headBytes = 0;
  #pass: Pass | null = null;
  #bytes = 0;
  #packedBytes = 0;
  #told = 0;

  constructor(
    readonly job: ParseJob,
    readonly sources: readonly Source[],
  ) {}

  get #isMember(): boolean {
    return this.job.packing === 'zip' || this.job.packing === 'tar' || this.job.packing === 'tar+gzip';
  }

  onPacked = (chunk: Buffer): void => {
    this.#packedBytes += chunk.length;
    if (this.#early) this.#early.push(Buffer.from(chunk));
    else this.#tee!.write(chunk);
  };

  feed(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.job.packing !== 'none') this.#unpacked.update(chunk);
    if (this.#pass) return this.#pass.feed(chunk);
    this.#head.push(Buffer.from(chunk));
    this.#headBytes += chunk.length;
    if (this.#headBytes >= HEAD) this.#begin();
  }

  end(): void {
    if (!this.#pass) this.#begin();
    this.#pass!.end();
  }

  #begin(): void {
    const head = Buffer.concat(this.#head);
    this.#head = [];
    this.#pass = new Pass(head, this.sources, this.job);
    this.#tee = new Tee(this.#pass.isPromising ? this.job.copyTo : null);
    for (const chunk of this.#early!) this.#tee.write(chunk);
    this.#early = null;
    this.#pass.feed(head);
  }

  *ready(): Generator<ParsedBatch> {
    const read = this.#isMember ? this.#bytes : this.#packedBytes;
    const readBytes = read - this.#told;
    this.#told = read;
    const batches = this.#pass?.take() ?? [];
    if (batches.length === 0) yield { events: null, leftOut: null, readBytes };
    for (const [i, batch] of batches.entries()) yield { ...batch, readBytes: i === 0 ? readBytes : 0 };
  }

  result(damage: DamagedError | null): ParsedFile {
    const packedSha256 = this.#tee!.end();
    this.#tee = null;
    const found = this.#pass!.result();
    const isBomb = damage instanceof BombError;
    const isLost = isBomb || (damage !== null && this.#bytes === 0);
    return {
      ...found,
      ...(isLost && { recognised: null, why: damage.message }),
      warnings: damage ? [`${damage.message}; what could be unpacked was read`, ...found.warnings] : found.warnings,
      bytes: this.#bytes,
      sha256: this.job.packing === 'none' ? packedSha256 : this.#unpacked.digest('hex'),
      storedSha256: this.#isMember ? null : packedSha256,
    };
  }

  close(): void {
    this.#tee?.end();
    this.#tee = null;
  }
}
