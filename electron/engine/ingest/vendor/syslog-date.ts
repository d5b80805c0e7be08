/** Times of syslog and of vaults: month, day and time of day, the year left to whoever reads them. Pure. */
import { type LineTime, lineTime } from './line-time';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE = /^\s*(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d)(?! \d{4})/;

/** What a time without a year needs to become one. */
interface Given {
  readonly zone: string | null;
  yearOf?(month: number, day: number): number | null;
}

/** At the head of the text; null where there is no such time, or nobody knows its year. */
export function syslogDate(text: string, given: Given): LineTime | null {
  const m = DATE.exec(text);
  const month = m ? MONTHS.indexOf(m[1]!) + 1 : 0;
  if (!m || month === 0) return null;
  const year = given.yearOf?.(month, Number(m[2])) ?? null;
  if (year === null) return null;
  const date = `${year}-${String(month).padStart(2, '0')}-${m[2]!.padStart(2, '0')}`;
  return lineTime(`${date} ${m[3]}`, given);
}
