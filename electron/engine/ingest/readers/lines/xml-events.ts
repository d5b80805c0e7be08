/**
 * Windows events as XML, one after the other: what Event Viewer saves (one line, however many events), `wevtutil` prints and
 * collectors keep. Each element is one record; what stands between them is told as a line, but for the document's own frame.
 */
import { CUT_OFF, isBlank, type Reader } from '../sink';
import type { LineSink } from './text-lines';

const END = Buffer.from('</Event>');
/** Windows writes no event of more than 64 KiB. */
const EVENT_LIMIT = 4 * 1024 * 1024;
const TOO_LONG = 'an event of more than 4 MiB';
const NOT_ENDED = 'an event without its end: another begins inside it';
/** XML declaration and the element around all events; nothing of a record. */
const FRAME = /^(?:\s|<\?xml[^>]*\?>|<\/?Events(?:\s[^>]*)?>)*$/;

/** Whether the text begins as such a document. */
export const isEventDocument = (head: Buffer): boolean =>
  /^\s*(?:<\?xml[^>]{0,200}\?>\s*)?<Events?[\s>]/.test(head.toString('latin1', 0, 512));

export class XmlEventsReader implements Reader {
  #held: Buffer = Buffer.alloc(0);
  /** Offset in the file of the first byte held. */
  #base: number;
  /** Offset of an event that grew too long; its bytes are not kept. */
  #dropped = -1;

  constructor(
    readonly sink: LineSink,
    base = 0,
  ) {
    this.#base = base;
  }

  feed(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk]);
    let at = 0;
    for (;;) {
      const end = this.#held.indexOf(END, at);
      if (end < 0) break;
      this.#element(at, end + END.length);
      at = end + END.length;
    }
    this.#base += at;
    this.#held = Buffer.from(this.#held.subarray(at));
    if (this.#held.length <= EVENT_LIMIT) return;
    if (this.#dropped < 0) this.#dropped = this.#base;
    const kept = END.length - 1; // the end may have begun
    this.#base += this.#held.length - kept;
    this.#held = Buffer.from(this.#held.subarray(-kept));
  }

  end(): void {
    const { length } = this.#held;
    if (this.#dropped >= 0) this.sink.broken(TOO_LONG, this.#dropped, this.#base + length - this.#dropped);
    else if (begins(this.#held, 0, length) >= 0) this.#outside(0, length, true);
    else this.#outside(0, length, false);
  }

  /** What ends with an event's end: the event, and what stands before it. */
  #element(from: number, to: number): void {
    if (this.#dropped >= 0) {
      this.sink.broken(TOO_LONG, this.#dropped, this.#base + to - this.#dropped);
      this.#dropped = -1;
      return;
    }
    let start = begins(this.#held, from, to);
    if (start < 0) {
      this.#outside(from, to, false);
      return;
    }
    this.#outside(from, start, false);
    for (let next = begins(this.#held, start + 1, to); next >= 0; next = begins(this.#held, start + 1, to)) {
      this.sink.broken(NOT_ENDED, this.#base + start, next - start);
      start = next;
    }
    this.sink.line(this.#held, start, to, this.#base + start);
  }

  #outside(start: number, stop: number, isCut: boolean): void {
    let [from, to] = [start, stop];
    while (from < to && isBlank(this.#held[from]!)) from++;
    while (to > from && isBlank(this.#held[to - 1]!)) to--;
    if (from === to) return;
    if (isCut) {
      this.sink.cut?.();
      this.sink.broken(CUT_OFF, this.#base + from, to - from);
    } else if (to - from > 2_048 || !FRAME.test(this.#held.toString('latin1', from, to)))
      this.sink.line(this.#held, from, to, this.#base + from);
  }
}

/** Where the next event begins in [from, to); -1 = nowhere. `<EventID>` begins none. */
function begins(bytes: Buffer, from: number, to: number): number {
  for (let at = bytes.indexOf('<Event', from); at >= 0 && at < to; at = bytes.indexOf('<Event', at + 1)) {
    const next = bytes[at + 6];
    if (next === 0x3e || (next !== undefined && isBlank(next))) return at;
  }
  return -1;
}
