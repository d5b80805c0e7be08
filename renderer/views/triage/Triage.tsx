/** One screen, one decision: the queue, the card of the chosen episode, the decision. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useClient } from '../../engine/EngineContext';
import { useQuery } from '../../engine/use-query';
import { useSelection } from '../../state/selection';
import { LoadingBar, Problem } from '../../ui/States';
import { Card } from './Card';
import { Decision } from './Decision';
import { NoEpisodes, Queue } from './Queue';
import { useNoEpisodeKeys } from './use-no-episode-keys';
import { useQueue } from './use-queue';
import './triage.css';
import './queue.css';
import './card.css';
import './next.css';
import './evidence.css';
import './minis.css';
import './decide.css';
import './rulings.css';

/** A card must stand this long before it counts as viewed: walking past is not looking. */
const VIEWED_AFTER_MS = 600;

export default function Triage(): ReactNode {
  const queue = useQueue();
  const { episode: id } = useSelection();
  const card = useQuery('episodes.card', id === null ? null : { id });
  const client = useClient();
  const [chosen, setChosen] = useState<{ id: string | null; link: number }>({ id: null, link: 0 });
  // Another episode starts at its best link.
  const link = chosen.id === id ? chosen.link : 0;
  const setLink = useCallback((at: number) => setChosen({ id, link: at }), [id]);
  const shown = card.data && !card.stale && card.data.episode.id === id ? card.data : null;
  // An id from elsewhere may be an alias: the answer's own id is then the one to go by.
  const current = card.stale ? null : (card.data ?? null);

  const shownId = shown?.episode.id;
  const [viewed, setViewed] = useState<string>();
  useEffect(() => {
    if (!shownId) return;
    const told = (): void => setViewed(shownId);
    const timer = window.setTimeout(
      () => void client['episodes.viewed']({ id: shownId }).then(told, () => undefined),
      VIEWED_AFTER_MS,
    );
    return () => window.clearTimeout(timer);
  }, [client, shownId]);
  const next = useCallback(() => queue.move(1), [queue]);
  useNoEpisodeKeys(queue.isEmpty && !card.data);

  return (
    <div className="triage">
      <Queue queue={queue} hasCard={card.data !== undefined} />
      <section
        className="triage-card"
        aria-label="Episode"
        data-part
        aria-busy={card.loading}
        data-viewed={viewed !== undefined && viewed === shownId}
      >
        <LoadingBar active={card.loading} />
        {card.data ? (
          <Card card={card.data} link={link} onLink={setLink} old={card.stale} />
        ) : card.error ? (
          <Problem title="This episode cannot be shown" error={card.error} />
        ) : queue.isEmpty ? (
          <NoEpisodes queue={queue} />
        ) : null}
      </section>
      <aside className="triage-decide" aria-label="Decision">
        {current && (
          <Decision
            key={current.episode.id}
            card={current}
            link={link}
            onLink={setLink}
            onDecided={next}
            queue={queue}
          />
        )}
      </aside>
    </div>
  );
}
