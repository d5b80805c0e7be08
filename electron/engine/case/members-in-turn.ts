/** Small members of an archive, one after the other: the archive is gone over once for all of them and not once for each. */
import type { Packing } from '../store/files';
import { DamagedError } from './damaged';
import { type TarEntry, tarEntries } from './tar';
import { collect, numbersOf, type StoredAt, tapped, tarStream } from './unpack';
import { type OpenEntry, type OpenZip, openZip } from './zip';

/** Bytes of a member that is held in memory. */
const MOST = 4 * 1024 * 1024;

type Archive = { path: string; packing: Extract<Packing, 'zip' | 'tar' | 'tar+gzip'> };

/** A member where its archive is open. `size`: bytes, as the archive says. */
type Found = Pick<OpenEntry, 'size' | 'bytes' | 'whole'>;

/** Ends with `close`, or with the block that uses it. */
export class MembersInTurn {
  #turn: Promise<unknown> = Promise.resolve();
  #zip: OpenZip | null = null;
  #entries: AsyncGenerator<TarEntry> | null = null;
  #entry: TarEntry | null = null;
  #number = -1; // of that entry
  /** The archive inside the archive that was read last, by the numbers that lead to it. */
  #inner: { numbers: string; zip: OpenZip } | null = null;

  /** `signal` ends what is asked for, with its reason: to a member behind large ones it may be far. */
  constructor(
    readonly archive: Archive,
    readonly signal?: AbortSignal,
  ) {}

  /**
   * The bytes of a member as its archive gives them, for `StoredAt.held`: asked for in the order in which `members` names them. Null
   * where `openStored` is to find them by itself: they are more than 4 MiB, are damaged, or lie before what was asked for last.
   */
  whole(member: string): Promise<Uint8Array | null> {
    const bytes = this.#turn.then(() => this.#whole(numbersOf(member)));
    this.#turn = bytes.catch(() => {}); // told to who asked
    return bytes;
  }

  async close(): Promise<void> {
    await this.#turn;
    this.#inner?.zip.close();
    this.#zip?.close();
    await this.#entries?.return(undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #whole(numbers: readonly number[]): Promise<Uint8Array | null> {
    try {
      const found = await this.#find(numbers);
      if (!found || found.size > MOST) return null;
      const whole = await found.whole?.();
      return whole ? new Uint8Array(whole) : await upTo(found.bytes(), MOST);
    } catch (thrown) {
      if (thrown instanceof DamagedError) return null;
      throw thrown;
    }
  }

  async #find(numbers: readonly number[]): Promise<Found | null> {
    if (numbers.length === 1) return this.#outer(numbers[0]!);
    const inner = await this.#innermost(numbers.slice(0, -1));
    return inner && inner.entry(numbers.at(-1)!);
  }

  /** The archive to which these numbers lead. */
  async #innermost(numbers: readonly number[]): Promise<OpenZip | null> {
    const key = numbers.join('/');
    if (this.#inner?.numbers === key) return this.#inner.zip;
    const found = await this.#find(numbers);
    if (!found) return null;
    const zip = await openZip(await collect(found.bytes()));
    this.#inner?.zip.close();
    this.#inner = { numbers: key, zip };
    return zip;
  }

  async #outer(number: number): Promise<Found | null> {
    const { path, packing } = this.archive;
    if (packing === 'zip') {
      this.#zip ??= await openZip(path);
      return this.#zip.entry(number);
    }
    if (number <= this.#number) return null;
    this.#entries ??= tarEntries(tapped(tarStream(path, packing), () => this.signal?.throwIfAborted()));
    while (this.#number < number) {
      const { value, done } = await this.#entries.next();
      if (done) return null;
      this.#entry = value;
      this.#number++;
    }
    return this.#entry;
  }
}

/** With the member's own bytes, where these are few; else as it is. */
export async function heldIfSmall<At extends StoredAt>(members: MembersInTurn, at: At): Promise<At> {
  return at.member === null ? at : { ...at, held: await members.whole(at.member) };
}

async function upTo(bytes: AsyncGenerator<Buffer>, most: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > most) return null;
    chunks.push(Buffer.from(chunk));
  }
  const whole = new Uint8Array(length); // of its own memory: it travels between threads
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
