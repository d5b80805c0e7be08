/** Times at the head of log lines: ISO with or without a zone, and syslog's, which has no year. Pure. */
import { parseInstant } from '../../../../shared/model/time';
import { readAssumed } from './local-time';

export interface LineTime {
  time: number | null;
  warnings: string[];
}

/**
 * `2026-01-02 03:04:05,678`, `2026-01-02T03:04:05.678+01:00`. A text without a zone is read in the zone that the person
 * named, and in `fallback` with a warning where none was named.
 */
export function lineTime(
  text: string,
  where: string | null | { readonly zone: string | null },
  fallback = 'UTC',
): LineTime {
  const dotted = text
    .trim()
    .replace(',', '.')
    .replace(/ ([+-]\d\d):?(\d\d)$/, '$1:$2')
    .replace(/ (Z|UTC|GMT)$/, 'Z');
  const instant = parseInstant(dotted);
  if (instant !== null) return { time: instant, warnings: [] };
  const zone = typeof where === 'object' && where !== null ? where.zone : where;
  const { time, warnings } = readAssumed(dotted, { zone, dayFirst: null }, fallback);
  return { time, warnings };
}

const SYSLOG_5424 = /^<\d{1,3}>1 (\S+) /;

/** The time of an RFC 5424 header (`<134>1 2026-01-02T03:04:05Z host …`), which has year and zone. */
export function syslogTime(line: string): number | null {
  const m = SYSLOG_5424.exec(line);
  return m ? parseInstant(m[1]!) : null;
}

/** Fields of `key="value" key=value` lines; a value without quotes ends at the next blank. The first of a name counts. */
export function keyValues(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const m of text
    .slice(0, 50_000)
    .matchAll(/(?:^|[\s,;|])([A-Za-z][\w.-]{0,60})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g)) {
    if (!fields.has(m[1]!)) fields.set(m[1]!, m[2] ?? m[3] ?? '');
  }
  return fields;
}
