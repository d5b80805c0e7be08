/**
 * Declared paths read out of the bytes of a JSON record, without building the rest of it: the record is followed by
 * WebAssembly (follow.as.ts), which notes where the wanted values lie; texts and numbers are made when they are asked for.
 * Rows of a log are alike, so this costs a fraction of JSON.parse; what is not followed must be parsed.
 */
import { randomBytes } from 'node:crypto';
import { ABSENT, FULL, type Moved, put, renumbered } from '../../kept';
import { FOLLOW } from './follow.wasm';
import {
  type Derivation,
  type Followed,
  followed,
  isRare,
  type Numbered,
  type Origin,
  type Part,
  type Step,
  step,
  type Union,
  unnumbered,
} from './steps';

export type { Origin } from './steps';

interface Follow {
  memory: WebAssembly.Memory;
  setUp(from: number, to: number): void;
  follow(root: number, from: number, to: number, epoch: number): number;
  followOn(root: number, from: number, to: number, epoch: number): number;
  isAscii(): number;
  refilled(): void;
  keepIn(table: number, slots: number, entries: number, count: number, room: number, end: number, seed: bigint): void;
  keep(from: number, to: number): number;
  keepWithout(from: number, to: number, key: number, length: number, spare: number): number;
  keepEach(from: number, to: number, room: number, most: number, longest: number): number;
  keepAll(nodes: number, count: number, epoch: number, spare: number, most: number): number;
  forget(): void;
  sweep(moved: number): void;
}

const NODE = 32;
const ENTRY = 16; // a member, or what is kept
const GUESS = 32;
const GUESSES = 128;
const INDEX = 256; // of an object's keys, behind its guesses
const SPARE = 64 * 1024; // for keys met
const PAGE = 65_536;
const SLACK = 64; // bytes that may be read beyond a record
/** Larger buffers are copied record by record. */
const WHOLE = 4 * 1024 * 1024;

const ASCII = 1; // what `follow` says of a record

const TEXT = 1; // kinds of values
const NUMBER = 3;
const TRUE = 4;
const FALSE = 5;
const NULL = 6;
const OBJECT = 7;
const LIST = 8;

/** In a path: each element of the list above it. */
export const ELEMENT = '*';
const COMMA = 0x2c;
const CLOSE = 0x5d;

let compiled: WebAssembly.Module | null = null;
const instance = (): Follow => {
  compiled ??= new WebAssembly.Module(Buffer.from(FOLLOW, 'base64'));
  return new WebAssembly.Instance(compiled).exports as unknown as Follow;
};

/** Combinations of values that are remembered. */
const COMBINATIONS = 8_192;

/** Values that are kept: how many at first and at most, of which length at most, with how many bytes on the average. */
const KEPT = 1_024;
const KEPT_MOST = 32_768;
const KEPT_LENGTH = 4_096;
const KEPT_BYTES = 256;
const TOO_LONG = 0x7fff_ffff; // as `keepAll` and `keepEach` do
/** Longer lists are followed element by element. */
const ELEMENTS = 64;
const FOUND = 12; // bytes about one of them

/** Digits that may be added up to a number without a loss. */
const SHORT = 15;

/** One per shape and file, filled again for each record. */
export class Projection {
  readonly #record = followed();
  /** The record and every list whose elements are followed. */
  readonly #all = [this.#record];
  readonly #steps = new Map<string, Step>();
  /** What was asked for last. */
  #asked = this.#record.step;
  readonly #avoid: readonly string[];
  readonly #check: (path: string) => void;
  readonly #follow = instance();
  #words = new Int32Array(this.#follow.memory.buffer);
  #memory = Buffer.from(this.#follow.memory.buffer);
  /** Where buffers are copied to, behind the nodes. */
  #input = 0;
  /** Where values are written without what plays no part in them. */
  #spare = 0;
  /** Where it is told what lies in a list. */
  #found = 0;
  #isInList = false;
  /** A path is wanted that has no node yet. */
  #isStale = true;
  #count = 0;
  /** The first of what was followed in the bytes in memory. */
  #since = 1;
  /** The buffer that was copied whole. */
  #copied: Buffer | null = null;
  /** Every letter of the record at hand is a byte. */
  #isAscii = false;
  /** By the number under which their bytes are kept. */
  #kept: unknown[] = [];
  #room = KEPT;
  /** Where it is told what became of numbers, and of how many. */
  #moved = 0;
  #numbers = 0;
  /** How often all was forgotten. */
  #era = 0;
  readonly #derivations = new Map<Origin, Derivation>();
  readonly #unions = new Map<Origin, Union>();
  /** Of which something is being derived. */
  #deriving: Step | null = null;

  /**
   * `avoid`: keys of the outermost object that make it no record where a list or an object follows. `check` throws for a
   * path that may not be asked for.
   */
  constructor(paths: readonly string[], avoid: readonly string[], check: (path: string) => void) {
    this.#avoid = avoid;
    this.#check = check;
    for (const path of paths) this.#want(path);
  }

  /**
   * Reads the record in [from, to), which must hold UTF-8. False where it must be parsed instead; then nothing may be asked.
   * Valid until the next call, and while the buffer holds the same bytes.
   */
  read(bytes: Buffer, from: number, to: number): boolean {
    const at = this.#enter(bytes, from, to);
    const found = this.#follow.follow(this.#record.step.word * 4, at, at + to - from, this.#begun());
    if (found === 0) return false;
    this.#isAscii = found === ASCII;
    return true;
  }

  /** As `read`, of the object that begins at `from`: where it ends; 0 where it does not in these bytes, or must be parsed. */
  readOn(bytes: Buffer, from: number): number {
    if (bytes.length > WHOLE) return 0;
    const at = this.#enter(bytes, from, bytes.length);
    const end = this.#follow.followOn(this.#record.step.word * 4, at, at + bytes.length - from, this.#begun());
    if (end === 0) return 0;
    this.#isAscii = this.#follow.isAscii() !== 0;
    return end - at + from;
  }

  /** Where the valid object that begins at `from` ends; 0 where it does not in these bytes, or must be parsed. Nothing is read. */
  endOf(bytes: Buffer, from: number): number {
    if (bytes.length > WHOLE) return 0;
    const at = this.#enter(bytes, from, bytes.length);
    const end = this.#follow.followOn(0, at, at + bytes.length - from, this.#begun());
    return end === 0 ? 0 : end - at + from;
  }

  /** Number of what is followed next. */
  #begun(): number {
    this.#record.epoch = ++this.#count;
    return this.#count;
  }

  /** Brings the bytes into WebAssembly's memory; where `from` lies there. */
  #enter(bytes: Buffer, from: number, to: number): number {
    if (this.#isStale || this.#count >= 0x7000_0000) this.#layOut(); // nodes remember epochs
    if (bytes.length > WHOLE) {
      this.#copied = null;
      this.#copyIn(bytes.subarray(from, to));
      return this.#input;
    }
    if (this.#copied !== bytes) {
      this.#copyIn(bytes);
      this.#copied = bytes;
    }
    return this.#input + from;
  }

  /** The same buffer object may hold other bytes now. */
  refilled(): void {
    this.#copied = null;
  }

  /** As the parsed record has it under the path. */
  any(path: string): unknown {
    return this.#value(this.#step(path));
  }

  /** As `any`, of what is a text, a number, true or false; null for the rest, which is then not parsed. */
  text(path: string): string | null {
    const of = this.#step(path);
    const { word } = of;
    const words = this.#words;
    const isMet = words[word] === of.of.epoch;
    if (isMet && words[word + 3] === TEXT) return this.#known(of, words[word + 1]!, words[word + 2]!) as string;
    if (isMet && words[word + 3]! >= NULL && words[word + 3]! <= LIST) return null;
    const value = this.#value(of);
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
  }

  /** What `make` derives from the value under the path and from nothing else; made anew where that is not kept. `by` is handed on. */
  derived<T, By>(path: string, make: (by: By) => T, by: By): T {
    const of = this.#step(path);
    const words = this.#words;
    if (words[of.word] !== of.of.epoch) return make(by);
    of.isDerivedFrom = true;
    const number = this.#number(of, words[of.word + 1]!, words[of.word + 2]!);
    if (number === FULL) return make(by);
    const known = of.derived[number];
    if (known !== undefined) return known as T;
    const era = this.#era;
    const outer = this.#deriving;
    this.#deriving = of;
    try {
      const made = make(by);
      if (this.#era === era) put(of.derived, number, made, this.#numbers); // else `make` asked for so much that all was forgotten
      return made;
    } finally {
      this.#deriving = outer;
    }
  }

  /** As `derived`, of what follows from several values; `from` itself is the key under which it is remembered. */
  derivedFrom<T>(from: Origin, make: () => T): T {
    if (from.asOne) return this.#derivedFromAll(this.#unions.get(from) ?? this.#union(from), make);
    const of = this.#derivations.get(from) ?? this.#derivation(from);
    const { parts, numbers, last } = of;
    const words = this.#words;
    let isLast = last !== null;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      const { word } = part.of;
      const number =
        words[word] === part.of.of.epoch
          ? this.#number(part.numbered, words[word + 1]!, words[word + 2]!, part)
          : ABSENT;
      if (number === FULL || word === 0) return make(); // of what was not wanted yet nobody knows whether it is there
      numbers[i] = number;
      if (isLast && last!.numbers[i] !== number) isLast = false;
    }
    if (isLast) return last!.value as T;
    const mark = markOf(numbers);
    let known = of.known.get(mark);
    if (known === undefined || !isSame(known.numbers, numbers)) {
      const era = this.#era;
      known = { numbers: numbers.slice(), value: make() };
      if (this.#era !== era) return known.value as T; // `make` asked for so much that all was forgotten
      if (of.known.size >= COMBINATIONS) of.known.clear();
      of.known.set(mark, known);
    }
    of.last = known;
    return known.value as T;
  }

  #derivedFromAll<T>(of: Union, make: () => T): T {
    if (of.list === 0 || of.isRare) return make();
    const told = this.#follow.keepAll(of.list, of.parts.length, this.#record.epoch, this.#spare, KEPT_LENGTH);
    if (told === TOO_LONG) return make();
    const number = this.#numbered(of, told);
    if (number === FULL) return make();
    const known = of.derived[number];
    if (known !== undefined) return known as T;
    const era = this.#era;
    const made = make();
    if (this.#era === era) put(of.derived, number, made, this.#numbers);
    return made;
  }

  #outermost(path: string): Step {
    if (path.includes('.')) throw new Error(`the path "${path}" is no outermost key`);
    return this.#step(path);
  }

  #union(from: Origin): Union {
    const parts = from.paths.map((path) => this.#outermost(path));
    for (const part of parts) part.isRare = true; // none of them is kept by itself
    const made: Union = { ...unnumbered(), isUnion: true, parts, list: 0, derived: [] };
    this.#unions.set(from, made);
    this.#isStale = true;
    return made;
  }

  #derivation(from: Origin): Derivation {
    const parts = from.paths.map((path): Part => {
      const of = this.#outermost(path);
      const member = from.without?.[path];
      const without = member === undefined ? null : Buffer.from(JSON.stringify(member));
      this.#isStale ||= without !== null;
      return { of, numbered: without === null ? of : unnumbered(), without, key: 0 };
    });
    const made: Derivation = { parts, numbers: new Int32Array(parts.length), last: null, known: new Map() };
    this.#derivations.set(from, made);
    return made;
  }

  has(path: string): boolean {
    const of = this.#step(path);
    return this.#words[of.word] === of.of.epoch || this.#value(of) !== undefined;
  }

  /**
   * What `read` makes of each object in the list under the path; of that object paths are asked with `*` in its place
   * (`list.*.name`), and outside of `read` they are not there.
   */
  each<T>(path: string, read: () => T): T[] {
    return this.#each(path, read, false);
  }

  /** As `each`, of what `read` makes of the object and of nothing else: made once for objects that are the same. */
  derivedEach<T>(path: string, read: () => T): T[] {
    return this.#each(path, read, true);
  }

  #each<T>(path: string, read: () => T, isDerived: boolean): T[] {
    const list = this.#step(path);
    const { elements } = list;
    if (!elements) throw new Error(`no path below "${path}.*" is declared in reads`);
    const made: T[] = [];
    try {
      const isRead =
        isDerived && !this.#isInList
          ? this.#takeEach(list, elements, made, read)
          : this.#followEach(list, elements, made, read);
      if (!isRead) {
        made.length = 0;
        this.#parseEach(list, elements, made, read);
      }
    } finally {
      elements.epoch = -1;
      elements.from = 0;
      elements.parsed = undefined;
    }
    return made;
  }

  /** As `#followEach`, and what comes again is neither followed nor made again. */
  #takeEach<T>(list: Step, elements: Followed, made: T[], read: () => T): boolean {
    const words = this.#words;
    const of = elements.step;
    if (of.isRare || !this.#isList(list, elements)) return this.#followEach(list, elements, made, read);
    const [from, to] = [words[list.word + 1]!, words[list.word + 2]!];
    const count = this.#follow.keepEach(from, to, this.#found, ELEMENTS, KEPT_LENGTH);
    if (count === TOO_LONG) return this.#followEach(list, elements, made, read);
    this.#isInList = true; // the next list would be told in the same place
    try {
      return this.#takeFound(elements, count, made, read);
    } finally {
      this.#isInList = false;
    }
  }

  #takeFound<T>(elements: Followed, count: number, made: T[], read: () => T): boolean {
    const words = this.#words;
    const of = elements.step;
    of.isDerivedFrom = true;
    const era = this.#era;
    for (let at = this.#found / 4; made.length < count; at += FOUND / 4) {
      const told = this.#era === era ? words[at]! : TOO_LONG;
      const number = told === TOO_LONG ? FULL : this.#numbered(of, told);
      let one = number === FULL ? undefined : (of.derived[number] as T | undefined);
      if (one === undefined) {
        if (this.#followElement(elements, words[at + 1]!, words[at + 2]!) === 0) return false;
        one = read();
        if (number !== FULL && this.#era === era) put(of.derived, number, one, this.#numbers);
      }
      made.push(one);
    }
    return true;
  }

  #isList(list: Step, elements: Followed): boolean {
    const words = this.#words;
    return words[list.word] === list.of.epoch && words[list.word + 3] === LIST && elements.step.word !== 0;
  }

  /** False where the list must be parsed. */
  #followEach<T>(list: Step, elements: Followed, made: T[], read: () => T): boolean {
    if (!this.#isList(list, elements)) return false;
    const words = this.#words;
    const end = words[list.word + 2]!;
    const bytes = this.#memory;
    for (let at = behindBlanks(bytes, words[list.word + 1]! + 1); bytes[at] !== CLOSE; ) {
      at = this.#followElement(elements, at, end);
      if (at === 0) return false;
      made.push(read());
      at = behindBlanks(bytes, at);
      if (bytes[at] === COMMA) at = behindBlanks(bytes, at + 1);
    }
    return true;
  }

  /** Where the element ends; 0 where the list must be parsed. */
  #followElement(elements: Followed, from: number, end: number): number {
    elements.epoch = ++this.#count;
    elements.from = from;
    elements.to = this.#follow.followOn(elements.step.word * 4, from, end, elements.epoch);
    elements.parsed = undefined;
    return elements.to;
  }

  #parseEach<T>(list: Step, elements: Followed, made: T[], read: () => T): void {
    const all = this.#value(list);
    elements.from = 0;
    if (!Array.isArray(all)) return;
    for (const each of all) {
      if (typeof each !== 'object' || each === null || Array.isArray(each)) continue;
      elements.epoch = ++this.#count;
      elements.parsed = each;
      made.push(read());
    }
  }

  /** Looking a path up costs more than what is done with it; comparing it with the one that comes next does not. */
  #step(path: string): Step {
    const { next } = this.#asked;
    const of = next !== null && next.path === path ? next : this.#sought(path);
    this.#asked = of;
    return of;
  }

  #sought(path: string): Step {
    let of = this.#steps.get(path);
    if (!of) {
      this.#check(path);
      of = this.#want(path);
    }
    this.#asked.next = of;
    return of;
  }

  #value(of: Step): unknown {
    const { epoch } = of.of;
    if (of.made === epoch) return of.value;
    of.value = this.#words[of.word] === epoch ? this.#read(of) : this.#inside(of);
    of.made = epoch;
    return of.value;
  }

  /** A value that was not met: it may lie in a list, or the path was not wanted yet when the record was read. */
  #inside({ above, key, word, of }: Step): unknown {
    if (above === null) return undefined;
    const isElement = above === of.step;
    const isFollowed =
      word !== 0 &&
      (isElement ? of.from > 0 : this.#words[above.word] === of.epoch && this.#words[above.word + 3] === OBJECT);
    if (isFollowed) return undefined;
    const outer = isElement ? this.#element(of) : this.#value(above);
    if (typeof outer !== 'object' || outer === null) return undefined;
    const value = (outer as Record<string, unknown>)[key];
    return typeof value === 'function' ? undefined : value;
  }

  /** The element at hand, parsed; undefined of a record, and where none is at hand. */
  #element(of: Followed): unknown {
    if (of.from > 0) of.parsed ??= JSON.parse(this.#slice(of.from, of.to));
    return of.parsed;
  }

  #read(of: Step): unknown {
    const { word } = of;
    switch (this.#words[word + 3]) {
      case TRUE:
        return true;
      case FALSE:
        return false;
      case NULL:
        return null;
      default:
        return this.#known(of, this.#words[word + 1]!, this.#words[word + 2]!);
    }
  }

  /** Records that follow each other name the same people, things and addresses: these are made once. */
  #known(of: Step, from: number, to: number): unknown {
    if (to - from <= SHORT && this.#words[of.word + 3] === NUMBER) {
      const whole = wholeNumber(this.#memory, from, to);
      if (whole >= 0) return whole;
    }
    // What is derived from it is kept in its place.
    if (of === this.#deriving) return this.#made(of, from, to);
    const number = this.#number(of, from, to);
    if (number === FULL) return this.#made(of, from, to);
    const known = this.#kept[number];
    if (known !== undefined) return known;
    const made = this.#made(of, from, to);
    put(this.#kept, number, made, this.#numbers);
    return made;
  }

  /** The number under which the value in [from, to) is kept, or that value but for what plays no part; FULL where it is not. */
  #number(of: Numbered, from: number, to: number, part: Part | null = null): number {
    // A value that is the same as in the record before is told by its place.
    if (of.place === from && of.numbered >= this.#since) return of.number;
    if (to - from > KEPT_LENGTH || of.isRare) return FULL;
    const without = part?.without ?? null;
    const number =
      without === null
        ? this.#follow.keep(from, to)
        : this.#follow.keepWithout(from, to, part!.key, without.length, this.#spare);
    const own = this.#numbered(of, number);
    if (own === FULL) return FULL;
    of.numbered = this.#count;
    of.place = from;
    of.number = own;
    return own;
  }

  /** The number of what `keep` says; FULL where it is not kept. */
  #numbered(of: Numbered, number: number): number {
    of.sought++;
    if (number < 0) {
      of.missed++;
      of.isRare = isRare(of);
    }
    if (number === FULL) {
      if (this.#room < KEPT_MOST) {
        this.#isStale = true; // from the next record on there is more room
        this.#room = Math.min(4 * this.#room, KEPT_MOST);
      }
      if (this.#isStale) this.#forget();
      else this.#sweep();
      return FULL;
    }
    return number < 0 ? -1 - number : number;
  }

  /** All that is kept. */
  #forget(): void {
    this.#follow.forget();
    this.#renumber(null);
  }

  /** What was not met again since the last time, when there is no more room. */
  #sweep(): void {
    this.#follow.sweep(this.#moved);
    const moved = this.#words.subarray(this.#moved / 4, this.#moved / 4 + this.#numbers);
    this.#renumber((number) => moved[number]!);
  }

  /** Null: all is forgotten. */
  #renumber(moved: Moved | null): void {
    this.#era++;
    this.#since = this.#count + 1;
    this.#kept = renumbered(this.#kept, moved);
    for (const each of this.#steps.values()) {
      each.derived = renumbered(each.derived, moved);
      each.numbered = 0;
    }
    for (const { step } of this.#all) step.derived = renumbered(step.derived, moved);
    for (const each of this.#unions.values()) each.derived = renumbered(each.derived, moved);
    for (const each of this.#derivations.values()) {
      for (const { numbered } of each.parts) numbered.numbered = 0;
      each.last = null;
      const before = moved === null ? [] : [...each.known.values()];
      each.known.clear();
      for (const made of before) {
        const numbers = made.numbers.map((number) => (number === ABSENT ? ABSENT : moved!(number)));
        if (numbers.every((number, i) => number !== ABSENT || made.numbers[i] === ABSENT))
          each.known.set(markOf(numbers), { numbers, value: made.value });
      }
    }
  }

  #made(of: Step, from: number, to: number): unknown {
    switch (this.#words[of.word + 3]) {
      case TEXT:
        return this.#slice(from + 1, to - 1);
      case NUMBER:
        return Number(this.#slice(from, to));
      default: // objects, lists, texts with escapes
        return JSON.parse(this.#slice(from, to));
    }
  }

  /** In memory of its own, whatever becomes of the record; of the bytes as they were followed last, which are at hand. */
  #slice(from: number, to: number): string {
    return this.#memory.toString(this.#isAscii ? 'latin1' : 'utf8', from, to);
  }

  /** A path wanted from the next record on; of the one at hand it is found through what lies above it. */
  #want(path: string): Step {
    let at = this.#record.step;
    for (const key of path.split('.')) {
      if (key === ELEMENT) {
        at = this.#elementsOf(at).step;
        continue;
      }
      let next = at.below.get(key);
      if (!next) {
        next = step(key, at, at.of);
        at.below.set(key, next);
        this.#isStale = true;
      }
      at = next;
    }
    at.path = path;
    this.#steps.set(path, at);
    return at;
  }

  #elementsOf(list: Step): Followed {
    if (!list.elements) {
      list.elements = followed();
      this.#all.push(list.elements);
    }
    return list.elements;
  }

  /** Writes the nodes into WebAssembly's memory; word 0 stays empty, so that what is not laid out was never met. */
  #layOut(): void {
    const steps: Step[] = [];
    const collect = (of: Step): void => {
      steps.push(of);
      for (const below of of.below.values()) collect(below);
    };
    for (const each of this.#all) collect(each.step);
    const keys = new Map<string, { at: number; bytes: Buffer }>();
    let free = NODE;
    const room = (size: number): number => {
      const at = free;
      free += (size + 7) & ~7;
      return at;
    };
    for (const each of steps) each.word = room(NODE) / 4;
    const lists = steps.map((each) => ({
      members: room(this.#entries(each).length * ENTRY),
      guesses: room(each.below.size > 0 ? GUESSES * GUESS + INDEX : 0),
    }));
    for (const key of new Set([...steps.map((each) => each.key), ...this.#avoid])) {
      const bytes = Buffer.from(JSON.stringify(key));
      keys.set(key, { at: room(bytes.length + 8), bytes });
    }
    const spare = room(SPARE);
    const nodes = free;
    const kept = this.#room;
    const [table, entries, bytes] = [room(2 * kept * 4), room(kept * ENTRY), room(kept * KEPT_BYTES)];
    this.#numbers = kept;
    this.#moved = room(kept * 4);
    const without = [...this.#derivations.values()].flatMap(({ parts }) => parts.filter((part) => part.without));
    for (const part of without) part.key = room(part.without!.length + 8);
    const unions = [...this.#unions.values()];
    for (const each of unions) each.list = room(4 * each.parts.length);
    this.#spare = room(KEPT_LENGTH + SLACK);
    this.#found = room(ELEMENTS * FOUND);
    this.#input = room(0);
    this.#grow(this.#input + SLACK);
    this.#memory.fill(0, 0, nodes);
    for (const { at, bytes } of keys.values()) this.#memory.set(bytes, at);
    for (const [i, each] of steps.entries()) {
      const entries = this.#entries(each);
      this.#words.set([lists[i]!.members, entries.length, lists[i]!.guesses, 0], each.word + 4);
      for (const [n, { key, below, avoid }] of entries.entries()) {
        const { at, bytes } = keys.get(key)!;
        this.#words.set([at, bytes.length, below ? below.word * 4 : 0, avoid ? 1 : 0], lists[i]!.members / 4 + n * 4);
      }
    }
    for (const { key, without: bytes } of without) this.#memory.set(bytes!, key);
    for (const { list, parts } of unions)
      this.#words.set(
        parts.map(({ word }) => 4 * word),
        list / 4,
      );
    this.#follow.setUp(spare, spare + SPARE);
    const seed = randomBytes(8).readBigUInt64LE();
    this.#follow.keepIn(table, 2 * kept, entries, kept, bytes, bytes + kept * KEPT_BYTES, seed);
    this.#forget();
    this.#count = 0;
    for (const each of steps) {
      each.made = 0;
      each.numbered = 0; // also of those that only lie on the way to what is asked for
    }
    this.#copied = null;
    this.#isStale = false;
  }

  /** The members of a step that are told apart. */
  #entries(of: Step): { key: string; below: Step | null; avoid: boolean }[] {
    const avoid = of === this.#record.step ? this.#avoid : [];
    const wanted = [...of.below].map(([key, below]) => ({ key, below, avoid: avoid.includes(key) }));
    const others = avoid.filter((key) => !of.below.has(key)).map((key) => ({ key, below: null, avoid: true }));
    return [...wanted, ...others];
  }

  #copyIn(bytes: Uint8Array): void {
    this.#grow(this.#input + bytes.length + SLACK);
    this.#memory.set(bytes, this.#input);
    this.#follow.refilled();
    this.#since = this.#count + 1;
  }

  #grow(size: number): void {
    const { memory } = this.#follow;
    const missing = size - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    if (this.#memory.buffer !== memory.buffer) {
      this.#memory = Buffer.from(memory.buffer);
      this.#words = new Int32Array(memory.buffer);
    }
  }
}

function markOf(numbers: Int32Array): number {
  let mark = 0;
  for (let i = 0; i < numbers.length; i++) {
    mark = Math.imul(mark ^ numbers[i]!, 0x9e3779b1);
    mark ^= mark >>> 15;
  }
  return mark;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The number that these digits are; -1 where there is something else among them. */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function behindBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}
