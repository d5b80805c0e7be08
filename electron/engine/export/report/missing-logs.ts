/** Logs that would answer what stayed open, each told once: what differs by episode only in its hours is one sentence. Pure. */
import { plural } from '../../../../shared/base/text';

const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/^(.+) log ends (?:with|\S.* after) the last denial$/, '$1 log ends too soon after the last denial'],
  [/^(.+) records come up to .+ late, and the log ends .+$/, '$1 records come late, and the log ends too soon after the last denial'], // biome-ignore format: one row
  [/^(.+) log is silent for .+, unlike its rhythm$/, '$1 log is silent, unlike its rhythm, after the last denial'],
];

export class MissingLogs {
  readonly #kinds = new Map<string, { first: string; isOne: boolean; episodes: number }>();

  add(missing: readonly string[]): void {
    const kinds = new Map<string, string>();
    for (const text of missing) {
      const found = ALIKE.find(([pattern]) => pattern.test(text));
      kinds.set(found ? text.replace(found[0], found[1]) : text, text);
    }
    for (const [kind, text] of kinds) {
      const known = this.#kinds.get(kind);
      if (!known) this.#kinds.set(kind, { first: text, isOne: true, episodes: 1 });
      else {
        known.isOne &&= known.first === text;
        known.episodes += 1;
      }
    }
  }

  rows(): string[] {
    return [...this.#kinds]
      .map(([kind, { first, isOne, episodes }]) => (isOne ? first : `${kind} of ${plural(episodes, 'episode')}`))
      .sort();
  }
}
