/**
 * JSON of any layout but one-a-line: arrays (also one line of gigabytes), pages one after the other, envelopes that hold
 * a list, single objects. A structural scan finds where each element begins and ends; only that slice is parsed.
 */
import { CUT_OFF, isBlank, NOT_JSON, RECORD_LIMIT, type Reader, type RecordSink, TOO_LONG } from '../sink';
import { isList, isNest } from './envelopes';
import { whyBroken } from './lines';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const KEY_LIMIT = 4_096; // bytes of a key that could name a list
const OPENER_LIMIT = 200;
/** Bytes of bare values at the beginning of a list behind which a record is still looked for. */
const BARE_LIMIT = 64 * 1024;
/** Bytes of an object with a list of objects up to which it is asked whether it is a record itself; a longer one is a page. */
const OWN_LIST_LIMIT = 64 * 1024;
const RUNAWAYS = 8;
const PATIENCE = 256 * 1024;
/**
 * The bytes are scanned in windows that end at these offsets of the file, however they come in: where a broken record is
 * given up depends on what lies ahead, and must not depend on how the file was read.
 */
export const WINDOW = 1024 * 1024;
/** Room is made for so many times the bytes that need it, and given back from so many times on. */
const MORE = 1.5;
const ROOMY = 8;

/** What the scan is inside of. */
type Frame =
  | { kind: 'array' }
  /** An object that holds, or may yet turn out to hold, the list; `path` = keys that led here. */
  | { kind: 'object'; path: string[]; expects: 'key' | 'colon' | 'value' | 'comma'; key: string };

/** What a scan is inside of where an element begins, and all that what came before has a say in from there on. */
export interface Standing {
  frames: readonly Frame[];
  /** As letters of Latin-1. */
  opener: string | null;
}

export class ValuesReader implements Reader {
  /** Elements that begin at or behind this offset of the file are left for later. */
  until = Number.POSITIVE_INFINITY;
  /** The scan stands before such a one. */
  #isHeld = false;
  /** What is held, as far as it was taken up. */
  #bytes: Buffer = Buffer.alloc(0);
  /** Where it lies, and behind it the bytes of a window that is not whole yet: the same memory again and again. */
  #room: Buffer = Buffer.alloc(0);
  #filled = 0;
  /** Offset in the file of the first byte held. */
  #base: number;
  /** Where the scan stands, in what is held. */
  #at = 0;
  #frames: Frame[] = [];
  /** The value being scanned: where it begins (-1 = none), what it is for, and the scan's state inside it. */
  #start = -1;
  #isElement = false;
  #depth = 0;
  #inString = false;
  #scalar = false;
  #patience = PATIENCE;
  /** Behind a broken record, where nothing says what the bytes are. */
  #isLost = false;
  /** Broken records that seemed to reach far beyond the beginning of the next. */
  #runaways = 0;
  /** Offset of a value that grew too long: it is followed to its end, but not kept. */
  #dropped = -1;
  /** Beginning of the top-level object while it may still be a record; -1 once a list was found in it. */
  #candidate = -1;
  /** No more bytes will come (or are asked for): what would be decided by later ones is decided by those held. */
  #isLast = false;
  /** How records of this file begin: `{` and the first key. From the first good one. */
  #opener: Buffer | null = null;

  /** Offset in the file behind all that came in. */
  #seen: number;

  constructor(
    readonly sink: RecordSink,
    base = 0,
    /** Bytes; smaller ones are for tests. */
    readonly window = WINDOW,
    /** Paths of lists of records, beside those that every reader knows. */
    readonly lists: readonly (readonly string[])[] = [],
  ) {
    this.#base = base;
    this.#seen = base;
  }

  /** Lets go of what it waits before, and goes on as if it had followed the file up to this offset, at which an element begins. */
  standAt(offset: number, { frames, opener }: Standing): void {
    this.#bytes = this.#room.subarray(0, 0);
    this.#filled = 0;
    this.#base = offset;
    this.#seen = offset;
    this.#at = 0;
    this.#frames = structuredClone(frames) as Frame[];
    this.#opener = opener === null ? null : Buffer.from(opener, 'latin1');
  }

  /** Goes on where it waits, at once: how a broken record is read depends on how many bytes are there. */
  goOn(): void {
    this.until = Number.POSITIVE_INFINITY;
    if (this.#isHeld) this.#scan();
  }

  /** Whether it waits before an element (`until`). */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** The offset at which it waits before an element (`until`), and where it stands; null where it does not, or where more has a say. */
  get held(): { at: number; standing: Standing } | null {
    const isClean = this.#runaways === 0 && !this.#isLost && this.#dropped < 0 && this.#candidate < 0;
    if (!this.#isHeld || !isClean) return null;
    const opener = this.#opener?.toString('latin1') ?? null;
    return { at: this.#base + this.#at, standing: { frames: structuredClone(this.#frames), opener } };
  }

  feed(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0; ) {
      const piece = rest.subarray(0, this.window - (this.#seen % this.window));
      rest = rest.subarray(piece.length);
      this.#append(piece);
      if (this.#seen % this.window === 0) this.#take();
    }
  }

  /** Scans what has come in by now, though its window is not whole: for who looks at the beginning of a file only. */
  flush(): void {
    this.#isLast = true;
    if (this.#filled > this.#bytes.length) this.#take();
    this.#scan();
  }

  #append(piece: Buffer): void {
    if (this.#filled === this.#bytes.length) this.#drop(); // while little is left of what was scanned
    const length = this.#filled + piece.length;
    if (length > this.#room.length || this.#room.length > ROOMY * Math.max(length, this.window)) {
      const room = Buffer.allocUnsafeSlow(Math.ceil(length * MORE));
      this.#room.copy(room, 0, 0, this.#filled);
      this.#room = room;
      this.#bytes = room.subarray(0, this.#bytes.length);
    }
    piece.copy(this.#room, this.#filled);
    this.#filled = length;
    this.#seen += piece.length;
  }

  #take(): void {
    this.#bytes = this.#room.subarray(0, this.#filled);
    this.#scan();
  }

  /** Lets go of the bytes that are no longer needed. */
  #drop(): void {
    const keepFrom = this.#heldFrom();
    if (keepFrom === 0) return;
    this.#room.copyWithin(0, keepFrom, this.#filled);
    this.#filled -= keepFrom;
    this.#bytes = this.#room.subarray(0, this.#filled);
    this.#base += keepFrom;
    this.#at -= keepFrom;
    if (this.#start >= 0) this.#start -= keepFrom;
    if (this.#candidate >= 0) this.#candidate -= keepFrom;
  }

  end(): void {
    this.flush();
    // An unfinished value may have swallowed good records behind a broken quote: go on from each that can be found.
    for (;;) {
      this.#scan();
      if (this.#scalar && this.#start >= 0) {
        this.#close(this.#at);
        continue;
      }
      const begun = this.#candidate >= 0 ? this.#candidate : this.#start;
      if (this.#dropped >= 0) {
        this.sink.cut?.();
        this.sink.broken(TOO_LONG, this.#dropped, this.#base + this.#bytes.length - this.#dropped);
        return;
      }
      if (begun < 0) break;
      const next = this.#resync(begun, this.#bytes.length);
      if (next < 0) {
        this.sink.cut?.();
        this.sink.broken(CUT_OFF, this.#base + begun, trimmed(this.#bytes, begun, this.#bytes.length) - begun);
        return;
      }
      if (this.#bytes.length - next > PATIENCE) this.#runaways++;
      this.#giveUp(begun, next, NOT_JSON);
    }
    if (this.#frames.length > 0) this.sink.cut?.();
  }

  /** Offset in the file up to which everything is told: what is still to come lies at or behind it. */
  get settled(): number {
    return this.#base + this.#heldFrom();
  }

  /** First byte that is still needed. */
  #heldFrom(): number {
    if (this.#dropped >= 0) return this.#at;
    if (this.#candidate >= 0) return this.#candidate;
    return this.#start >= 0 ? this.#start : this.#at;
  }

  /** Follows the bytes as far as they go; leaves its state for the next ones. */
  #scan(): void {
    const bytes = this.#bytes;
    this.#isHeld = false;
    while (this.#at < bytes.length) {
      if (this.#start >= 0 || this.#dropped >= 0) {
        if (!this.#follow()) break;
        continue;
      }
      if (this.#isLost) {
        if (!this.#findBack()) break;
        continue;
      }
      const byte = bytes[this.#at]!;
      if (isBlank(byte)) {
        this.#at++;
        continue;
      }
      const frame = this.#frames.at(-1);
      const moved =
        frame === undefined
          ? this.#atTop(byte)
          : frame.kind === 'array'
            ? this.#inArray(byte)
            : this.#inObject(frame, byte);
      if (!moved) break;
    }
    this.#bound();
  }

  /** Between values of the file. */
  #atTop(byte: number): boolean {
    if (byte === COMMA || byte === 0x1e) {
      this.#at++;
    } else if (byte === OPEN_ARRAY) {
      this.#at++;
      this.#frames.push({ kind: 'array' });
    } else if (byte === OPEN_OBJECT) {
      this.#candidate = this.#at++;
      this.#frames.push({ kind: 'object', path: [], expects: 'key', key: '' });
    } else {
      this.#garbage();
    }
    return true;
  }

  /** Bytes that begin no value, up to the next line or the next that could. */
  #garbage(): void {
    const from = this.#at;
    const bytes = this.#bytes;
    let to = from + 1;
    while (to < bytes.length && bytes[to] !== 0x0a && bytes[to] !== OPEN_OBJECT && bytes[to] !== OPEN_ARRAY) to++;
    this.#at = to;
    const stop = trimmed(bytes, from, to);
    if (
      bytes
        .subarray(from, stop)
        .every((byte) => byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || byte === COMMA || isBlank(byte))
    )
      return;
    this.sink.broken(whyBroken(bytes, from, stop), this.#base + from, stop - from);
  }

  #inArray(byte: number): boolean {
    if (byte === COMMA || byte === CLOSE_OBJECT)
      this.#at++; // a stray brace is what a broken record left behind
    else if (byte === CLOSE_ARRAY) {
      this.#at++;
      this.#frames.pop();
      this.#afterValue();
    } else if (byte === OPEN_ARRAY && this.#frames.length < 4) {
      // Pages collected into one array.
      this.#at++;
      this.#frames.push({ kind: 'array' });
    } else if (this.#base + this.#at >= this.until) {
      this.#isHeld = true;
      return false;
    } else if (byte !== OPEN_OBJECT || !this.#passed()) this.#begin(true);
    return true;
  }

  /** Most records are known to their end by whoever reads them; it is where following them would end. */
  #passed(): boolean {
    if (this.#runaways > RUNAWAYS) return false;
    const from = this.#at;
    const end = this.sink.next?.(this.#bytes, from, this.#base + from) ?? 0;
    if (end === 0) return false;
    this.#opener ??= openerOf(this.#bytes, from, end);
    this.#at = end;
    this.#afterValue();
    return true;
  }

  #inObject(frame: Frame & { kind: 'object' }, byte: number): boolean {
    if (byte === CLOSE_OBJECT) {
      this.#at++;
      this.#frames.pop();
      if (this.#frames.length === 0 && this.#candidate >= 0) {
        const from = this.#candidate;
        this.#candidate = -1;
        this.#emit(from, this.#at);
      } else this.#afterValue();
      return true;
    }
    switch (frame.expects) {
      case 'comma':
        if (byte !== COMMA) return this.#lost();
        this.#at++;
        frame.expects = 'key';
        return true;
      case 'key': {
        if (byte !== QUOTE) return this.#lost();
        const stop = endOfString(this.#bytes, this.#at + 1);
        if ((stop < 0 ? this.#bytes.length : stop) - this.#at > KEY_LIMIT) return this.#lost();
        if (stop < 0) return false;
        frame.key = this.#bytes.toString('utf8', this.#at + 1, stop);
        this.#at = stop + 1;
        frame.expects = 'colon';
        return true;
      }
      case 'colon':
        if (byte !== COLON) return this.#lost();
        this.#at++;
        frame.expects = 'value';
        return true;
      case 'value':
        return this.#valueOf(frame, byte);
    }
  }

  #valueOf(frame: Frame & { kind: 'object' }, byte: number): boolean {
    const path = [...frame.path, frame.key];
    if (byte === OPEN_ARRAY && (isList(path) || this.lists.some((list) => begins(list, path, true)))) {
      // A list of records, or empty; a list of anything else is the record's own.
      const holds = beginsRecords(this.#bytes, this.#at + 1);
      if (holds === null) return false;
      const isOwn = holds && this.#isOwnList();
      if (isOwn === null) return false;
      if (holds && !isOwn) {
        this.sink.envelope?.(path.join('.'));
        this.#candidate = -1;
        this.#at++;
        frame.expects = 'comma';
        this.#frames.push({ kind: 'array' });
        return true;
      }
    }
    frame.expects = 'comma';
    if (byte === OPEN_OBJECT && (isNest(path) || this.lists.some((list) => begins(list, path, false)))) {
      this.#at++;
      this.#frames.push({ kind: 'object', path, expects: 'key', key: '' });
      return true;
    }
    this.#begin(false);
    return true;
  }

  /** Whether the list that was come upon belongs to a record that is the outermost object; null = more bytes must tell. */
  #isOwnList(): boolean | null {
    const from = this.#candidate;
    if (from < 0 || !this.sink.isRecord) return false;
    const limit = from + OWN_LIST_LIMIT;
    const to = endOfObject(this.#bytes, from, limit);
    if (to < 0) return this.#isLast || this.#bytes.length >= limit ? false : null;
    return this.sink.isRecord(this.#bytes, from, to);
  }

  /** The object's own grammar is broken: treat it as one bad record and look for the next. */
  #lost(): boolean {
    const from = this.#candidate >= 0 ? this.#candidate : this.#at;
    const next = this.#resync(from, this.#bytes.length);
    if (next >= 0) this.#giveUp(from, next, NOT_JSON);
    else {
      // Nothing known to go on from: follow the structure to the end of this object.
      const depth = this.#frames.length;
      this.#frames = [];
      this.#candidate = -1;
      this.#start = from;
      this.#isElement = true;
      this.#depth = depth;
      this.#inString = false;
      this.#scalar = false;
    }
    return true;
  }

  #afterValue(): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'object') frame.expects = 'comma';
  }

  #begin(isElement: boolean): void {
    const byte = this.#bytes[this.#at]!;
    this.#start = this.#at;
    this.#isElement = isElement;
    this.#depth = 0;
    this.#inString = false;
    this.#patience = PATIENCE >> Math.max(0, Math.min(6, this.#runaways - RUNAWAYS));
    this.#scalar = byte !== OPEN_OBJECT && byte !== OPEN_ARRAY && byte !== QUOTE;
  }

  /** Follows a value to its end; false when the bytes end first. */
  #follow(): boolean {
    const bytes = this.#bytes;
    const length = bytes.length;
    let i = this.#at;
    let depth = this.#depth;
    let inString = this.#inString;
    if (this.#scalar) {
      while (
        i < length &&
        bytes[i] !== COMMA &&
        bytes[i] !== CLOSE_ARRAY &&
        bytes[i] !== CLOSE_OBJECT &&
        !isBlank(bytes[i]!)
      )
        i++;
      this.#at = i;
      if (i === length) return false;
      this.#close(i);
      return true;
    }
    // After many broken records an unclosed one must not cost a scan of the whole rest each time.
    const stop =
      this.#runaways > RUNAWAYS && this.#start >= 0 ? Math.min(length, this.#start + this.#patience) : length;
    let isDone = false;
    while (i < stop && !isDone) {
      const byte = bytes[i]!;
      if (inString) {
        if (byte === QUOTE) {
          inString = false;
          isDone = depth === 0;
        } else if (byte === BACKSLASH) {
          if (i + 1 === length) break; // the escaped byte decides nothing, but it must be there to be skipped
          i++;
        }
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) isDone = --depth <= 0;
      i++;
    }
    this.#at = i;
    this.#depth = depth;
    this.#inString = inString;
    if (isDone) {
      this.#close(i);
      return true;
    }
    if (i < stop || stop === length) return false;
    const next = this.#resync(this.#start, i);
    if (next >= 0) {
      this.#runaways++;
      this.#giveUp(this.#start, next, NOT_JSON);
    } else this.#patience *= 2;
    return true;
  }

  /** The value that was followed ends before `to`. */
  #close(to: number): void {
    if (this.#dropped >= 0) {
      if (this.#isElement) this.sink.broken(TOO_LONG, this.#dropped, this.#base + to - this.#dropped);
      this.#dropped = -1;
      this.#afterValue();
      return;
    }
    const from = this.#start;
    this.#start = -1;
    this.#afterValue();
    if (this.#isElement) this.#emit(from, to);
  }

  #emit(from: number, to: number): void {
    const bytes = this.#bytes;
    if (this.sink.value(bytes, from, to, this.#base + from)) {
      this.#opener ??= openerOf(bytes, from, to);
      return;
    }
    const next = this.#resync(from, to);
    if (next >= 0) {
      if (to - next > PATIENCE) this.#runaways++;
      this.#giveUp(from, next, whyBroken(bytes, from, next));
      return;
    }
    this.sink.broken(whyBroken(bytes, from, to), this.#base + from, to - from);
    this.#opener ??= openerOf(bytes, from, to);
    this.#isLost = this.#opener !== null && !this.#goesOn(to);
  }

  /** Whether what follows a broken value is what may follow a value. */
  #goesOn(to: number): boolean {
    const bytes = this.#bytes;
    const isInArray = this.#frames.at(-1)?.kind === 'array';
    let i = to;
    let commas = 0;
    while (i < bytes.length && (isBlank(bytes[i]!) || (bytes[i] === COMMA && commas === 0))) {
      if (bytes[i++] === COMMA) commas++;
    }
    if (i === bytes.length) return true;
    if (bytes[i] === CLOSE_ARRAY) return isInArray && commas === 0;
    return bytes[i] === OPEN_OBJECT || bytes[i] === OPEN_ARRAY;
  }

  /** Passes over what a broken record has left behind, up to the next that begins like the others. */
  #findBack(): boolean {
    const next = this.#resync(this.#at - 1, this.#bytes.length);
    this.#at = next >= 0 ? next : Math.max(this.#at, this.#bytes.length - OPENER_LIMIT);
    this.#isLost = next < 0;
    return next >= 0;
  }

  /** Rejects [from, next) and goes on at `next`, among the elements of the innermost list. */
  #giveUp(from: number, next: number, why: string): void {
    let stop = trimmed(this.#bytes, from, next);
    if (stop > from + 1 && this.#bytes[stop - 1] === COMMA) stop = trimmed(this.#bytes, from, stop - 1);
    this.sink.broken(why, this.#base + from, stop - from);
    while (this.#frames.at(-1)?.kind === 'object') this.#frames.pop();
    this.#candidate = -1;
    this.#start = -1;
    this.#at = next;
  }

  /** The next place in (from, to) where a record of this file may begin; -1 = none. */
  #resync(from: number, to: number): number {
    const opener = this.#opener ?? openerOf(this.#bytes, from, to);
    if (!opener) return -1;
    for (let p = this.#bytes.indexOf(opener, from + 1); p >= 0 && p < to; p = this.#bytes.indexOf(opener, p + 1)) {
      let before = p - 1;
      while (before > from && (isBlank(this.#bytes[before]!) || this.#bytes[before] === 0)) before--;
      // Behind a comma that ends a value, or at the start of a line: an object inside a record follows a colon or bracket.
      if (this.#bytes[before] === COMMA || (before < p - 1 && this.#bytes.subarray(before + 1, p).includes(0x0a)))
        return p;
    }
    return -1;
  }

  /** Lets go of a value that has grown beyond all measure. */
  #bound(): void {
    const from = this.#candidate >= 0 ? this.#candidate : this.#start;
    if (from < 0 || this.#dropped >= 0 || this.#bytes.length - from <= RECORD_LIMIT) return;
    const next = this.#resync(from, this.#bytes.length);
    if (next >= 0) {
      this.#runaways++;
      this.#giveUp(from, next, NOT_JSON);
      this.#scan();
    } else if (this.#candidate >= 0) {
      // No record; it may still be an envelope whose list comes late, so its keys are followed on.
      this.sink.broken(TOO_LONG, this.#base + from, this.#at - from);
      this.#candidate = -1;
    } else {
      this.#dropped = this.#base + from;
      this.#start = -1;
    }
  }
}

/** Whether the list's path begins with these keys, or (`isAll`) is them. */
const begins = (list: readonly string[], path: readonly string[], isAll: boolean): boolean =>
  (isAll ? list.length === path.length : list.length > path.length) && path.every((key, i) => key === list[i]);

/**
 * Whether the list that begins at `from` is empty or holds records: its first element is an object, but for bare values that
 * stand where one should. Null where the bytes do not reach that far.
 */
function beginsRecords(bytes: Buffer, from: number): boolean | null {
  let isFirst = true;
  for (let i = from; i < bytes.length; ) {
    const byte = bytes[i]!;
    if (byte === OPEN_OBJECT) return true;
    if (byte === CLOSE_ARRAY) return isFirst;
    if (byte === OPEN_ARRAY || i - from > BARE_LIMIT) return false;
    if (isBlank(byte) || byte === COMMA) {
      i++;
      continue;
    }
    isFirst = false;
    if (byte === QUOTE) {
      const stop = endOfString(bytes, i + 1);
      if (stop < 0) return bytes.length - from > BARE_LIMIT ? false : null;
      i = stop + 1;
    } else while (i < bytes.length && bytes[i] !== COMMA && bytes[i] !== CLOSE_ARRAY && !isBlank(bytes[i]!)) i++;
  }
  return null;
}

/** Position behind the object that begins at `from`; -1 when it does not end before `limit`. */
function endOfObject(bytes: Buffer, from: number, limit: number): number {
  let depth = 0;
  for (let i = from; i < bytes.length && i < limit; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      i = endOfString(bytes, i + 1);
      if (i < 0) return -1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return i + 1;
  }
  return -1;
}

/** Position of the quote that ends a string whose content begins at `from`; -1 when it is not there. */
function endOfString(bytes: Buffer, from: number): number {
  for (let i = from; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) return i;
    if (bytes[i] === BACKSLASH) i++;
  }
  return -1;
}

function trimmed(bytes: Buffer, from: number, to: number): number {
  let stop = to;
  while (stop > from && isBlank(bytes[stop - 1]!)) stop--;
  return stop;
}

function openerOf(bytes: Buffer, from: number, to: number): Buffer | null {
  if (bytes[from] !== OPEN_OBJECT) return null;
  const quote = bytes.indexOf(QUOTE, from);
  if (quote < 0 || quote >= to) return null;
  const stop = endOfString(bytes, quote + 1);
  return stop < 0 || stop - from > OPENER_LIMIT ? null : Buffer.from(bytes.subarray(from, stop + 1));
}
