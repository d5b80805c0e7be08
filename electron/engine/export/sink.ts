/** Where exports write to. */

export interface Sink {
  /** Writes in order; waits while the disk is behind. */
  write(chunk: Uint8Array | string): Promise<void>;
}

/** Content that is made before its place is written: kept on disk, read back as often as needed. */
export interface Spool extends Sink {
  /** Ends the writing. */
  close(): Promise<void>;
  read(): AsyncIterable<Uint8Array>;
}

const PIECE = 1 << 16;

/** Collects small texts into pieces of 64 KiB, so that a line does not cost a system call. */
export class Lines {
  #held: string[] = [];
  #length = 0;
  constructor(readonly sink: Sink) {}

  /** Takes a text; the promise is only returned when something must be awaited. */
  add(text: string): Promise<void> | undefined {
    this.#held.push(text);
    this.#length += text.length;
    return this.#length >= PIECE ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    const text = this.#held.join('');
    this.#held = [];
    this.#length = 0;
    if (text) await this.sink.write(text);
  }
}
