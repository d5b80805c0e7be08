/** What narrows every view: the search, the brush, chosen identities, an episode. */
import { create } from 'zustand';
import type { Range } from '../../shared/contract/define';
import type { Filter } from '../../shared/contract/events';
import { KEPT_VIEW } from '../../shared/model/kept-view';
import { keepWithCase } from './kept';

export interface Filters {
  query: string;
  range: Range | null; // the brush
  identities: string[] | null;
  episode: string | null; // only what belongs to this episode
  set(part: Partial<Pick<Filters, 'query' | 'range' | 'identities' | 'episode'>>): void;
  clear(): void;
}

const EMPTY = { query: '', range: null, identities: null, episode: null };

export const useFilters = create<Filters>((set) => ({
  ...EMPTY,
  set: (part) => set(part),
  clear: () => set(EMPTY),
}));

keepWithCase('filters', useFilters, KEPT_VIEW.filters);

/** The filter as the engine takes it. */
export const toFilter = ({ query, range, identities, episode }: Filters): Filter => ({
  query,
  range,
  identities,
  episode,
});

/** Adds a `field:value` word to a query, quoted where needed; used by "filter in" and "filter out" from any cell. */
export function withWord(query: string, field: string, value: string, out = false): string {
  const quoted = /[\s"():]/.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value;
  const word = `${out ? '-' : ''}${field}:${quoted}`;
  return query.split(/\s+/).includes(word) ? query : `${query} ${word}`.trim();
}

/** Adds free text or a ready query to a query; what is already in it is not added twice. */
export function withText(query: string, text: string): string {
  const wanted = text.trim();
  return ` ${query} `.includes(` ${wanted} `) ? query : `${query} ${wanted}`.trim();
}
