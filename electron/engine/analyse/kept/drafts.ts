/**
 * The episodes of a sweep in the order in which they began. Those that nothing can be added to any more lie packed, beyond the
 * newest few hundred: as objects each takes some five kilobytes, packed some three hundred bytes.
 */
import { assert } from '../../../../shared/base/assert';
import { pack, unpack } from '../packed-texts';
import type { EpisodeDraft } from '../stages/episode-draft';
import { type Outline, outlineOf } from '../stages/outline';
import { OwnClock } from '../stages/own-clock';
import { type StumbleShare, stumbleShare } from '../stages/stumbles';
import { CONSTANTS, FORMS } from './forms';
import { GraphReader, GraphWriter, type Places, writerRoom } from './graph';

export interface DraftSizes {
  /** Episodes that are over and not packed: so many that packs hold what began at about the same time. */
  loose: number;
  /** Episodes packed as one: what they have in common is written once. */
  together: number;
}
const SIZES: DraftSizes = { loose: 256, together: 64 };
/** Packs unpacked at a time: in order of their beginning some episodes lie in another pack than their neighbours. */
const UNPACKED = 8;
/** Times what is left loose during a sweep: so many more are packed at its end. */
const MANY = 8;
/** Episodes whose outlines are held from when they are packed: a few hundred bytes each. Of others they are unpacked for it. */
const OUTLINED = 20_000;
const NOWHERE = -1;
const NOTHING = new Uint8Array(0);

/** What is told of a packed episode without unpacking it. */
interface Told {
  outline: Outline;
  /** Addresses of which something may come to light that changes it. */
  ips: readonly number[];
}

/** What packed episodes refer to and others hold, too: they are the same objects when they are unpacked. */
class Shared implements Places {
  /** Constants of the program first. */
  readonly list: object[];
  readonly #places: Map<object, number>;

  constructor(others: readonly object[]) {
    this.list = [...CONSTANTS, ...others];
    this.#places = new Map(this.list.map((one, place) => [one, place]));
  }

  add(one: object): number {
    const known = this.#places.get(one);
    if (known !== undefined) return known;
    const place = this.list.push(one) - 1;
    this.#places.set(one, place);
    return place;
  }

  get(one: object): number | undefined {
    return this.#places.get(one) ?? (one instanceof OwnClock ? this.add(one) : undefined);
  }
}

export class Drafts {
  /** By position; null where it is packed or was let go of. */
  readonly #loose: (EpisodeDraft | null)[];
  /** By position: in which pack. */
  readonly #packOf: number[];
  readonly #packs: Uint8Array[];
  /** By pack: bytes when unpacked. */
  readonly #lengths: number[];
  /** By position, of those that are packed: what they add to the count of stumbles. */
  readonly #shares: StumbleShare[];
  /** By position, of the first ones that this sweep packed. */
  readonly #told = new Map<number, Told>();
  /** By position, of those that this sweep packed: `partsOf`. */
  readonly #parts: number[] = [];
  /** By pack: how many of its episodes were let go of. */
  readonly #gone: number[] = [];
  readonly #shared: Shared;
  /** Over, and not packed. */
  #over: EpisodeDraft[];
  /** By pack, the one that was asked for last at the end. */
  readonly #unpacked = new Map<number, (EpisodeDraft | null)[]>();
  #revise: ((draft: EpisodeDraft) => void) | null = null;
  /** By position, of those that are not packed: whether it was revised. */
  #isRevised = new Uint8Array();
  /** Positions of which a sweep before knew that they were over. */
  readonly #wereOver: Uint8Array;
  readonly #room = writerRoom();

  constructor(
    kept: ReturnType<Drafts['kept']> | null = null,
    readonly sizes = SIZES,
  ) {
    this.#loose = kept?.['#loose'] ?? [];
    this.#packOf = kept ? Array.from(kept['#packOf']) : [];
    this.#packs = kept?.['#packs'] ?? [];
    this.#lengths = kept?.['#lengths'] ?? [];
    this.#shares = kept ? Array.from(kept['#shares']) : [];
    this.#shared = new Shared(kept?.['#shared'] ?? []);
    this.#over = kept?.['#over'] ?? [];
    this.#wereOver = this.over();
  }

  /** By position: 1 where nothing can be added to the episode any more. */
  over(): Uint8Array {
    const over = Uint8Array.from(this.#packOf, (pack) => (pack === NOWHERE ? 0 : 1));
    for (const { place } of this.#over) over[place] = 1;
    return over;
  }

  /** Whether nothing could be added to it when the sweep was kept that this one goes on from. */
  wasOver(place: number): boolean {
    return this.#wereOver[place] === 1;
  }

  get length(): number {
    return this.#loose.length;
  }

  push(draft: EpisodeDraft): void {
    draft.place = this.#loose.push(draft) - 1;
    this.#packOf.push(NOWHERE);
    this.#shares.push(Number.NaN);
  }

  /** Nothing will be added to the episode, and nobody but this holds it. */
  rest(draft: EpisodeDraft): void {
    const { loose, together } = this.sizes;
    if (this.#over.push(draft) < loose + together) return;
    this.#over.sort((a, b) => a.place - b.place);
    this.#pack(this.#over.splice(0, together));
  }

  /** Packs all that are over and fill a pack: what is kept of a sweep is read again each time that it is gone on from. */
  packOver(): void {
    const { together } = this.sizes;
    this.#over.sort((a, b) => a.place - b.place);
    while (this.#over.length >= together) this.#pack(this.#over.splice(0, together));
  }

  /** Packs what is left of a sweep that left many: nobody holds them any more, and nothing will be added to any. */
  packAll(): void {
    const { loose, together } = this.sizes;
    const left = this.#loose.filter((draft, place) => draft !== null && !this.#isRevised[place]) as EpisodeDraft[];
    if (left.length < MANY * (loose + together)) return;
    this.#over = [];
    for (let i = 0; i < left.length; i += together) this.#pack(left.slice(i, i + together));
  }

  #pack(drafts: readonly EpisodeDraft[]): void {
    for (const { sprays, before } of drafts) {
      for (const tally of sprays) this.#shared.add(tally);
      this.#shared.add(before.logDays);
    }
    const pieces: Uint8Array[] = [];
    new GraphWriter((bytes) => pieces.push(Uint8Array.from(bytes)), FORMS, this.#shared, this.#room).write(drafts);
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    const at = this.#packs.push(pack(bytes)) - 1;
    this.#lengths.push(bytes.length);
    for (const draft of drafts) {
      this.#shares[draft.place] = stumbleShare(draft);
      this.#parts[draft.place] = partsOf(draft);
      if (this.#told.size < OUTLINED) this.#told.set(draft.place, toldOf(draft));
      this.#loose[draft.place] = null;
      this.#packOf[draft.place] = at;
    }
  }

  /** The episode at a position; packed it is another object each time, which nobody need bring back. */
  at(place: number): EpisodeDraft {
    const loose = this.#loose[place];
    if (loose && this.#revise && this.#isRevised[place] === 0) {
      this.#isRevised[place] = 1;
      this.#revise(loose);
    }
    const draft = loose ?? this.#opened(this.#packOf[place]!).find((each) => each?.place === place);
    assert(draft, 'an episode is loose or in its pack until it is let go of');
    return draft;
  }

  /** What the episode at a position adds to the count of stumbles; packed ones stay packed. Before `revise`. */
  share(place: number): StumbleShare {
    const loose = this.#loose[place];
    return loose ? stumbleShare(loose) : this.#shares[place]!;
  }

  /**
   * What the episode at a position is compared by. `isRevised`: whether something came to light of an address by which episodes
   * were revised.
   */
  outline(place: number, isRevised: (ip: number) => boolean): Outline {
    const told = this.#told.get(place);
    if (told && !told.ips.some(isRevised)) return told.outline;
    return outlineOf(this.at(place));
  }

  /** Of how many parts the episode at a position consists. */
  parts(place: number): number {
    return this.#parts[place] ?? partsOf(this.at(place));
  }

  #opened(at: number): readonly (EpisodeDraft | null)[] {
    if (at === NOWHERE) return [];
    let drafts = this.#unpacked.get(at);
    if (drafts) this.#unpacked.delete(at);
    else {
      const bytes = unpack(this.#packs[at]!, this.#lengths[at]!);
      let from = 0;
      const source = (most: number): Buffer => {
        from += most;
        return bytes.subarray(from - most, from);
      };
      const whole = new GraphReader(source, bytes.length, FORMS, this.#shared.list).read() as EpisodeDraft[];
      if (this.#revise) for (const draft of whole) this.#revise(draft);
      drafts = whole;
      for (const [oldest] of this.#unpacked) if (this.#unpacked.size >= UNPACKED) this.#unpacked.delete(oldest);
    }
    this.#unpacked.set(at, drafts);
    return drafts;
  }

  /**
   * Changes each in place before it is handed out: those that are packed whenever they are unpacked, so it must always come to
   * the same. Once, after the last one was added.
   */
  revise(change: (draft: EpisodeDraft) => void): void {
    this.#revise = change;
    this.#isRevised = new Uint8Array(this.length);
    this.#unpacked.clear();
  }

  /** It is not asked for any more; once. */
  letGo(place: number): void {
    this.#loose[place] = null;
    const at = this.#packOf[place]!;
    if (at === NOWHERE) return;
    this.#gone[at] = (this.#gone[at] ?? 0) + 1;
    if (this.#gone[at] < this.sizes.together) {
      // What is held for a moment only is collected at little cost; its neighbours may be wanted much later.
      const drafts = this.#unpacked.get(at);
      const i = drafts?.findIndex((each) => each?.place === place) ?? NOWHERE;
      if (i >= 0) drafts![i] = null;
      return;
    }
    this.#packs[at] = NOTHING;
    this.#unpacked.delete(at);
  }

  /** All that it holds, to go on from. */
  kept() {
    return {
      '#loose': this.#loose,
      '#packOf': Int32Array.from(this.#packOf),
      '#packs': this.#packs,
      '#lengths': this.#lengths,
      '#shares': Float64Array.from(this.#shares),
      '#shared': this.#shared.list.slice(CONSTANTS.length),
      '#over': this.#over,
    };
  }
}

function toldOf(draft: EpisodeDraft): Told {
  const ips: number[] = [];
  for (const { trace } of draft.sample) if (!ips.includes(trace.ip)) ips.push(trace.ip);
  return { outline: outlineOf(draft), ips };
}

const partsOf = ({ sample, links, changes, requests }: EpisodeDraft): number =>
  sample.length + links.length + changes.length + requests.length;
