/** stdout carries data only, at the pace of whoever reads it; everything said to a person goes to stderr. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { Failure } from './failure';

/** Whoever read stdout (`head`, a pager) has gone: there is nothing left to do, and nothing is wrong. */
export class ReaderGone extends Error {}

export class Output {
  readonly #stream: Writable;
  #gone = false;
  #failed: Failure | null = null;

  constructor(stream: Writable = process.stdout) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') this.#gone = true;
      else this.#failed = new Failure(`stdout cannot be written: ${error.message}`);
    });
  }

  /** Waits while the reader is slower than we are. Throws `ReaderGone` when the reader has gone, `Failure` when it is full. */
  async write(data: string | Uint8Array): Promise<void> {
    this.#check();
    if (this.#stream.write(data)) return;
    // An EPIPE ends the wait as well: `close` follows the error. What still waits is told to stop listening.
    const done = new AbortController();
    const heard = (event: string): Promise<unknown> => once(this.#stream, event, { signal: done.signal });
    await Promise.race([heard('drain'), heard('close')]).catch(() => {});
    done.abort();
    this.#check();
  }

  #check(): void {
    const failed = this.#failed;
    if (failed) {
      // Said once: what closes up afterwards finds a reader that has gone.
      this.#failed = null;
      this.#gone = true;
      throw failed;
    }
    if (this.#gone) throw new ReaderGone();
  }

  line(text: string): Promise<void> {
    return this.write(`${text}\n`);
  }

  json(value: unknown): Promise<void> {
    return this.line(JSON.stringify(value));
  }

  /** All pages of a list as NDJSON: `page` is asked for the next one with the cursor of the one before. */
  async list<C>(first: C, page: (cursor: C) => Promise<{ rows: readonly unknown[]; next: C | null }>): Promise<void> {
    let cursor: C | null = first;
    while (cursor !== null) {
      const { rows, next }: { rows: readonly unknown[]; next: C | null } = await page(cursor);
      if (rows.length > 0) await this.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      cursor = next;
    }
  }

  /** Resolves when all that was written has left the process. Throws `Failure` when it could not. */
  async flush(): Promise<void> {
    if (!this.#gone && !this.#failed) await new Promise<void>((resolve) => this.#stream.write('', () => resolve()));
    if (this.#failed) this.#check();
  }
}

export const note = (text: string): void => void process.stderr.write(`${text}\n`);
