/** One record a line, as text: server logs and syslog. A line that is too long costs itself and nothing else. */
import { RECORD_LIMIT, type Reader, TOO_LONG } from '../sink';

const LF = 0x0a;
const CR = 0x0d;

export interface LineSink {
  /** One line without its end: bytes [from, to) of `bytes`, at offset `at` of the file. Blank lines are not told. */
  line(bytes: Buffer, from: number, to: number, at: number): void;
  broken(why: string, at: number, length: number): void;
  /** The file ends before its structure does. */
  cut?(): void;
}

export class TextLinesReader implements Reader {
  /** Beginning of a line whose end has not come yet, in pieces; dropped once it is too long to be a record. */
  #begun: Buffer[] = [];
  #begunLength = 0;
  #begunAt = 0;
  #offset: number;

  constructor(
    readonly sink: LineSink,
    base = 0,
  ) {
    this.#offset = base;
  }

  feed(chunk: Buffer): void {
    let from = 0;
    for (let lf = chunk.indexOf(LF); lf >= 0; lf = chunk.indexOf(LF, from)) {
      if (this.#begunLength > 0) {
        this.#keep(chunk, from, lf);
        this.#finish();
      } else this.#line(chunk, from, lf, this.#offset + from);
      from = lf + 1;
    }
    if (from < chunk.length) this.#keep(chunk, from, chunk.length);
    this.#offset += chunk.length;
  }

  end(): void {
    if (this.#begunLength > 0) this.#finish();
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    if (this.#begunLength === 0) this.#begunAt = this.#offset + from;
    this.#begunLength += to - from;
    if (this.#begunLength > RECORD_LIMIT) this.#begun = [];
    else this.#begun.push(Buffer.from(chunk.subarray(from, to))); // the chunk is only lent
  }

  #finish(): void {
    if (this.#begunLength > RECORD_LIMIT) this.sink.broken(TOO_LONG, this.#begunAt, this.#begunLength);
    else this.#line(Buffer.concat(this.#begun), 0, this.#begunLength, this.#begunAt);
    this.#begun = [];
    this.#begunLength = 0;
  }

  #line(bytes: Buffer, from: number, stop: number, at: number): void {
    let to = stop;
    while (to > from && bytes[to - 1] === CR) to--;
    for (let i = from; i < to; i++) {
      if (bytes[i]! > 0x20) {
        this.sink.line(bytes, from, to, at);
        return;
      }
    }
  }
}
