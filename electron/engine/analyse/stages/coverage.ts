/** Whether "nobody came in" can be said: only where the logs that would show it are there. */
import { DAY } from '../../../../shared/model/time';
import type { SourceSpan } from '../read';
import { duration } from './names';

/** Logs must go on this long after the last denial before their silence means "no". */
export const SILENCE_MS = DAY;

const TITLES: Record<string, string> = {
  entra: 'Entra ID',
  'entra-audit': 'Entra ID audit',
  okta: 'Okta',
  duo: 'Duo',
};
export const sourceTitle = (source: string): string => TITLES[source] ?? source;

/** Sources that tell of no access at all, so that their silence says nothing about one. */
const CHANGES_ONLY: ReadonlySet<string> = new Set(['entra-audit']);

/** Sources that tell only of the second factor, not of the access behind it. */
const SECOND_FACTOR_ONLY: ReadonlySet<string> = new Set(['duo']);

export interface Coverage {
  spans: readonly SourceSpan[];
  /** Sources in which something was done without a person at the screen: token use is logged. */
  quiet: ReadonlySet<string>;
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
  const known = coverage.spans.filter(({ source }) => sources.has(source) && !CHANGES_ONLY.has(source));
  for (const { source, last } of known) {
    if (last >= end + SILENCE_MS) continue;
    missing.push(
      last <= end
        ? `${sourceTitle(source)} log ends with the last denial`
        : `${sourceTitle(source)} log ends ${duration(last - end)} after the last denial`,
    );
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
