/** When an episode began, in the width that the queue has. Pure. */
import { clock, isoDay, shortDay } from '../../ui/time-scale';

/** Whether days of a case need their year to be told apart. */
export const spansYears = (first: string | null, last: string | null, zone: string): boolean =>
  first !== null &&
  last !== null &&
  isoDay(Date.parse(first), zone).slice(0, 4) !== isoDay(Date.parse(last), zone).slice(0, 4);

/** `14 Jan 02:11`; over years `14 Jan 2026`, where the clock leaves no room: it is in the tip and on the card, as the zone is. */
export function queueTime(start: string, zone: string, withYear: boolean): string {
  const at = Date.parse(start);
  return `${shortDay(at, zone)} ${withYear ? isoDay(at, zone).slice(0, 4) : clock(at, zone)}`;
}
