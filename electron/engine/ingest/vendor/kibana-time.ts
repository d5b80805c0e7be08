/** Times as Kibana shows and exports them. Pure. */
import { type Reading, readAssumed } from './local-time';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `Jan 31, 2026 @ 10:22:33.456` in the zone of whoever looks, or a time as it is stored. */
export function shownTime(written: string, context: Reading): { time: number | null; warnings: string[] } {
  const m = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}) @ (\d\d:\d\d:\d\d(?:\.\d{1,9})?)$/.exec(written);
  const month = m ? MONTHS.indexOf(m[1]!.toLowerCase()) + 1 : 0;
  const text = m && month > 0 ? `${m[3]}/${month}/${m[2]} ${m[4]}` : written;
  return readAssumed(text, context, 'UTC');
}
