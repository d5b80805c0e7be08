/** The bytes of a file on their way from where they lie: unpacked, hashed, and handed on to one parser or to several. */
import { createHash } from 'node:crypto';
import { READ_TO_DAMAGE } from '../../../shared/model/cut';
import { BombError, copyFileAside, DamagedError, openStored, type StoredAt, takeIn } from '../case/evidence';
import type { Found, ParsedFile } from './parsed';
import { type SharedWindows, WindowsIn } from './shared-windows';

/** What is known of the bytes of a file that was read to its end, or to where it is damaged. */
export interface ReadBytes {
  /** Unpacked. */
  bytes: number;
  sha256: string;
  /** Of the file as it lies there; null for a member of an archive. */
  storedSha256: string | null;
  damage: { message: string; isBomb: boolean } | null;
}

/**
 * Reads a file, once, for several parsers: unpacks it, hashes it as it lies there and unpacked, hands its bytes on as they want
 * them. Copies it where that is asked for. Throws what the file system throws.
 */
export async function takeFor(job: StoredAt & { copyTo: string | null }, shared: SharedWindows): Promise<ReadBytes> {
  const windows = new WindowsIn(shared);
  if (job.packing === 'none') {
    const { bytes, sha256 } = await takeIn(job.path, job.copyTo, windows);
    return { bytes, sha256, storedSha256: sha256, damage: null };
  }
  if (job.copyTo !== null) await copyFileAside(job.path, job.copyTo);
  const run = new Reading(job, job.copyTo ?? job.path);
  const isUnpackedWhole = job.packing === 'gzip' || job.packing === 'zstd';
  for await (const chunk of run.chunks()) {
    await windows.put(chunk, run.read);
    if (isUnpackedWhole) giveBack(chunk);
  }
  windows.end();
  return run.end();
}

/**
 * Memory that the unpacker filled to its end: nobody writes to it or reads it any more. Given back at once it is what is filled
 * next; until it is collected the system would have to find more. Small buffers share theirs with others.
 */
function giveBack({ buffer, byteOffset, length }: Buffer): void {
  const isWhole = byteOffset + length === buffer.byteLength && buffer.byteLength > Buffer.poolSize;
  if (isWhole && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** A file's bytes on their way from where they lie: unpacked and hashed. */
export class Reading {
  readonly #isMember: boolean;
  readonly #unpacked = createHash('sha256');
  readonly #packed = createHash('sha256');
  #bytes = 0;
  #packedBytes = 0;
  #told = 0;
  #damage: DamagedError | null = null;

  constructor(
    readonly at: StoredAt,
    /** Of the file or of its copy. */
    readonly path: string,
  ) {
    this.#isMember = isMember(at);
  }

  /** Bytes of the file as it lies there that were read by now; of a member, its unpacked bytes. */
  get read(): number {
    return this.#isMember ? this.#bytes : this.#packedBytes;
  }

  /** Of these, those that were read since the last call. */
  told(): number {
    const before = this.#told;
    this.#told = this.read;
    return this.read - before;
  }

  /** What can be unpacked. The buffers are lent until the next one. */
  async *chunks(): AsyncGenerator<Buffer> {
    const onPacked = (chunk: Buffer): void => {
      this.#packedBytes += chunk.length;
      this.#packed.update(chunk);
    };
    try {
      for await (const chunk of openStored({ ...this.at, path: this.path }, onPacked)) {
        this.#bytes += chunk.length;
        if (this.at.packing !== 'none') this.#unpacked.update(chunk);
        yield chunk;
      }
    } catch (thrown) {
      // What came before the damage is evidence too.
      if (!(thrown instanceof DamagedError)) throw thrown;
      this.#damage = thrown;
    }
  }

  end(): ReadBytes {
    const packedSha256 = this.#packed.digest('hex');
    const damage = this.#damage;
    return {
      bytes: this.#bytes,
      sha256: this.at.packing === 'none' ? packedSha256 : this.#unpacked.digest('hex'),
      storedSha256: this.#isMember ? null : packedSha256,
      damage: damage && { message: damage.message, isBomb: damage instanceof BombError },
    };
  }
}

/** Whether it lies in an archive. */
export const isMember = ({ packing }: StoredAt): boolean =>
  packing === 'zip' || packing === 'tar' || packing === 'tar+gzip';

/** What was found in the bytes, with what is known of these. */
export function accountOf(found: Found, { bytes, sha256, storedSha256, damage }: ReadBytes): ParsedFile {
  const isLost = damage !== null && (damage.isBomb || bytes === 0);
  const note = damage && { text: `${damage.message}; ${READ_TO_DAMAGE}`, count: null, of: 'event' as const };
  return {
    ...found,
    ...(isLost && { recognised: null, why: damage.message }),
    notes: note ? [note, ...found.notes] : found.notes,
    bytes,
    sha256,
    storedSha256,
  };
}
