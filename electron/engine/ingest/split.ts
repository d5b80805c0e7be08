/** Records that hold records: a Google activity with several `events`, a page of log lines. Each element becomes one. */
import { isBlank } from './readers/sink';
import type { Shape } from './source';
import { scalar } from './vendor/fields';

/** Key under which an element's record says how many before it, of the same list, had the same name. */
export const NTH = '#';

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * The elements of the shape's list, each as a copy of the record that holds this element in place of the list; null where
 * the shape does not split or the record has no list there.
 */
export function splitRecord(shape: Shape, value: unknown): unknown[] | null {
  const { split } = shape;
  if (!split) return null;
  const path = split.list.split('.');
  const found = at(value, path);
  const list = split.isKeyed && isKeyed(found) ? Object.values(found) : found;
  if (!Array.isArray(list)) return null;
  // Only what the shape reads is copied: a hostile record may have as many keys as elements.
  const base = read(value as Record<string, unknown>, shape.reads);
  const seen = new Map<string, number>();
  return list.map((element) => {
    const said = at(element, [split.by]) ?? '';
    const name = scalar(said) ?? JSON.stringify(said);
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return { ...(replaced(base, path, element) as object), [NTH]: nth };
  });
}

/** Numbers as names would come out in another order than they are written in. */
const isKeyed = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.keys(value).some((key) => /^\d+$/.test(key)); // biome-ignore format: one condition

function read(value: Record<string, unknown>, paths: readonly string[]): Record<string, unknown> {
  const base: Record<string, unknown> = {};
  for (const path of paths) {
    for (const key of [path, path.split('.')[0]!]) if (Object.hasOwn(value, key)) base[key] = value[key];
  }
  return base;
}

function at(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Record<string, unknown>)[key];
  }
  return inner;
}

function replaced(value: unknown, path: readonly string[], element: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return element;
  const object = value as Record<string, unknown>;
  return { ...object, [key]: replaced(object[key], rest, element) };
}

/**
 * Where the elements of the list at `path` (or the values of the object there) lie in the JSON text [from, to): offset and
 * length in bytes, relative to `from`. Null where the text has no such list. Of repeated keys the last counts, as in parsing.
 */
export function elementPlaces(
  bytes: Buffer,
  from: number,
  to: number,
  path: readonly string[],
): [number, number][] | null {
  const list = valueAt(bytes, from, to, path);
  if (!list) return null;
  const isObject = bytes[list[0]] === OPEN_OBJECT;
  if (!isObject && bytes[list[0]] !== OPEN_ARRAY) return null;
  const close = isObject ? CLOSE_OBJECT : CLOSE_ARRAY;
  const places: [number, number][] = [];
  let i = blanks(bytes, list[0] + 1, to);
  while (i < to && bytes[i] !== close) {
    if (isObject) {
      i = blanks(bytes, endOfValue(bytes, i, to), to); // the name
      if (bytes[i] !== COLON) return null;
      i = blanks(bytes, i + 1, to);
    }
    const end = endOfValue(bytes, i, to);
    places.push([i - from, end - i]);
    i = blanks(bytes, end, to);
    if (bytes[i] === COMMA) i = blanks(bytes, i + 1, to);
    else if (bytes[i] !== close) return null;
  }
  return places;
}

function valueAt(bytes: Buffer, from: number, to: number, path: readonly string[]): [number, number] | null {
  let span: [number, number] | null = [blanks(bytes, from, to), to];
  for (const key of path) {
    span = memberAt(bytes, span[0], span[1], key);
    if (!span) return null;
  }
  return span;
}

/** Begin and end of the value of the object's last member of this name. */
function memberAt(bytes: Buffer, from: number, to: number, wanted: string): [number, number] | null {
  if (bytes[from] !== OPEN_OBJECT) return null;
  let found: [number, number] | null = null;
  let i = blanks(bytes, from + 1, to);
  while (i < to && bytes[i] === QUOTE) {
    const keyEnd = endOfValue(bytes, i, to);
    const key = bytes.toString('utf8', i + 1, keyEnd - 1);
    i = blanks(bytes, keyEnd, to);
    if (bytes[i] !== COLON) return null;
    i = blanks(bytes, i + 1, to);
    const end = endOfValue(bytes, i, to);
    if (key === wanted) found = [i, end];
    i = blanks(bytes, end, to);
    if (bytes[i] === COMMA) i = blanks(bytes, i + 1, to);
  }
  return found;
}

function blanks(bytes: Buffer, from: number, to: number): number {
  let i = from;
  while (i < to && isBlank(bytes[i]!)) i++;
  return i;
}

/** The text was parsed before: brackets match and strings end. */
function endOfValue(bytes: Buffer, from: number, to: number): number {
  let depth = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      i++;
      while (i < to && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
      if (depth === 0) return i + 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (depth === 0) return i; // the end of what holds a bare value
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (byte === COMMA || isBlank(byte))) return i;
  }
  return to;
}
