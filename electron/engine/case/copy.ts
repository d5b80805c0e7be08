/** A copy that is written while others go on with its bytes. */
import fs from 'node:fs';
import { promisify } from 'node:util';

const BLOCK = 4096; // bytes; what any disk takes whole
/** Bytes for which to wait a millisecond is not too long: a slower disk is not waited for. */
const SWIFT = 400_000;
const PATIENCE = 30; // milliseconds by which it may be late

const write = promisify(fs.write);

/**
 * A new file; past the page cache where the system can and the bytes begin at a page's edge: nobody reads it soon, and to find a
 * page of memory for each of its pages can cost more than all else that is done with them. A disk that is slow, or busy with other
 * things, is left to the system instead, which writes when it can. How long a write takes says nothing of that where the
 * processors are busy; that all memory waits to be written does.
 */
export class Copy {
  readonly #file: number;
  readonly #straight: number | null = null;
  #isStraight = false;
  /** What is being written, and what could not be. */
  readonly #writes = new Map<Uint8Array, Promise<void>>();
  #late = 0; // milliseconds

  constructor(path: string) {
    this.#file = fs.openSync(path, 'wx', 0o600);
    if (fs.constants.O_DIRECT === undefined) return;
    try {
      this.#straight = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_DIRECT);
      this.#isStraight = true;
    } catch {
      // this file system has no such way
    }
  }

  /** Begins to write bytes, which must stay as they are until `free` was asked for their memory. */
  write(bytes: Uint8Array, at: number): void {
    const written = this.#write(bytes, at).then(() => void this.#writes.delete(bytes));
    written.catch(() => {}); // thrown to who waits for it
    this.#writes.set(bytes, written);
  }

  /** Waits until this memory holds nothing that is still to be written. Throws what kept it from being written. */
  async free(memory: Uint8Array): Promise<void> {
    for (const [bytes, written] of this.#writes) {
      if (!overlap(bytes, memory)) continue;
      const began = performance.now();
      await written;
      this.#late = Math.max(0, this.#late + performance.now() - began - bytes.length / SWIFT);
    }
    if (this.#late > PATIENCE) this.#isStraight = false;
  }

  /** Waits until all is written, and on the disk. Throws what kept it from that. */
  async sync(): Promise<void> {
    await Promise.all(this.#writes.values());
    fs.fsyncSync(this.#file);
  }

  /** Nothing is written from here on. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#writes.values());
    if (this.#straight !== null) fs.closeSync(this.#straight);
    fs.closeSync(this.#file);
  }

  async #write(bytes: Uint8Array, at: number): Promise<void> {
    const whole = bytes.length - (bytes.length % BLOCK);
    let done = 0;
    while (this.#isStraight && done < whole) {
      try {
        done += (await write(this.#straight!, bytes, done, whole - done, at + done)).bytesWritten;
      } catch {
        this.#isStraight = false; // not with these bytes, or not after all; what the usual way cannot either, it says below
      }
    }
    while (done < bytes.length)
      done += (await write(this.#file, bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}

const overlap = (a: Uint8Array, b: Uint8Array): boolean =>
  a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.length && b.byteOffset < a.byteOffset + a.length;
