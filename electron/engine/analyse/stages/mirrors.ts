import type { SourceSpan } from '../read';

/** Sources that hold copies of another one's records; the one that tells more comes first. */
export const MIRRORS = [
  ['m365-ual', 'entra'],
  ['m365-defender', 'entra'],
  ['m365-defender', 'm365-ual'],
] as const;
/** Whether the case holds a source together with one that copies it. */
export function hasMirrors(spans: readonly SourceSpan[]): boolean {
  const present = new Set(spans.map(({ source }) => source));
  return MIRRORS.some((pair) => pair.every((source) => present.has(source)));
}
