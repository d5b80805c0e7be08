/** Whether "nobody came in" can be said: only where the logs that would show it are there. */
import { sourceTitle } from '../../../../shared/model/sources';
import { DAY } from '../../../../shared/model/time';
import type { SourceSpan } from '../read';
import { duration } from './names';
import type { Quiet } from './rhythm';

export { sourceTitle } from '../../../../shared/model/sources';

/** Logs must go on this long after the last denial before their silence means "no". */
export const SILENCE_MS = DAY;

/** Sources that tell of no access at all, so that their silence says nothing about one. */
const CHANGES_ONLY: ReadonlySet<string> = new Set(['entra-audit', 'entra-provisioning', 'entra-risk']);

/** Sources that tell only of the second factor, not of the access behind it. */
const SECOND_FACTOR_ONLY: ReadonlySet<string> = new Set(['duo', 'pingid']);

export interface Coverage {
  spans: readonly SourceSpan[];
  /** Sources in which something was done without a person at the screen: token use is logged. */
  quiet: ReadonlySet<string>;
  /** Improbable silences of a source. */
  silences: ReadonlyMap<string, readonly Quiet[]>;
  /** How late nine of ten records of a source come, where its files tell; milliseconds. */
  delays: ReadonlyMap<string, number>;
  /** How long the logs must go on; milliseconds. */
  silenceMs?: number;
}

/**
 * What is missing to say "no access followed" about an identity that these sources know: sentences that name the log;
 * empty where nothing is.
 */
export function missingAfter(
  coverage: Coverage,
  sources: ReadonlySet<string>,
  end: number,
  isMachine: boolean,
): string[] {
  const missing: string[] = [];
  const silenceMs = coverage.silenceMs ?? SILENCE_MS;
  const known = coverage.spans.filter(({ source }) => sources.has(source) && !CHANGES_ONLY.has(source));
  for (const { source, last } of known) {
    const title = sourceTitle(source);
    const late = coverage.delays.get(source) ?? 0;
    if (last < end + silenceMs) {
      missing.push(
        last <= end
          ? `${title} log ends with the last denial`
          : `${title} log ends ${duration(last - end)} after the last denial`,
      );
    } else if (last < end + silenceMs + late) {
      missing.push(
        `${title} records come up to ${duration(late)} late, and the log ends ${duration(last - end)} after the last denial`,
      );
    }
    for (const { from, to } of coverage.silences.get(source) ?? []) {
      if (to <= end || from >= end + silenceMs) continue;
      missing.push(
        from <= end
          ? `${title} log is silent for ${duration(to - end)} after the last denial, unlike its rhythm`
          : `${title} log is silent for ${duration(to - from)}, from ${duration(from - end)} after the last denial, unlike its rhythm`,
      );
    }
  }
  if (isMachine) return missing;
  if (known.some(({ source }) => source === 'entra' && !coverage.quiet.has(source)))
    missing.push('no non-interactive sign-ins of Entra ID: use of a stolen token cannot be excluded');
  if (known.length > 0 && known.every(({ source }) => SECOND_FACTOR_ONLY.has(source)))
    missing.push(
      `no sign-in log of the applications behind ${known.map(({ source }) => sourceTitle(source)).join(', ')}`,
    );
  return missing;
}
