/** A moment as it is typed: with its own zone, or on the clock of the case. Pure. */
import { parseInstant, parseUtcByContract } from '../../../shared/model/time';
import { formatTime } from '../../ui/format';
import { fromWall } from '../../ui/time-scale';

const DAY_ONLY = /^\d{4}-\d\d-\d\d$/;

/** `2026-05-12 08:00` in `zone`, `2026-05-12` as its midnight, or RFC 3339 with a zone of its own; null for anything else. */
export function momentOf(text: string, zone: string): number | null {
  const typed = text.trim();
  const own = parseInstant(typed);
  if (own !== null) return own;
  const wall = parseUtcByContract(DAY_ONLY.test(typed) ? `${typed}T00:00` : typed);
  return wall === null ? null : fromWall(wall, zone);
}

/** A moment as it is typed on the clock of `zone`: to the minute, or with what it has beyond. */
export function typedAs(moment: number, zone: string): string {
  const full = formatTime(moment, zone, 'full').slice(0, 23);
  return full.replace(/(?::00)?\.000$/, '');
}

/** The same moment on another clock; what is no moment, or carries a zone of its own, stays as it was typed. */
export function onOtherClock(text: string, from: string, to: string): string {
  const moment = parseInstant(text.trim()) === null ? momentOf(text, from) : null;
  return moment === null ? text : typedAs(moment, to);
}
