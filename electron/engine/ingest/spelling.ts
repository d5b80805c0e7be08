/** Records whose names a tool spelled its own way: PowerShell writes an API's `createdDateTime` as `CreatedDateTime`. */
import { isObject } from './readers/json/envelopes';

const DEPTH = 12;
/** How Windows PowerShell writes times as JSON: milliseconds since 1970, in UTC. */
const TICKS = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
/** The latest time that a date can hold, in milliseconds. */
const LATEST = 8.64e15;

/** The value with all names begun by small letters, as APIs write them, and PowerShell's times as RFC 3339. */
export function lowered(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return instant(value);
  if (depth === DEPTH) return value;
  if (Array.isArray(value)) return value.map((each) => lowered(each, depth + 1));
  if (!isObject(value)) return value;
  const record: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const name = key.replace(/^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z]+$|[A-Z])/, (begin) => begin.toLowerCase());
    if (name !== '__proto__') record[name] = lowered(member, depth + 1);
  }
  return record;
}

function instant(text: string): string {
  const ticks = TICKS.exec(text);
  const time = ticks ? Number(ticks[1]) : Number.NaN;
  return Math.abs(time) <= LATEST ? new Date(time).toISOString() : text;
}
