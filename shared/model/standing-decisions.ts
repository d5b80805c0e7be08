/** Which decisions stand, folded from lines of the custody log. Pure. */
import { Verdict } from './words';

export interface DecisionLine {
  verdict: Verdict;
  action: unknown;
  effort: unknown;
  at: string; // RFC 3339, when it was decided
}

/**
 * Standing decisions by the episode they were given on, the last one at the end. Lines as JSON, oldest first; a decision that
 * came from another copy of the case has its line later than its time.
 */
export function standingDecisions(lines: Iterable<string>): Map<string, DecisionLine[]> {
  const standing = new Map<string, DecisionLine[]>();
  for (const line of lines) {
    if (!line.includes('"act":"decide')) continue;
    const { act, detail } = JSON.parse(line) as { act: string; detail: Record<string, unknown> };
    const episode = String(detail.episode);
    const held = standing.get(episode) ?? [];
    if (act === 'decide.withdraw') {
      const at = (detail.before as { at?: unknown } | null | undefined)?.at;
      const which = held.findLastIndex((one) => one.at === at);
      held.splice(which < 0 ? held.length - 1 : which, 1);
    }
    if (act !== 'decide') continue;
    const after = detail.after as { verdict?: unknown; action?: unknown; at?: unknown } | undefined;
    const verdict = Verdict.safeParse(after?.verdict);
    if (!verdict.success) continue;
    held.push({ verdict: verdict.data, action: after?.action, effort: detail.effort, at: String(after?.at ?? '') });
    held.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    standing.set(episode, held);
  }
  return standing;
}
