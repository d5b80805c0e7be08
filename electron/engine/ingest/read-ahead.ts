/** Small files that are parsed beside this thread, some of them before their turn comes: each by itself is too little to share. */
import type { ParsedBatch, ParsedFile } from './parsed';

type Step = IteratorResult<ParsedBatch, ParsedFile>;
/** A parse, as far as whoever writes its batches knows it. */
export interface Parsing {
  next(): Promise<Step>;
  return(value: never): Promise<unknown>;
}

/** Files that may be begun before their turn. */
const MOST = 8;
/** Steps of one file that may wait. */
const HELD = 8;

/** What is begun of an input: `parsing` is null where that is for its turn (an archive, a large file). */
interface Begun {
  parsing: Parsing | null;
}

/** Begins inputs in their order, a few at a time. Ends with `end`. */
export class ReadAhead<Input, B extends Begun> {
  readonly #waiting = new Map<number, Promise<B>>();
  readonly #steps = new Set<Steps>();
  #next = 0;
  #running = 0;
  #isEnded = false;

  /** `lanes`: how many are parsed at once; `begin` is asked only for inputs that `isSmall`. */
  constructor(
    readonly inputs: readonly Input[],
    readonly lanes: number,
    readonly isSmall: (input: Input) => boolean,
    readonly begin: (input: Input) => Promise<B>,
  ) {}

  /** What was begun of the input with this number; null where nothing was. They are asked for in order. */
  async take(number: number): Promise<B | null> {
    if (this.#next < number) this.#next = number;
    this.#fill();
    const begun = this.#waiting.get(number);
    if (!begun) {
      this.#next = Math.max(this.#next, number + 1);
      return null;
    }
    try {
      return await begun;
    } finally {
      this.#waiting.delete(number);
      this.#fill();
    }
  }

  /** Gives up what is begun and was not taken, and tells of it. */
  async end(dropped: (begun: B) => void): Promise<void> {
    this.#isEnded = true;
    const left = await Promise.allSettled(this.#waiting.values());
    await Promise.all([...this.#steps].map((steps) => steps.return()));
    for (const each of left) if (each.status === 'fulfilled') dropped(each.value);
    this.#waiting.clear();
  }

  #fill(): void {
    while (
      !this.#isEnded &&
      this.#running < this.lanes &&
      this.#waiting.size < MOST &&
      this.#next < this.inputs.length &&
      this.isSmall(this.inputs[this.#next]!)
    ) {
      const begun = this.#begun(this.inputs[this.#next]!);
      begun.catch(() => {}); // told where it is taken
      this.#waiting.set(this.#next++, begun);
    }
  }

  async #begun(input: Input): Promise<B> {
    this.#running++;
    const over = (): void => {
      this.#running--;
      this.#fill();
    };
    try {
      const begun = await this.begin(input);
      if (!begun.parsing) {
        over();
        return begun;
      }
      const steps = new Steps(begun.parsing, over, () => this.#steps.delete(steps));
      this.#steps.add(steps);
      return { ...begun, parsing: steps };
    } catch (thrown) {
      over();
      throw thrown;
    }
  }
}

/** Steps of a parse, asked for before they are wanted. */
class Steps implements Parsing {
  readonly #ready: Promise<Step>[] = [];
  readonly #run: Promise<void>;
  #wakeTaker = (): void => {};
  #wakeRun = (): void => {};
  #isEnded = false;

  /** `over` is called when no further step comes, `gone` when nobody wants any. */
  constructor(
    readonly parsing: Parsing,
    over: () => void,
    readonly gone: () => void,
  ) {
    this.#run = this.#ask().finally(over);
  }

  async #ask(): Promise<void> {
    for (let isLast = false; !isLast && !this.#isEnded; ) {
      const step = this.parsing.next();
      this.#ready.push(step);
      this.#wakeTaker();
      isLast = await step.then(
        ({ done }) => done === true,
        () => true,
      );
      while (!isLast && !this.#isEnded && this.#ready.length >= HELD)
        await new Promise<void>((resolve) => {
          this.#wakeRun = resolve;
        });
    }
  }

  async next(): Promise<Step> {
    while (this.#ready.length === 0)
      await new Promise<void>((resolve) => {
        this.#wakeTaker = resolve;
      });
    const step = this.#ready.shift()!;
    this.#wakeRun();
    const taken = await step;
    if (taken.done) this.gone();
    return taken;
  }

  async return(): Promise<void> {
    this.#isEnded = true;
    this.#wakeRun();
    await this.parsing.return(undefined as never).catch(() => {});
    await this.#run;
    this.gone();
  }
}
