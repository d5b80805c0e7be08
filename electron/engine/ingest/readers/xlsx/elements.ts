/**
 * Finds the elements of one name in a stream of XML, each as the bytes from its `<` to its last `>`. Works on bytes, so
 * that every element knows its place. Not a general parser: elements of that name do not nest in spreadsheets.
 */
import { CUT_OFF, isBlank, RECORD_LIMIT, type Reader, TOO_LONG } from '../sink';

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const TAG_LIMIT = 64 * 1024; // bytes of a start tag; spreadsheets stay far below

export interface ElementSink {
  /** Bytes [from, to) of `bytes`, at offset `at` of the stream; lent for the call. */
  element(bytes: Buffer, from: number, to: number, at: number): void;
  /** Bytes that should have been an element. */
  broken(why: string, at: number, length: number): void;
  /** The stream ends before `inside` does. */
  cut?(): void;
}

export class ElementsReader implements Reader {
  #room: Buffer = Buffer.alloc(0);
  /** What is held, at the beginning of the room. */
  #bytes: Buffer = Buffer.alloc(0);
  #base: number;
  /** Where the scan stands, in what is held. */
  #at = 0;
  /** Where text between elements begins that was not looked at yet; -1 outside of `inside`. */
  #between = -1;
  /** Offsets of what stands between elements and is not blank; -1 = nothing. */
  #oddFrom = -1;
  #oddTo = -1;
  /** Beginning of the element under way, -1 = none; and how it will end. */
  #start = -1;
  #ending = '';
  #scanned = 0;
  /** Offset of an element that grew too long: it is followed to its end, but not kept. */
  #dropped = -1;
  #wasInside = false;
  #isOver = false;

  /** Elements named `name` within the element `inside`; names without their prefixes. */
  constructor(
    readonly sink: ElementSink,
    readonly inside: string,
    readonly name: string,
    base = 0,
  ) {
    this.#base = base;
  }

  feed(chunk: Buffer): void {
    if (this.#isOver) return;
    const keepFrom = this.#start >= 0 ? this.#start : this.#at;
    const held = this.#bytes.length - keepFrom;
    // One buffer is filled again and again: a copy per chunk would be more than the collector keeps up with.
    if (held + chunk.length > this.#room.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (held + chunk.length));
      this.#bytes.copy(larger, 0, keepFrom);
      this.#room = larger;
    } else this.#bytes.copyWithin(0, keepFrom);
    chunk.copy(this.#room, held);
    this.#bytes = this.#room.subarray(0, held + chunk.length);
    this.#base += keepFrom;
    this.#at -= keepFrom;
    this.#scanned -= keepFrom;
    if (this.#between >= 0) this.#between = Math.max(0, this.#between - keepFrom);
    if (this.#start >= 0) this.#start = 0;
    while (this.#step());
  }

  end(): void {
    if (this.#isOver) return;
    const { length } = this.#bytes;
    if (this.#dropped >= 0) this.sink.broken(TOO_LONG, this.#dropped, this.#base + length - this.#dropped);
    else if (this.#start >= 0) this.sink.broken(CUT_OFF, this.#base + this.#start, length - this.#start);
    else {
      this.#look(length);
      this.#tellOdd();
    }
    if (this.#wasInside) this.sink.cut?.();
    this.#isOver = true;
  }

  /** One element, or one other tag; false when the bytes end first. */
  #step(): boolean {
    if (this.#isOver) return false;
    return this.#start >= 0 || this.#dropped >= 0 ? this.#follow() : this.#seek();
  }

  #seek(): boolean {
    const bytes = this.#bytes;
    const lt = bytes.indexOf(LT, this.#at);
    if (lt < 0) {
      this.#look(bytes.length);
      this.#at = bytes.length;
      return false;
    }
    const gt = bytes.indexOf(GT, lt);
    if (gt < 0) {
      this.#look(lt);
      this.#at = lt;
      if (bytes.length - lt <= TAG_LIMIT) return false;
      this.#at = lt + 1; // no tag after all
      return true;
    }
    const isClosing = bytes[lt + 1] === SLASH;
    const nameFrom = isClosing ? lt + 2 : lt + 1;
    let nameTo = nameFrom;
    while (nameTo < gt && !isBlank(bytes[nameTo]!) && bytes[nameTo] !== SLASH) nameTo++;
    const full = bytes.toString('latin1', nameFrom, Math.min(nameTo, nameFrom + 200));
    const local = full === this.name ? full : (/^(?:[\w.-]+:)?([\w.-]+)$/.exec(full)?.[1] ?? '');
    const isEmpty = bytes[gt - 1] === SLASH && !isClosing;
    if (this.#between >= 0 && local === this.name && !isClosing) {
      this.#look(lt);
      this.#tellOdd();
      if (isEmpty) {
        this.#at = gt + 1;
        this.#between = gt + 1;
        this.sink.element(bytes, lt, gt + 1, this.#base + lt);
        return true;
      }
      this.#start = lt;
      this.#ending = `</${full}>`;
      this.#scanned = gt + 1;
      return true;
    }
    if (local === this.inside && isClosing === this.#between >= 0) {
      this.#look(lt);
      this.#tellOdd();
      this.#wasInside = !isClosing && !isEmpty;
      this.#between = this.#wasInside ? gt + 1 : -1;
      this.#isOver = !this.#wasInside;
      this.#at = gt + 1;
      return true;
    }
    // Any other tag: layout outside, and inside part of what is no element.
    this.#at = gt + 1;
    return true;
  }

  #follow(): boolean {
    const bytes = this.#bytes;
    const end = bytes.indexOf(this.#ending, Math.max(0, this.#scanned), 'latin1');
    if (end < 0) {
      this.#scanned = Math.max(0, bytes.length - this.#ending.length);
      if (this.#dropped < 0 && bytes.length - this.#start > RECORD_LIMIT) {
        this.#dropped = this.#base + this.#start;
        this.#start = -1;
      }
      if (this.#dropped >= 0) this.#at = this.#scanned;
      return false;
    }
    const to = end + this.#ending.length;
    if (this.#dropped >= 0) this.sink.broken(TOO_LONG, this.#dropped, this.#base + to - this.#dropped);
    else this.sink.element(bytes, this.#start, to, this.#base + this.#start);
    this.#dropped = -1;
    this.#start = -1;
    this.#at = to;
    this.#between = to;
    return true;
  }

  /** Looks at what stands between elements up to `to`, where nothing but blanks should. */
  #look(to: number): void {
    if (this.#between < 0) return;
    let from = this.#between;
    let stop = to;
    while (from < stop && isBlank(this.#bytes[from]!)) from++;
    while (stop > from && isBlank(this.#bytes[stop - 1]!)) stop--;
    if (stop > from) {
      if (this.#oddFrom < 0) this.#oddFrom = this.#base + from;
      this.#oddTo = this.#base + stop;
    }
    this.#between = to;
  }

  /** Tells what stood between elements, as one place. */
  #tellOdd(): void {
    if (this.#oddFrom < 0) return;
    this.sink.broken(`no <${this.name}> where one should be`, this.#oddFrom, this.#oddTo - this.#oddFrom);
    this.#oddFrom = -1;
  }
}
