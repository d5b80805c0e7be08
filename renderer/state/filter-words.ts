/** The filter in one line, for pictures that leave the program; `brush`: its span in words, null without one. */
import { plural } from '../../shared/base/text';
import type { Filters } from './filters';

export function wordsOfFilter(
  { query, identities, episode }: Pick<Filters, 'query' | 'identities' | 'episode'>,
  brush: string | null,
): string {
  const parts = [
    query && `search ${query}`,
    brush && `brush ${brush}`,
    identities && plural(identities.length, 'chosen identity', 'chosen identities'),
    episode && `episode ${episode}`,
  ].filter(Boolean);
  return parts.length === 0 ? 'no filter' : `filter: ${parts.join(', ')}`;
}
