/** One JSON value a line (NDJSON). A bad line costs itself and nothing else. */
import { CUT_OFF, isBlank, NOT_JSON, RECORD_LIMIT, type Reader, type RecordSink, TOO_LONG } from '../sink';

const LF = 0x0a;
const COMMA = 0x2c;
const BRACE = 0x7b;
const RECORD_SEPARATOR = 0x1e; // JSON text sequences (RFC 7464)

export class LinesReader implements Reader {
  /** Beginning of a line whose end has not come yet, in pieces; dropped once it is too long to be a record. */
  #begun: Buffer[] = [];
  #begunLength = 0;
  #begunAt = 0;
  #offset: number;

  constructor(
    readonly sink: RecordSink,
    base = 0,
  ) {
    this.#offset = base;
  }

  feed(chunk: Buffer): void {
    let from = 0;
    let lf = chunk.indexOf(LF);
    if (lf >= 0 && this.#begunLength > 0) {
      this.#keep(chunk, 0, lf);
      this.#finish(false);
      from = lf + 1;
      lf = chunk.indexOf(LF, from);
    }
    for (; lf >= 0; lf = chunk.indexOf(LF, from)) {
      this.#line(chunk, from, lf, this.#offset, false);
      from = lf + 1;
    }
    if (from < chunk.length) this.#keep(chunk, from, chunk.length);
    this.#offset += chunk.length;
  }

  end(): void {
    if (this.#begunLength > 0) this.#finish(true);
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    if (this.#begunLength === 0) this.#begunAt = this.#offset + from;
    this.#begunLength += to - from;
    if (this.#begunLength > RECORD_LIMIT) this.#begun = [];
    else this.#begun.push(Buffer.from(chunk.subarray(from, to))); // the chunk is only lent
  }

  #finish(isLast: boolean): void {
    if (this.#begunLength > RECORD_LIMIT) this.sink.broken(TOO_LONG, this.#begunAt, this.#begunLength);
    else {
      const line = Buffer.concat(this.#begun);
      this.#line(line, 0, line.length, this.#begunAt, isLast);
    }
    this.#begun = [];
    this.#begunLength = 0;
  }

  #line(bytes: Buffer, start: number, stop: number, base: number, isLast: boolean): void {
    let from = start;
    let to = stop;
    while (from < to && (isBlank(bytes[from]!) || bytes[from] === RECORD_SEPARATOR)) from++;
    while (to > from && (isBlank(bytes[to - 1]!) || bytes[to - 1] === COMMA)) to--;
    if (from === to) return;
    // Zero bytes are what a crash leaves in a log, before the record that was written next: something is lost, but not that one.
    if (bytes[from] === 0) {
      const zeros = from;
      while (from < to && bytes[from] === 0) from++;
      this.sink.broken(whyBroken(bytes, zeros, from), base + zeros, from - zeros);
      if (from === to) return;
    }
    if (this.sink.value(bytes, from, to, base + from)) return;
    if (this.sink.text?.(bytes, from, to, base + from)) return;
    const isCut = isLast && bytes[from] === BRACE;
    if (isCut) this.sink.cut?.();
    this.sink.broken(isCut ? CUT_OFF : whyBroken(bytes, from, to), base + from, to - from);
  }
}

/** What can be said of bytes that do not parse, without repeating them. */
export function whyBroken(bytes: Buffer, from: number, to: number): string {
  const nul = bytes.indexOf(0, from);
  return nul >= 0 && nul < to ? `${NOT_JSON}: NUL byte` : NOT_JSON;
}
