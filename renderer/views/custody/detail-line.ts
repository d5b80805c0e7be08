/** A custody act's detail as one line; the whole is shown when the row is opened. Pure. */
import { visible } from '../../../shared/base/text';

/** "episode p7 · verdict likely_compromise · why …"; nested values as JSON, nothing left out. */
export function detailLine(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => `${key} ${text(value)}`)
    .join(' · ');
}

function text(value: unknown): string {
  if (typeof value === 'string') return visible(value.replace(/\s+/g, ' '));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return visible(value.join(', '));
  return visible(JSON.stringify(value) ?? '');
}
