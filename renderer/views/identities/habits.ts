/** Week × hour: when an identity signs in, on its own clock; and the days on which it was asked for a factor. Pure. */
import type { IdentityProfile } from '../../../shared/contract/identities';

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export interface Cell {
  day: number;
  hour: number;
  accesses: number;
  denied: number;
  /** Newest record of that hour; null where there is none. */
  event: string | null;
}

/** All 168 hours of the week, Monday 00:00 first. */
export function cellsOf(hours: IdentityProfile['hours']): Cell[] {
  const cells = Array.from({ length: 168 }, (_, i): Cell => {
    return { day: Math.floor(i / 24), hour: i % 24, accesses: 0, denied: 0, event: null };
  });
  for (const cell of hours) cells[cell.day * 24 + cell.hour] = cell;
  return cells;
}

/** How dark the square of so many accesses is, of 1; by square roots, so that few are seen beside many. */
export const shade = (accesses: number, most: number): number => 0.2 + 0.8 * Math.sqrt(accesses / most);

/** "9 of 10 between 07 and 19, Mon–Fri 98 %": where most of it lies; empty with too little to say. */
export function busiest(cells: readonly Cell[]): string {
  const total = cells.reduce((sum, { accesses }) => sum + accesses, 0);
  if (total < 20) return '';
  const byHour = Array.from({ length: 24 }, (_, hour) =>
    cells.reduce((sum, cell) => sum + (cell.hour === hour ? cell.accesses : 0), 0),
  );
  // The shortest run of hours, over midnight too, that holds nine tenths.
  let best = { from: 0, length: 24 };
  for (let from = 0; from < 24; from++) {
    let sum = 0;
    for (let length = 1; length < best.length; length++) {
      sum += byHour[(from + length - 1) % 24]!;
      if (sum >= total * 0.9) best = { from, length };
    }
  }
  const weekdays = cells.reduce((sum, { day, accesses }) => sum + (day < 5 ? accesses : 0), 0);
  const hours =
    best.length > 18
      ? 'accesses at all hours'
      : `nine of ten accesses from ${two(best.from)} to ${two((best.from + best.length) % 24)} h`;
  return `${hours}, ${Math.round((100 * weekdays) / total)} % of them Mon–Fri`;
}

const two = (n: number): string => String(n).padStart(2, '0');

export interface DayBar {
  day: string;
  approved: number;
  denied: number;
  event: string;
  /** Per cent of the picture. */
  left: number;
  width: number;
  approvedHeight: number;
  deniedHeight: number;
}

const DAY = 86_400_000;

/** Bars by calendar day; a day without a prompt is a gap. */
export function dayBars(days: IdentityProfile['prompts']['days']): DayBar[] {
  if (days.length === 0) return [];
  const first = Date.parse(days[0]!.day);
  const span = (Date.parse(days.at(-1)!.day) - first) / DAY + 1;
  const most = Math.max(...days.map(({ approved, denied }) => approved + denied));
  return days.map((each) => ({
    ...each,
    left: (100 * (Date.parse(each.day) - first)) / DAY / span,
    width: 100 / span,
    approvedHeight: (100 * each.approved) / most,
    deniedHeight: (100 * each.denied) / most,
  }));
}
