/**
 * Writes values as bytes and reads them again: numbers, texts, lists, maps, sets, typed arrays, plain objects, and
 * instances of classes that have a form, constants of the program. What was one object stays one object, maps and keys keep their order, and a number
 * keeps all its bits. Same values, same bytes.
 */

/** How an instance of a class is taken apart into a plain value, and put together again. */
export interface Form<T extends object = object> {
  readonly of: abstract new (...args: never[]) => T;
  kept(one: T): unknown;
  ofKept(kept: unknown): T;
}

/** Binds a form to its class. */
export const form = <T extends object, K>(
  of: abstract new (...args: never[]) => T,
  kept: (one: T) => K,
  ofKept: (kept: K) => T,
): Form => ({ of, kept: kept as (one: object) => unknown, ofKept: ofKept as (kept: unknown) => T });

/** The bytes are not what `GraphWriter` wrote. */
export class BrokenGraph extends Error {}

const TAG = {
  null: 0,
  undefined: 1,
  false: 2,
  true: 3,
  double: 4,
  whole: 5,
  negative: 6,
  text: 7,
  wideText: 8,
  sameText: 9,
  list: 10,
  object: 11,
  map: 12,
  set: 13,
  typed: 14,
  instance: 15,
  same: 16,
  constant: 17,
} as const;
/** Tags from here on are small numbers, -1 first. */
const SMALL = 64;
const SMALLEST = -1;
const LARGEST = 255 - SMALL + SMALLEST;

const TYPED = [Uint8Array, Int32Array, Uint32Array, Float64Array] as const;
type Typed = InstanceType<(typeof TYPED)[number]>;

const ROOM = 1 << 20;
const MARGIN = 16; // bytes that one number or tag needs at most
const LATIN = /^[\0-\u00ff]*$/;

interface Shape {
  id: number;
  keys: readonly string[];
  /** What stood under each key of the last object of this shape: mostly the next one is like it. */
  below: (Shape | undefined)[];
}

/** Where objects stand in the list that the reader is given. */
export interface Places {
  get(value: object): number | undefined;
}

/** Where a writer gathers bytes before it hands them on: may be used by one after the other. */
export const writerRoom = (): Buffer => Buffer.allocUnsafe(ROOM + MARGIN);

export class GraphWriter {
  #at = 0;
  /** Lists stand apart from other objects: a map that grows is there twice for a moment, and twice as large as before. */
  readonly #lists = new Map<object, number>();
  readonly #objects = new Map<object, number>();
  /** Objects written so far, also those that nothing else can refer to. */
  #written = 0;
  readonly #texts = new Map<string, number>();
  readonly #shapes = new Map<string, Shape>();
  readonly #forms: Map<unknown, { id: number; form: Form }>;
  readonly #constants: Places;
  readonly #bytes: Buffer;

  /**
   * `sink` must be done with the bytes when it returns. Of `constants` only the place in their list is written: the
   * list, or what knows the places.
   */
  constructor(
    readonly sink: (bytes: Uint8Array) => void,
    forms: readonly Form[],
    constants: readonly object[] | Places = [],
    room = writerRoom(),
  ) {
    this.#bytes = room;
    this.#constants = 'get' in constants ? constants : new Map(constants.map((each, place) => [each, place]));
    this.#forms = new Map(forms.map((each, id) => [each.of.prototype, { id, form: each }]));
  }

  /** Throws for what has no form: functions, symbols, other classes. */
  write(value: unknown): void {
    this.#write(value, undefined);
    this.#flush();
  }

  #flush(): void {
    if (this.#at > 0) this.sink(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
  }

  #byte(value: number): void {
    if (this.#at >= ROOM) this.#flush();
    this.#bytes[this.#at++] = value;
  }

  /** A whole number from 0 to 2^53. */
  #count(value: number): void {
    if (this.#at >= ROOM) this.#flush();
    let rest = value;
    if (value >= 2 ** 28) {
      // In two halves of whole numbers: a remainder of a double costs more than all the rest.
      rest = Math.floor(value / 2 ** 28);
      let low = value - rest * 2 ** 28;
      for (let i = 0; i < 4; i++) {
        this.#bytes[this.#at++] = (low & 127) | 128;
        low >>>= 7;
      }
    }
    while (rest >= 128) {
      this.#bytes[this.#at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  #number(value: number): void {
    if (value >= SMALLEST && value <= LARGEST && Number.isInteger(value) && !Object.is(value, -0)) {
      this.#byte(SMALL + value - SMALLEST);
    } else if (Number.isSafeInteger(value) && value !== 0) {
      this.#byte(value < 0 ? TAG.negative : TAG.whole);
      this.#count(Math.abs(value));
    } else {
      this.#byte(TAG.double);
      if (this.#at >= ROOM) this.#flush();
      this.#at = this.#bytes.writeDoubleLE(value, this.#at);
    }
  }

  #text(text: string): void {
    const known = this.#texts.get(text);
    if (known !== undefined) {
      this.#byte(TAG.sameText);
      this.#count(known);
      return;
    }
    this.#texts.set(text, this.#texts.size);
    const isLatin = LATIN.test(text);
    this.#byte(isLatin ? TAG.text : TAG.wideText);
    this.#count(text.length);
    this.#raw(Buffer.from(text, isLatin ? 'latin1' : 'utf16le'));
  }

  #raw(bytes: Uint8Array): void {
    if (this.#at + bytes.length > ROOM) this.#flush();
    if (bytes.length > ROOM) this.sink(bytes);
    else {
      this.#bytes.set(bytes, this.#at);
      this.#at += bytes.length;
    }
  }

  /** Gives the shape of a plain object; `like`: what it probably is. */
  #write(value: unknown, like: Shape | undefined): Shape | undefined {
    if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'boolean') this.#byte(value ? TAG.true : TAG.false);
    else if (value === null) this.#byte(TAG.null);
    else if (value === undefined) this.#byte(TAG.undefined);
    else if (typeof value === 'object') return this.#object(value, like);
    else throw new TypeError(`a ${typeof value} cannot be kept`);
    return undefined;
  }

  #object(value: object, like: Shape | undefined): Shape | undefined {
    const objects = Array.isArray(value) ? this.#lists : this.#objects;
    const known = objects.get(value);
    if (known !== undefined) {
      this.#byte(TAG.same);
      this.#count(known);
      return like;
    }
    const constant = this.#constants.get(value);
    if (constant !== undefined) {
      this.#byte(TAG.constant);
      this.#count(constant);
      return undefined;
    }
    objects.set(value, this.#written++);
    if (Array.isArray(value)) {
      this.#byte(TAG.list);
      this.#count(value.length);
      let last: Shape | undefined;
      for (let i = 0; i < value.length; i++) last = this.#write(value[i], last) ?? last;
      return undefined;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype) return this.#plain(value as Record<string, unknown>, like);
    if (value instanceof Map) {
      this.#byte(TAG.map);
      this.#count(value.size);
      let last: Shape | undefined;
      for (const [key, each] of value) {
        this.#write(key, undefined);
        last = this.#write(each, last) ?? last;
      }
    } else if (value instanceof Set) {
      this.#byte(TAG.set);
      this.#count(value.size);
      for (const each of value) this.#write(each, undefined);
    } else if (ArrayBuffer.isView(value)) {
      const kind = (TYPED as readonly unknown[]).indexOf(value.constructor);
      if (kind < 0) throw new TypeError(`a ${value.constructor.name} cannot be kept`);
      const typed = value as Typed;
      this.#byte(TAG.typed);
      this.#byte(kind);
      this.#count(typed.length);
      this.#raw(new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength));
    } else {
      const found = this.#forms.get(prototype);
      if (!found) throw new TypeError(`an object of ${value.constructor?.name ?? 'no class'} cannot be kept`);
      this.#byte(TAG.instance);
      this.#count(found.id);
      const kept = found.form.kept(value);
      if (typeof kept !== 'object' || kept === null || Object.getPrototypeOf(kept) !== Object.prototype)
        return this.#write(kept, like);
      this.#written++; // made for this moment: nothing refers to it, and it need not be held
      return this.#plain(kept as Record<string, unknown>, like);
    }
    return undefined;
  }

  #plain(value: Record<string, unknown>, like: Shape | undefined): Shape {
    const keys = Object.keys(value);
    const shape = like !== undefined && isSame(like.keys, keys) ? like : this.#shape(keys);
    this.#byte(TAG.object);
    this.#count(shape.id);
    if (!shape.below) {
      shape.below = new Array(keys.length).fill(undefined);
      this.#count(keys.length);
      for (const key of keys) this.#text(key);
    }
    const { below } = shape;
    for (let i = 0; i < keys.length; i++) below[i] = this.#write(value[keys[i]!], below[i]) ?? below[i];
    return shape;
  }

  #shape(keys: readonly string[]): Shape {
    const text = JSON.stringify(keys);
    let shape = this.#shapes.get(text);
    if (!shape) {
      shape = { id: this.#shapes.size, keys, below: undefined as unknown as Shape['below'] };
      this.#shapes.set(text, shape);
    }
    return shape;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Reads what a `GraphWriter` with the same forms wrote. Throws `BrokenGraph` where the bytes are something else. */
export class GraphReader {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes that are still to come from the source. */
  #left: number;
  readonly #objects: unknown[] = [];
  readonly #texts: string[] = [];
  readonly #shapes: { keys: string[]; blank: Record<string, unknown> }[] = [];

  /** `source` gives the next bytes, so many at most; `total`: how many there are. */
  constructor(
    readonly source: (most: number) => Buffer,
    total: number,
    readonly forms: readonly Form[],
    readonly constants: readonly object[] = [],
  ) {
    this.#left = total;
  }

  read(): unknown {
    const value = this.#read();
    if (this.#left > 0 || this.#at < this.#bytes.length) throw new BrokenGraph('bytes are left over');
    return value;
  }

  /** Makes sure that so many bytes, a few, lie ahead as far as there are any. */
  #fill(want: number): void {
    while (this.#bytes.length - this.#at < want && this.#left > 0) {
      const next = this.source(Math.min(ROOM, this.#left));
      if (next.length === 0) throw new BrokenGraph('the file is shorter than it was');
      this.#left -= next.length;
      this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), next]);
      this.#at = 0;
    }
  }

  #byte(): number {
    if (this.#bytes.length - this.#at < MARGIN) this.#fill(MARGIN);
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new BrokenGraph('it ends too early');
    return value;
  }

  #count(): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = this.#byte();
      value += (byte & 127) * unit;
      if (byte < 128) return value;
      unit *= 128;
      if (unit > 2 ** 53) throw new BrokenGraph('a number is too large');
    }
  }

  /** A number of elements, each of which takes a byte at least. */
  #length(): number {
    const length = this.#count();
    if (length > this.#left + this.#bytes.length - this.#at) throw new BrokenGraph('a list is longer than the file');
    return length;
  }

  #raw(length: number): Buffer {
    const ahead = this.#bytes.length - this.#at;
    if (length > ahead + this.#left) throw new BrokenGraph('it ends too early');
    const whole = Buffer.allocUnsafeSlow(length);
    let done = 0;
    while (done < length) {
      if (this.#at === this.#bytes.length) this.#fill(1);
      const some = this.#bytes.subarray(this.#at, this.#at + length - done);
      whole.set(some, done);
      this.#at += some.length;
      done += some.length;
    }
    return whole;
  }

  #read(): unknown {
    const tag = this.#byte();
    if (tag >= SMALL) return tag - SMALL + SMALLEST;
    switch (tag) {
      case TAG.null:
        return null;
      case TAG.undefined:
        return undefined;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.double:
        return this.#double();
      case TAG.whole:
        return this.#count();
      case TAG.negative:
        return -this.#count();
      case TAG.text:
      case TAG.wideText:
        return this.#text(tag === TAG.text);
      case TAG.sameText:
        return at(this.#texts, this.#count());
      case TAG.same:
        return at(this.#objects, this.#count());
      case TAG.constant:
        return at(this.constants, this.#count());
      default:
        return this.#object(tag);
    }
  }

  #double(): number {
    this.#fill(8);
    if (this.#bytes.length - this.#at < 8) throw new BrokenGraph('it ends too early');
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  #text(isLatin: boolean): string {
    const length = this.#length();
    const size = isLatin ? length : 2 * length;
    const encoding = isLatin ? 'latin1' : 'utf16le';
    let text: string;
    if (size <= this.#bytes.length - this.#at) {
      text = this.#bytes.toString(encoding, this.#at, this.#at + size);
      this.#at += size;
    } else text = this.#raw(size).toString(encoding);
    this.#texts.push(text);
    return text;
  }

  #object(tag: number): unknown {
    const place = this.#objects.length;
    this.#objects.push(MISSING);
    if (tag === TAG.list) {
      const length = this.#length();
      const list: unknown[] = [];
      this.#objects[place] = list;
      for (let i = 0; i < length; i++) list.push(this.#read());
      return list;
    }
    if (tag === TAG.object) return this.#plain(place);
    if (tag === TAG.map) {
      const map = new Map<unknown, unknown>();
      this.#objects[place] = map;
      for (let rest = this.#length(); rest > 0; rest--) {
        const key = this.#read();
        map.set(key, this.#read());
      }
      return map;
    }
    if (tag === TAG.set) {
      const set = new Set<unknown>();
      this.#objects[place] = set;
      for (let rest = this.#length(); rest > 0; rest--) set.add(this.#read());
      return set;
    }
    if (tag === TAG.typed) {
      const type = at(TYPED, this.#byte());
      const length = this.#length();
      const bytes = this.#raw(length * type.BYTES_PER_ELEMENT);
      const typed = new type(bytes.buffer as ArrayBuffer, 0, length);
      this.#objects[place] = typed;
      return typed;
    }
    if (tag !== TAG.instance) throw new BrokenGraph(`there is no kind ${tag}`);
    const one = at(this.forms, this.#count()).ofKept(this.#read());
    this.#objects[place] = one;
    return one;
  }

  #plain(place: number): Record<string, unknown> {
    const id = this.#count();
    if (id === this.#shapes.length) {
      const keys: string[] = [];
      for (let rest = this.#length(); rest > 0; rest--) {
        const key = this.#read();
        if (typeof key !== 'string' || key === '__proto__') throw new BrokenGraph('a key is no text');
        keys.push(key);
      }
      this.#shapes.push({ keys, blank: Object.fromEntries(keys.map((key) => [key, null])) });
    }
    const { keys, blank } = at(this.#shapes, id);
    const value = { ...blank };
    this.#objects[place] = value;
    for (const key of keys) value[key] = this.#read();
    return value;
  }
}

/** Stands where an object is not complete yet: nothing may refer to it. */
const MISSING = Symbol('missing');

function at<T>(list: readonly T[], i: number): T {
  const found = list[i];
  if (found === undefined || found === MISSING) throw new BrokenGraph('it refers to what is not there');
  return found;
}
