/**
 * The year of times that carry none (syslog: `Jan  2 03:04:05`). A person names it, or lines of the file that also carry a
 * whole date tell it; it is never taken from the clock or from the file's own date.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WITHOUT = /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(\d{1,2}) \d\d:\d\d:\d\d(?! \d{4})/;
const WHOLE = /\b((?:19|20)\d\d)-(\d\d)-(\d\d)(?=[T ,])/;
const LINES = 2_000;
const DAY = 86_400_000;
/** Lines may be a little out of order: what is this much before the first line is of its year all the same. */
const SLACK = 2 * DAY;

interface Day {
  month: number;
  day: number;
}

export interface Years {
  /** Of the file's first time. */
  first: number;
  isNamed: boolean;
  /** Of a time in this month, on this day: logs go on, past the turn of the year too. */
  of(month: number, day: number): number;
}

/** `head`: text of the file's beginning. Null where nobody names a year and the file does not tell one. */
export function yearsOf(head: string, named: number | null): Years | null {
  let begin: Day | null = null;
  let told: number | null = null;
  for (const line of head.split('\n', LINES)) {
    const without = dayIn(line);
    if (!without) continue;
    begin ??= without;
    if (named !== null) break;
    const whole = WHOLE.exec(line);
    if (!whole) continue;
    const date = Date.UTC(Number(whole[1]), Number(whole[2]) - 1, Number(whole[3]));
    // The date must be this line's own, and not one that it speaks of.
    const year = [-1, 0, 1].map((n) => Number(whole[1]) + n).find((each) => Math.abs(at(each, without) - date) <= DAY);
    if (year === undefined) continue;
    const first = year - of(0, begin, without);
    if (told !== null && told !== first) return null; // the file contradicts itself
    told = first;
  }
  const first = named ?? told;
  if (first === null) return null;
  const start = begin;
  return {
    first,
    isNamed: named !== null,
    of: (month, day) => (start ? of(first, start, { month, day }) : first),
  };
}

/** Month and day of a time without a year in the text; null where there is none. */
function dayIn(text: string): Day | null {
  const m = WITHOUT.exec(text.slice(0, 2_000));
  return m ? { month: MONTHS.indexOf(m[1]!) + 1, day: Number(m[2]) } : null;
}

const at = (year: number, { month, day }: Day): number => Date.UTC(year, month - 1, day);

function of(first: number, begin: Day, that: Day): number {
  // A year with a 29 February: the distance between two days must not depend on the year asked for.
  const distance = at(2_000, that) - at(2_000, begin);
  if (distance < -SLACK) return first + 1;
  return distance >= 366 * DAY - SLACK ? first - 1 : first;
}
