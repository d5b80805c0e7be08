/**
 * The investigator's words on which denials make one episode. They name denials, not episodes, so that they hold whatever
 * else comes into evidence: "this denial begins an episode of its own", "these two belong to one".
 */
import { type Denial, EpisodeDraft } from './episode-draft';

export interface RegroupWord {
  act: 'merge' | 'split';
  /** Keys of denials (`denialKey`): `other` joins `one`, or begins an episode. */
  one: string;
  other: string;
}

/** Names a denial's record whatever the order of import. */
export const denialKey = ({ rk, content }: { rk: number; content: number }): string => `${rk}:${content}`;

/** Used once per sweep: it remembers where it put what. */
export class Regroup {
  readonly #splits = new Set<string>();
  readonly #groups = new Map<string, number>();
  /** By group: the episode that has its first denial. */
  readonly #homes = new Map<number, EpisodeDraft>();
  /** What a merged episode would have gathered alone: its later denials follow it. */
  readonly #shapes: { shape: EpisodeDraft; into: EpisodeDraft }[] = [];
  /** Episodes that end where another was begun by hand. */
  readonly #ended = new Set<EpisodeDraft>();

  constructor(words: readonly RegroupWord[]) {
    let next = 0;
    for (const { act, one, other } of words) {
      if (act === 'split') {
        this.#splits.add(other);
        continue;
      }
      const [a, b] = [this.#groups.get(one), this.#groups.get(other)];
      const group = a ?? b ?? next++;
      for (const [key, was] of this.#groups) if (was === a || was === b) this.#groups.set(key, group);
      this.#groups.set(one, group).set(other, group);
    }
  }

  /**
   * The episode that a denial belongs to; undefined where it begins one. `isTaken`: what the rules say of an episode.
   * `isSameRecord`: a further denial told by the record of the one before.
   */
  place(
    denial: Denial,
    who: number,
    open: readonly EpisodeDraft[],
    isTaken: (draft: EpisodeDraft) => boolean,
    isSameRecord: boolean,
  ): EpisodeDraft | undefined {
    const key = denialKey(denial);
    const shaped = this.#shapes.findLast(({ shape }) => shape.who === who && isTaken(shape));
    const usual = open.findLast((draft) => !this.#ended.has(draft) && isTaken(draft));
    const isShaped = shaped !== undefined && (usual === undefined || shaped.shape.start > usual.start);
    if (this.#splits.has(key) && !isSameRecord) {
      if (isShaped) this.#shapes.splice(this.#shapes.indexOf(shaped), 1);
      if (usual) this.#ended.add(usual);
      return undefined;
    }
    const group = this.#groups.get(key);
    const home = group === undefined ? undefined : this.#homes.get(group);
    const taken = isShaped ? shaped.into : usual;
    if (home && home !== taken) {
      this.#shapes.push({ shape: new EpisodeDraft(home.who, home.isMachine, denial), into: home });
      return home;
    }
    if (isShaped) shaped.shape.add(denial);
    return taken;
  }

  /** Told where a denial is now. */
  placed(denial: Denial, draft: EpisodeDraft): void {
    const group = this.#groups.get(denialKey(denial));
    if (group !== undefined && !this.#homes.has(group)) this.#homes.set(group, draft);
  }
}
