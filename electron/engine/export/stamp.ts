/** Moments of a case that its exports are dated by, so that the same state of a case gives the same bytes. */
import type { CustodyEntry } from '../../../shared/model/case';
import type { CaseView } from './case-view';

/** Acts that change nothing of what an export tells. */
const SILENT = /^(?:export|report|verify|reveal|actor|open|case\.open|case\.close|redact)/;

export interface Stamps {
  /** When the case was made. */
  made: string;
  /** The last act that changed something. */
  changed: string;
}

export function stampsOf(view: CaseView): Stamps {
  let made = '';
  let changed = '';
  for (const line of view.custody()) {
    const { at, act } = JSON.parse(line) as Pick<CustodyEntry, 'at' | 'act'>;
    // The log of a redacted copy begins with the making of the copy.
    if (made === '' && act !== 'redact') made = at;
    if (!SILENT.test(act) && at > changed) changed = at;
  }
  const fallback = view.info.first ?? '1970-01-01T00:00:00.000Z';
  return { made: made || fallback, changed: changed || made || fallback };
}
