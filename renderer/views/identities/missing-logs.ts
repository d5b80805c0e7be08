/** What of the coverage bears on one identity: by the sources that know it. Pure. */
import type { Coverage } from '../../../shared/model/coverage';

export function missingOf(
  { absent, cut, sources: covered }: Coverage,
  sources: readonly string[],
): { absent: Coverage['absent']; cut: Coverage['cut']; silent: Coverage['sources'] } {
  const own = new Set(sources);
  return {
    absent: absent.filter(({ of }) => of.length === 0 || of.some((source) => own.has(source))),
    cut: cut.filter(({ source }) => own.has(source)),
    silent: covered.filter(({ source, silences }) => own.has(source) && silences.length > 0),
  };
}
