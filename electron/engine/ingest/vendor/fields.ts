/** Small readings of single values that every source needs. Pure. */
import { Recent } from '../../../../shared/base/recent';
import type { LazyRecord } from '../source';

/** Text without surrounding blanks; null for empty and for the words by which exports write "nothing". */
export function filled(text: string | null): string | null {
  if (text === null) return null;
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const trimmed = first <= 32 || last <= 32 ? text.trim() : text;
  return trimmed === '' || trimmed === 'null' || trimmed === 'undefined' ? null : trimmed;
}

/** As `make`, made once for texts that come again; what it makes is shared, so nobody may change it. */
export function remembering<T>(make: (text: string) => T, most = 4_096): (text: string) => T {
  const known = new Recent<string, T>(most);
  return (text) => {
    let made = known.get(text);
    if (made === undefined) {
      made = make(text);
      known.set(text, made);
    }
    return made;
  };
}

/** As `remembering`, of what is made of several texts and of nothing else: for each first one the last is remembered. */
export function rememberingLast<T>(most = 32_768): (texts: readonly (string | null)[], make: () => T) => T {
  const known = new Recent<string | null, { texts: readonly (string | null)[]; made: T }>(most);
  return (texts, make) => {
    const first = texts[0]!;
    const last = known.get(first);
    if (last?.texts.every((text, i) => text === texts[i])) return last.made;
    const made = make();
    known.set(first, { texts, made });
    return made;
  };
}

/** The first of several paths that holds something: columns of one meaning differ by release and by suffix. */
export function firstText(record: LazyRecord, paths: readonly string[]): string | null {
  if (record.firstOf) return record.firstOf(paths, filled);
  for (const path of paths) {
    const text = filled(record.text(path));
    if (text !== null) return text;
  }
  return null;
}

/** JSON in a text (also encoded twice), or the value itself where the reader has already parsed it. */
export function parsed(value: unknown): unknown {
  let current = value;
  for (let depth = 0; depth < 3 && typeof current === 'string'; depth++) {
    const text = current.trim();
    const first = text[0];
    if (first !== '{' && first !== '[' && first !== '"') return undefined;
    try {
      current = JSON.parse(text);
    } catch {
      return undefined;
    }
  }
  return current;
}

export type Plain = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Plain | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : null;
}

export function asObjects(value: unknown): Plain[] {
  return Array.isArray(value) ? value.filter((item): item is Plain => asObject(item) !== null) : [];
}

/** Text of a member of an object: strings, numbers and booleans; null for the rest and for "nothing". */
export function member(object: Plain | null, key: string): string | null {
  const value = object?.[key];
  return typeof value === 'string' ? filled(value) : scalar(value);
}

/** Text of strings, numbers and booleans; null for the rest, of which a hostile one has no text: `String({ toString: 0 })` throws. */
export function scalar(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Texts of a list, without what has none. */
export const scalars = (values: readonly unknown[]): string[] =>
  values.map(scalar).filter((text): text is string => text !== null);

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** true/false also as text and 0/1; null for anything else: "unknown" is never false. */
export function booleanOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 1) return true;
  if (value === 0) return false;
  if (typeof value !== 'string') return null;
  const text = value.trim().toLowerCase();
  return text === 'true' || text === '1' || text === 'yes'
    ? true
    : text === 'false' || text === '0' || text === 'no'
      ? false
      : null;
}

/** Latitude and longitude in degrees, or null: 0,0 is how exports write "not known", and half a pair is no place. */
export function coordinates(lat: number | null, lon: number | null): { lat: number; lon: number } | null {
  if (lat === null || lon === null || (lat === 0 && lon === 0)) return null;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** Place names by which exports say that they do not know. */
export function placeName(text: string | null): string | null {
  const name = filled(text);
  return name === null || name === '-' || name.toLowerCase() === 'unknown' ? null : name;
}

/** A table's entry for a value from a record; never something inherited (`constructor`), for values are hostile. */
export function entry<T>(table: Readonly<Record<string, T>>, key: string | null): T | null {
  return key !== null && Object.hasOwn(table, key) ? (table[key] as T) : null;
}
