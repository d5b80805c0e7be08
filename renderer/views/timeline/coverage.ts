/** From when to when the logs of each source speak, as the imported files tell it. Pure. */
import type { Range } from '../../../shared/contract/define';

export interface CoveredFile {
  source: string | null;
  first: string | null;
  last: string | null;
}

/** First and last event of each source over all its files. A silence inside of it is not told here. */
export function coverageOf(files: readonly CoveredFile[]): Map<string, Range> {
  const out = new Map<string, Range>();
  for (const { source, first, last } of files) {
    if (!source || !first || !last) continue;
    const from = Date.parse(first);
    const to = Date.parse(last) + 1;
    const was = out.get(source);
    out.set(source, was ? { from: Math.min(was.from, from), to: Math.max(was.to, to) } : { from, to });
  }
  return out;
}
