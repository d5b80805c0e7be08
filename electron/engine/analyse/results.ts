/** What an analysis found of each episode, from when it is composed until it is written: most of it as packed text. */
import { PackedTexts } from './packed-texts';
import type { Composed } from './stages/compose';
import type { EpisodeDraft } from './stages/episode-draft';

/** What of a result nobody asks for before it is written. */
type Told = Pick<Composed, 'summary' | 'paths' | 'parts'>;

/** JSON of an episode: its body, and what else is told of it. */
export interface ComposedTexts {
  body: string;
  told: string;
}

export const textsOf = ({ body, summary, paths, parts }: Composed): ComposedTexts => ({
  body: JSON.stringify(body),
  told: JSON.stringify({ summary, paths, parts } satisfies Told),
});

const NO_WORDS: readonly string[] = [];

/** Texts of results, packed: of each its body, and behind it all else that is told of it. */
export class ResultTexts {
  readonly #texts = new PackedTexts();
  readonly #lists = new Map<string, readonly string[]>();
  /** What was asked for last. */
  #last: { at: number; told: Told } | null = null;

  /** Where its body is found again; what else is told of it is by the same number. */
  push({ body, told }: ComposedTexts): number {
    const at = this.#texts.push(body);
    this.#texts.push(told);
    return at;
  }

  /** One list for all that say the same: there are few kinds of episodes. */
  shared(words: readonly string[]): readonly string[] {
    if (words.length === 0) return NO_WORDS;
    const key = JSON.stringify(words);
    const known = this.#lists.get(key);
    if (known) return known;
    this.#lists.set(key, words);
    return words;
  }

  body(at: number): string {
    return this.#texts.at(at);
  }

  told(at: number): Told {
    if (this.#last?.at !== at) this.#last = { at, told: JSON.parse(this.#texts.at(at + 1)) as Told };
    return this.#last.told;
  }
}

/** Of one episode: what results are put in order by stays at hand, all else is in `texts`. */
export class KeptResult {
  readonly id: string;
  readonly who: number;
  readonly start: number;
  readonly finish: number;
  readonly verdict: Composed['body']['verdict'];
  readonly confidence: number;
  readonly urgency: number;
  readonly attempts: number;
  readonly patterns: readonly string[];
  readonly aliases: readonly string[];
  /** Set where it was held against what stands before it is written. */
  stands: 'all' | null = null;
  readonly #texts: ResultTexts;
  readonly #at: number;

  constructor(
    { body, urgency }: Composed,
    told: ComposedTexts,
    draft: Pick<EpisodeDraft, 'start' | 'end'>,
    who: number,
    texts: ResultTexts,
  ) {
    this.id = body.id;
    this.who = who;
    this.start = draft.start;
    this.finish = draft.end;
    this.verdict = body.verdict;
    this.confidence = body.confidence;
    this.urgency = urgency;
    this.attempts = body.denials;
    this.patterns = texts.shared(body.patterns);
    this.aliases = body.aliases.length === 0 ? NO_WORDS : body.aliases;
    this.#texts = texts;
    this.#at = texts.push(told);
  }

  get body(): string {
    return this.#texts.body(this.#at);
  }

  get summary(): Told['summary'] {
    return this.#texts.told(this.#at).summary;
  }

  get paths(): Told['paths'] {
    return this.#texts.told(this.#at).paths;
  }

  get parts(): Told['parts'] {
    return this.#texts.told(this.#at).parts;
  }
}
