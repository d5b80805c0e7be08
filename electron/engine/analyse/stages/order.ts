/** The order of episodes, and the ids that they answer to. */
import { idOf, idsOfParts } from './compose';
import type { Names } from './names';
import type { Outline } from './outline';

/** In order of time, ties by id: the order in which they are numbered and printed. */
export function inOrder(drafts: readonly Outline[], names: Names): Outline[] {
  return drafts.toSorted((a, b) => a.start - b.start || (idOf(a, names) < idOf(b, names) ? -1 : 1));
}

/**
 * Other ids that an episode answers to: what it, or a part of it, is called with less evidence, and every id on which the
 * investigator's word stands and whose denials are here now. From evidence and words only, so that the order of import
 * leaves no trace.
 */
export function aliasesOf(
  /** Episodes of the run before, in its order; asked for only where there is such a word. */
  former: () => Iterable<{ id: string; aliases: readonly string[]; denials: readonly number[] }>,
  worded: readonly { id: string; eid: number | null }[],
  drafts: readonly Outline[],
  names: Names,
): Map<string, string[]> {
  const aliases = new Map<string, Set<string>>();
  const ids = new Set(drafts.map((draft) => idOf(draft, names)));
  const homes = new Map<number, string>();
  for (const draft of drafts) {
    const id = idOf(draft, names);
    const parts = idsOfParts(draft, names);
    if (parts.length > 0) aliases.set(id, new Set(parts));
    if (worded.length > 0) for (const eid of draft.eids) homes.set(eid, id);
  }
  const beside = new Map<string, readonly number[]>();
  if (worded.some(({ id }) => !ids.has(id)))
    for (const { id, aliases: others, denials } of former())
      for (const each of [id, ...others]) if (!beside.has(each)) beside.set(each, denials);
  for (const { id, eid } of worded) {
    if (ids.has(id)) continue;
    // The denial that it was named after; where that was taken out of evidence, whatever was beside it.
    const home = [eid ?? 0, ...(beside.get(id) ?? [])]
      .map((each) => homes.get(each))
      .find((found) => found !== undefined);
    if (home !== undefined) aliases.set(home, (aliases.get(home) ?? new Set()).add(id));
  }
  return new Map([...aliases].map(([id, old]) => [id, [...old].sort()]));
}
