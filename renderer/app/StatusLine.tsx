import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { CaseInfo } from '../../shared/model/case';
import { useQuery } from '../engine/use-query';
import { toFilter, useFilters } from '../state/filters';
import { Chip } from '../ui/Chip';
import { formatCount } from '../ui/format';
import { span } from '../ui/time-scale';
import { useOpen } from './open-state';
import './status-line.css';
import { visible } from '../../shared/base/text';

/** What is in the case, what narrows the views (each word can be taken away), whose data stands behind it. */
export function StatusLine({ info }: { info: CaseInfo }): ReactNode {
  const filters = useFilters();
  const { set } = useOpen();
  const active = filters.query !== '' || filters.range || filters.identities || filters.episode;
  const count = useQuery('events.count', active ? { filter: toFilter(filters) } : null);
  const clear = filters.set;
  return (
    <section className="status-line" aria-label="Status">
      <span className="status-fact">
        {active && count.data ? `${formatCount(count.data.events)} of ` : ''}
        {formatCount(info.events)} {info.events === 1 ? 'event' : 'events'}
      </span>
      <span className="status-fact">
        {formatCount(info.open)} of {formatCount(info.episodes)} {info.episodes === 1 ? 'episode' : 'episodes'} open
        {info.suppressed ? `, ${formatCount(info.suppressed)} suppressed` : ''}
      </span>
      <span className="status-filters">
        {active ? 'Filter:' : 'Filter: none'}
        {filters.query !== '' &&
          words(filters.query).map(({ word, at }, _, all) => (
            <Chip
              key={at}
              title={word}
              onRemove={() =>
                clear({
                  query: all
                    .filter((other) => other.at !== at)
                    .map((other) => other.word)
                    .join(' '),
                })
              }
              removeLabel={`Remove filter ${word}`}
            >
              {word}
            </Chip>
          ))}
        {filters.range && (
          <Chip onRemove={() => clear({ range: null })} removeLabel="Remove filter of time">
            {span(filters.range.from, filters.range.to, info.zone)}
          </Chip>
        )}
        {filters.identities && (
          <Chip onRemove={() => clear({ identities: null })} removeLabel="Remove filter of identities">
            {filters.identities.length === 1 ? (
              <IdentityName id={filters.identities[0]!} />
            ) : (
              `${filters.identities.length} identities`
            )}
          </Chip>
        )}
        {filters.episode && (
          <Chip onRemove={() => clear({ episode: null })} removeLabel="Remove filter of episode">
            Episode <EpisodeName id={filters.episode} />
          </Chip>
        )}
      </span>
      {info.attributions.length > 0 && (
        <Button className="status-button status-credits" onPress={() => set({ credits: true })}>
          {creditsBriefly(info.attributions).map((name, i) => (
            <span key={name} className="clip">
              {i > 0 && ' · '}
              {name}
            </span>
          ))}
        </Button>
      )}
      <Button className="status-button" onPress={() => set({ help: true })}>
        <kbd>?</kbd> keys
      </Button>
    </section>
  );
}

function IdentityName({ id }: { id: string }): ReactNode {
  return visible(useQuery('identities.get', { id }).data?.name ?? id);
}
function EpisodeName({ id }: { id: string }): ReactNode {
  const episode = useQuery('episodes.get', { id }).data;
  return episode ? `of ${visible(episode.identity.name)}` : id;
}

/** Words of a query with their place in it; a quoted phrase is one word. */
export function words(query: string): { word: string; at: number }[] {
  return [...query.matchAll(/(?:[^\s"]|"(?:\\.|[^"\\])*"?)+/g)].map((match) => ({ word: match[0], at: match.index }));
}

/**
 * The credits' names, each once; the whole of them is one press away. "Network of an address: IP Geolocation by DB-IP
 * (CC BY 4.0, …)" is "IP Geolocation by DB-IP".
 */
export function creditsBriefly(credits: readonly string[]): string[] {
  const names = credits.map((credit) =>
    credit
      .replace(/^[^:(]{0,40}: /, '')
      .split(/, by way of| \(|;|\. /)[0]!
      .trim(),
  );
  return [...new Set(names)];
}
