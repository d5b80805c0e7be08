/** The vendor's record inside a collector's: what a SIEM wraps around it. */
import { isObject } from './readers/json/envelopes';

/** An Elasticsearch hit holds the document in `_source`. */
const isHit = (value: Record<string, unknown>): boolean =>
  Object.hasOwn(value, '_source') && Object.hasOwn(value, '_index');

/**
 * Records that may be inside, most likely first. `event.original` counts only in documents that an agent stored: a
 * normalised copy that merely quotes its origin is no second sighting of the record.
 */
export function* unwrapped(value: unknown): Generator<unknown> {
  if (!isObject(value)) return;
  if (isHit(value) && isObject(value._source)) {
    yield value._source;
    yield* unwrapped(value._source);
    return;
  }
  if (isObject(value.result)) yield value.result; // Splunk
  for (const key of ['_raw', 'message', 'body', 'Body']) {
    if (isNormalised(value) && key === 'message') continue;
    const inner = parsed(value[key]);
    if (inner) yield inner;
  }
  if (isObject(value.detail) && Object.hasOwn(value, 'detail-type')) yield value.detail; // EventBridge
  if (isObject(value.result) && typeof value.result._raw === 'string') {
    const inner = parsed(value.result._raw);
    if (inner) yield inner;
  }
  if (!isNormalised(value) || isStored(value)) {
    const original = isObject(value.event) ? value.event.original : value['event.original'];
    const inner = parsed(original);
    if (inner) yield inner;
  }
}

/**
 * The JSON object at the end of a line of text, behind a syslog header or a logger's words; null where there is none.
 * Only lines that end with its brace are tried, and only from their first brace.
 */
export function jsonInLine(line: string): Record<string, unknown> | null {
  const from = line.indexOf('{');
  if (from < 0 || from > 512 || !/\}\s*$/.test(line.slice(-8))) return null;
  return parsed(line.slice(from));
}

const isNormalised = (value: Record<string, unknown>): boolean =>
  Object.hasOwn(value, 'ecs') || Object.hasOwn(value, 'ecs.version');
/** Written by an agent into a store, not by a parser's test. */
const isStored = (value: Record<string, unknown>): boolean =>
  Object.hasOwn(value, 'agent') || Object.hasOwn(value, 'data_stream') || Object.hasOwn(value, 'elastic_agent');

function parsed(value: unknown): Record<string, unknown> | null {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || value.trimStart()[0] !== '{') return null;
  try {
    const inner: unknown = JSON.parse(value);
    return isObject(inner) ? inner : null;
  } catch {
    return null;
  }
}
