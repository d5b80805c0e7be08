/**
 * One file from bytes to encoded events: unpacks, hashes, copies, reads, recognises, maps. No database: it runs in the
 * engine's thread for small files and in a worker for large ones, and hands on batches either way.
 */
import { createHash } from 'node:crypto';
import { BombError, DamagedError, openStored, Tee } from '../case/evidence';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { Pass } from './pass';
import { HEAD } from './readers/sniff';
import type { Source } from './source';

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
    if (this.#pass) {
      this.#pass.feed(chunk);
      return;
    }
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
