/** From when to when the logs of each source speak, as the imported files tell it. Pure. */
import type { Range } from '../../../shared/contract/define';
import type { Coverage } from '../../../shared/model/coverage';

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

export interface CoverageBar {
  source: string;
  /** In which its logs speak, in order; between two of them is a silence unlike the source's rhythm. */
  spans: Range[];
}

/** A bar a source, in order of name: from its first to its last record, without its silences where they have been looked for. */
export function coverageBars(told: Coverage | null, files: ReadonlyMap<string, Range>): CoverageBar[] {
  return [...files]
    .map(([source, whole]) => {
      const silences = (told?.sources.find((one) => one.source === source)?.silences ?? [])
        .map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
        .sort((a, b) => a.from - b.from);
      const spans: Range[] = [];
      let { from } = whole;
      for (const silence of silences) {
        if (silence.from > from) spans.push({ from, to: silence.from });
        from = Math.max(from, silence.to);
      }
      if (from < whole.to) spans.push({ from, to: whole.to });
      return { source, spans };
    })
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}
