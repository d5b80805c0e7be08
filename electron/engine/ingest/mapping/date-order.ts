/** 03/04/2026: whether days or months come first. What the values prove, what their order suggests, what stays open. Pure. */
import { readTime } from './time';

export interface DateOrder {
  /** Null where neither proves it: no number above 12, or both orders are proved by some value. */
  proved: 'day_first' | 'month_first' | null;
  /** What to propose where nothing proves it. */
  proposed: 'day_first' | 'month_first';
  because: string;
  /** Values that can only be read day first, only month first, either way. */
  dayOnly: number;
  monthOnly: number;
  either: number;
}

/** Over the texts in their order in the file. */
export function dateOrder(texts: readonly string[]): DateOrder {
  let [dayOnly, monthOnly, either, dots, halfDays] = [0, 0, 0, 0, 0];
  const [firsts, seconds] = [new Set<number>(), new Set<number>()];
  for (const text of texts) {
    const m = /^(\d{1,2})([-/. ])(\d{1,2})\2/.exec(text);
    if (!m) continue;
    const [first, second] = [Number(m[1]), Number(m[3])];
    firsts.add(first);
    seconds.add(second);
    if (first > 12) dayOnly++;
    else if (second > 12) monthOnly++;
    else either++;
    if (m[2] === '.') dots++;
    if (/[ap]\.?m\.?$/i.test(text)) halfDays++;
  }
  const counts = { dayOnly, monthOnly, either };
  if (dayOnly > 0 && monthOnly > 0) {
    return {
      ...counts,
      proved: null,
      proposed: dayOnly >= monthOnly ? 'day_first' : 'month_first',
      because: `${dayOnly} values can only be day first and ${monthOnly} only month first: the column mixes both`,
    };
  }
  if (dayOnly > 0) return { ...counts, proved: 'day_first', proposed: 'day_first', because: proof(dayOnly, 'first') };
  if (monthOnly > 0)
    return { ...counts, proved: 'month_first', proposed: 'month_first', because: proof(monthOnly, 'second') };
  const none = 'no value has a number above 12';
  const [byDay, byMonth] = [disorder(texts, 'day_first'), disorder(texts, 'month_first')];
  if (byDay === 0 && byMonth > 0)
    return {
      ...counts,
      proved: null,
      proposed: 'day_first',
      because: `${none}; only day first puts the rows in order of time`,
    };
  if (byMonth === 0 && byDay > 0)
    return {
      ...counts,
      proved: null,
      proposed: 'month_first',
      because: `${none}; only month first puts the rows in order of time`,
    };
  // In a log of some days the number that changes is the day.
  if (firsts.size >= 3 && firsts.size >= 3 * seconds.size)
    return {
      ...counts,
      proved: null,
      proposed: 'day_first',
      because: `${none}; the first number changes as days do, the second hardly`,
    };
  if (seconds.size >= 3 && seconds.size >= 3 * firsts.size)
    return {
      ...counts,
      proved: null,
      proposed: 'month_first',
      because: `${none}; the second number changes as days do, the first hardly`,
    };
  if (dots > 0)
    return { ...counts, proved: null, proposed: 'day_first', because: `${none}; dots are written day first` };
  return {
    ...counts,
    proved: null,
    proposed: 'month_first',
    because: halfDays > 0 ? `${none}; AM and PM go with month first` : `${none}, and nothing else tells`,
  };
}

const proof = (count: number, which: string): string =>
  `${count === 1 ? '1 value has' : `${count.toLocaleString('en')} values have`} a ${which} number above 12`;

/** Steps against the direction in which most steps of the column go. */
function disorder(texts: readonly string[], order: 'day_first' | 'month_first'): number {
  let [up, down] = [0, 0];
  let last: number | null = null;
  for (const text of texts) {
    const read = readTime([text], order, () => 'UTC');
    if (!('time' in read)) continue;
    if (last !== null && read.time > last) up++;
    if (last !== null && read.time < last) down++;
    last = read.time;
  }
  return Math.min(up, down);
}
