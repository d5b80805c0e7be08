/** A custody act's detail as one line; the whole is shown when the row is opened. Pure. */
import { visible } from '../../../shared/base/text';
import { formatCount } from '../../ui/format';

/** "episode p7 · verdict likely_compromise · why …"; nested values as JSON. */
export function detailLine(detail: Record<string, unknown>): string {
  return ordered(detail)
    .filter(([key, value]) => !isEmpty(value) && !(value === 0 && ONLY_SOME.has(key)))
    .map(([key, value]) =>
      COUNTED.has(key) && typeof value === 'number' ? `${text(value)} ${key}` : `${key} ${text(value)}`,
    )
    .join(' · ');
}

/** Read as counts: "1,337 events", not "events 1337". */
const COUNTED = new Set([
  'bytes',
  'records',
  'events',
  'context',
  'duplicates',
  'skipped',
  'rejected',
  'episodes',
  'problems',
]);

/** What an act is about, before its numbers. */
const FIRST = [
  'episode',
  'event',
  'on',
  'file',
  'name',
  'format',
  'verdict',
  'action',
  'review',
  'text',
  'why',
  'path',
  'episodes',
  'events',
  'duplicates',
  'context',
  'skipped',
  'rejected',
];

/** Counts that say something only where they are not 0; the opened row shows them all. */
const ONLY_SOME = new Set(['duplicates', 'context', 'skipped', 'rejected']);

function ordered(detail: Record<string, unknown>): [string, unknown][] {
  const rank = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return Object.entries(detail).sort(([a], [b]) => rank(a) - rank(b));
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function text(value: unknown): string {
  if (typeof value === 'string') return visible(value.replace(/\s+/g, ' '));
  if (typeof value === 'number') return Number.isSafeInteger(value) ? formatCount(value) : String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return visible(value.join(', '));
  if (Array.isArray(value)) return value.map(text).join('; ');
  if (value !== null && typeof value === 'object') {
    const parts = ordered(value as Record<string, unknown>).filter(([, item]) => !isEmpty(item));
    return `(${parts.map(([key, item]) => `${visible(key)} ${text(item)}`).join(', ')})`;
  }
  return visible(JSON.stringify(value) ?? '');
}
