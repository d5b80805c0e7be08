/** Findings that stand and would be found again: told from their rows, without weighing anything. */
import { assert } from '../../../shared/base/assert';
import type { AbsentLog, Coverage, CutFile } from '../../../shared/model/coverage';
import type { PlanFacts } from '../../../shared/model/playbook/facts';
import { planOf } from '../../../shared/model/playbook/plan';
import type { Verdict } from '../../../shared/model/words';
import type { WeighedKept } from './kept/weighed';
import { type EpisodeBody, idOf } from './stages/compose';
import { lackedByCase } from './stages/lacking';
import type { Names } from './stages/names';
import type { Outline } from './stages/outline';

/** The row of an episode, without its body. */
interface StandingRow {
  id: string;
  start: number;
  finish: number;
  verdict: Verdict;
  confidence: number;
  urgency: number;
  summary: string;
  denials: number;
  patterns: readonly string[];
  aliases: readonly string[];
}

/** What an analysis found of an episode, where that is what stands. */
interface StandingResult extends Omit<StandingRow, 'denials'> {
  who: number;
  attempts: number;
  readonly body: string;
  stands: 'all' | 'all but its body';
  paths: never[];
  parts: { denials: readonly number[]; linked: never[]; hops: never[]; own: never[] };
}

/** The findings that stand, where one of them is as it would be found again. */
export class Standing {
  /** Positions from the first on whose episodes are those that stand there. */
  readonly #same: number;

  constructor(
    /** By position; null where they are not numbered as an analysis numbers them. */
    readonly rows: readonly StandingRow[] | null,
    readonly bodyOf: (position: number) => string,
    drafts: readonly Outline[],
    names: Names,
    readonly aliases: ReadonlyMap<string, readonly string[]>,
    readonly before: Pick<WeighedKept, 'absent' | 'cut'>,
    readonly now: Pick<Coverage, 'absent' | 'cut'>,
    readonly sourcesOf: (who: number) => readonly string[],
  ) {
    let same = 0;
    while (same < drafts.length && this.rows?.[same]?.id === idOf(drafts[same]!, names)) same++;
    this.#same = same;
  }

  /** Whether the episode at a position is the one that stands there, and answers to the same ids. */
  has(position: number): boolean {
    if (position >= this.#same) return false;
    const { id, aliases } = this.rows![position]!;
    const now = this.aliases.get(id) ?? [];
    return now.length === aliases.length && now.every((alias, i) => alias === aliases[i]);
  }

  result(position: number, { who, eids }: Outline, rank: number): StandingResult {
    const { denials, ...row } = this.rows![position]!;
    const [had, has] = this.#lacked(this.sourcesOf(who));
    const read = this.bodyOf;
    return {
      ...row,
      ...{ who: rank, attempts: denials, paths: [], parts: { denials: eids, linked: [], hops: [], own: [] } },
      stands: had === has ? 'all' : 'all but its body',
      get body() {
        const body = read(position);
        return had === has ? body : lackingOtherwise(body, JSON.parse(had) as string[], JSON.parse(has) as string[]);
      },
    };
  }

  readonly #known = new Map<string, [had: string, has: string]>();

  /** What all episodes of these sources lack, before and now. */
  #lacked(sources: readonly string[]): [had: string, has: string] {
    const key = sources.join('\n');
    let both = this.#known.get(key);
    if (!both) {
      const [absent, cut] = [JSON.parse(this.before.absent) as AbsentLog[], JSON.parse(this.before.cut) as CutFile[]];
      both = [
        JSON.stringify(lackedByCase({ absent, cut, sources })),
        JSON.stringify(lackedByCase({ ...this.now, sources })),
      ];
      this.#known.set(key, both);
    }
    return both;
  }
}

/** The body of an episode of which another list of what the case lacks is told, with the steps that follow from it. */
function lackingOtherwise(text: string, had: readonly string[], has: readonly string[]): string {
  const body = JSON.parse(text) as EpisodeBody & { lacking: string[]; plan: PlanFacts };
  const own = body.lacking.slice(0, body.lacking.length - had.length);
  assert(
    had.every((sentence, i) => body.lacking[own.length + i] === sentence),
    'it lacks what its case lacked',
  );
  body.lacking = [...own, ...has];
  const { playbook, steps } = planOf(body, body.verdict);
  return JSON.stringify({ ...body, playbook, nextSteps: steps.map(({ text: step }) => step) });
}
