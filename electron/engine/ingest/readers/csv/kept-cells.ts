/** Cells that came before: their texts are not made again, and neither is what follows from several of them. */
import type { SliceDecoder } from '../encoding';
import { areRare, FULL, type Looked, put, renumbered } from '../kept';
import { KEPT, KEPT_LENGTH, type RowMemory, TOO_LONG } from './row-memory';

interface Column extends Looked {
  isRare: boolean;
}
/** Cells that are looked up as one. */
interface Union extends Column {
  /** Where their numbers lie in WebAssembly's memory; 0 where there was no room for them. */
  readonly list: number;
  /** What was derived from them, by the number under which they are kept. */
  derived: unknown[];
}

export class KeptCells {
  /** By the number under which their bytes are kept. */
  #texts: unknown[] = [];
  readonly #columns: Column[] = [];
  readonly #unions = new Map<readonly number[], Union>();
  #isDeriving = false;

  constructor(readonly memory: RowMemory) {}

  /** Of the bytes [from, to) of the memory's room, which are those of `bytes`. */
  text(cell: number, bytes: Buffer, from: number, to: number, decoder: SliceDecoder): string {
    // What something is derived from is kept in its place.
    if (this.#isDeriving || to - from > KEPT_LENGTH) return decoder.text(bytes, from, to);
    this.#columns[cell] ??= { sought: 0, missed: 0, isRare: false };
    const of = this.#columns[cell];
    if (of.isRare) return decoder.text(bytes, from, to);
    const number = this.#number(this.memory.keep(from, to));
    of.sought++;
    const known = number === FULL ? undefined : this.#texts[number];
    if (known !== undefined) return known as string;
    of.missed++;
    of.isRare = areRare(of, false);
    const { fallbacks } = decoder;
    const text = decoder.text(bytes, from, to);
    // A text that is not UTF-8 is counted each time.
    if (number !== FULL && decoder.fallbacks === fallbacks) put(this.#texts, number, text, KEPT);
    return text;
  }

  /** What `make` makes of these cells of the row found last and of nothing else; `cells` itself is the key. */
  derivedFrom<T>(cells: readonly number[], decoder: SliceDecoder, make: () => T): T {
    if (this.#isDeriving) return make();
    const of = this.#unions.get(cells) ?? this.#union(cells);
    if (of.isRare || of.list === 0) return make();
    const told = this.memory.keepCells(of.list, cells.length);
    if (told === TOO_LONG) return make();
    const number = this.#number(told);
    of.sought++;
    const known = number === FULL ? undefined : of.derived[number];
    if (known !== undefined) return known as T;
    of.missed++;
    of.isRare = areRare(of, true);
    const { fallbacks } = decoder;
    this.#isDeriving = true;
    try {
      const made = make();
      if (number !== FULL && decoder.fallbacks === fallbacks) put(of.derived, number, made, KEPT);
      return made;
    } finally {
      this.#isDeriving = false;
    }
  }

  #union(cells: readonly number[]): Union {
    const made = { list: this.memory.list(cells), derived: [], sought: 0, missed: 0, isRare: false };
    this.#unions.set(cells, made);
    return made;
  }

  /** Of what `keep` says; where there is no more room, all that was not met again is forgotten. */
  #number(told: number): number {
    if (told === FULL) this.#sweep();
    return told === FULL || told >= 0 ? told : -1 - told;
  }

  #sweep(): void {
    const moved = this.memory.sweep();
    this.#texts = renumbered(this.#texts, (number) => moved[number]!);
    for (const each of this.#unions.values()) each.derived = renumbered(each.derived, (number) => moved[number]!);
  }
}
