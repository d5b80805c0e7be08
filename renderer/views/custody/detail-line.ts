/** A custody act's detail as one line; the whole is shown when the row is opened. Pure. */

/** "episode p7 · verdict likely_compromise · why …"; nested values as JSON, nothing left out. */
export function detailLine(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => `${key} ${text(value)}`)
    .join(' · ');
}

function text(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ');
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return JSON.stringify(value) ?? '';
}
