/**
 * Canonical JSON (RFC 8785, "JCS"): one value has one text, so that one hash says "the same".
 * Keys sorted by UTF-16 code units, no white space, numbers in ECMAScript form, shortest escapes.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The canonical text. Members that are `undefined` are left out, as JSON.stringify does.
 * Throws for what has no canonical form: NaN, infinities, lone surrogates, functions, dates, bigints.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`no canonical form for the number ${value}`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw new TypeError('no canonical form for this object');
    const object = value as Record<string, unknown>;
    const keys = Object.keys(object).sort(); // default order = UTF-16 code units, as RFC 8785 §3.2.3 asks
    const members = keys.filter((key) => object[key] !== undefined);
    return `{${members.map((key) => `${text(key)}:${canonicalJson(object[key])}`).join(',')}}`;
  }
  throw new TypeError(`no canonical form for a ${typeof value}`);
}

function text(value: string): string {
  if (value.search(LONE_SURROGATE) >= 0) throw new TypeError('no canonical form for a lone surrogate');
  return JSON.stringify(value);
}

/** A copy in which lone surrogates are U+FFFD: hostile text must not stop a log line from being written. */
export function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return value.replace(LONE_SURROGATE, '\ufffd') as T;
  if (Array.isArray(value)) return value.map(wellFormed) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [wellFormed(key), wellFormed(member)])) as T;
  }
  return value;
}
