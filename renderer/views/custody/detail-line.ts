/** A custody act's detail as one line; the whole is shown when the row is opened. Pure. */
import { visible } from '../../../shared/base/text';

/** "episode p7 · verdict likely_compromise · why …"; nested values as JSON, nothing left out. */
export function detailLine(detail: Record<string, unknown>): string {
  return ordered(detail)
    .filter(([, value]) => !isEmpty(value))
    .map(([key, value]) => `${key} ${text(value)}`)
    .join(' · ');
}

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
];

function ordered(detail: Record<string, unknown>): [string, unknown][] {
  const rank = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return Object.entries(detail).sort(([a], [b]) => rank(a) - rank(b));
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function text(value: unknown): string {
  if (typeof value === 'string') return visible(value.replace(/\s+/g, ' '));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return visible(value.join(', '));
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const parts = ordered(value as Record<string, unknown>).filter(([, item]) => !isEmpty(item));
    return `(${parts.map(([key, item]) => `${visible(key)} ${text(item)}`).join(', ')})`;
  }
  return visible(JSON.stringify(value) ?? '');
}
