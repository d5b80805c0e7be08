import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import { type Episode, type Link, linksOf } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { useEpisodes } from '../../engine/use-episodes';
import { useQuery } from '../../engine/use-query';
import { openRef } from '../../state/navigate';
import { say } from '../../state/notices';
import { useSelection } from '../../state/selection';
import { useUndo } from '../../state/undo';
import { LINK_WORDS, VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatCount, formatDuration, formatTime } from '../../ui/format';
import { Reasons } from '../../ui/Reasons';
import { Shape } from '../../ui/Shape';
import { LinkedAccesses } from './LinkedAccesses';

const DAY = 86_400_000;

/** The episodes that an event belongs to, as a denial or as an access linked to one; with confirm and reject in place. */
export function Links({ event }: { event: Event }): ReactNode {
  const selected = useSelection((selection) => selection.episode);
  const time = Date.parse(event.time);
  // Episodes of this identity that overlap the event or ended within the day before it.
  const near = useQuery(
    'episodes.queue',
    event.identity
      ? { state: 'all', identities: [event.identity.id], range: { from: time - DAY, to: time + 1 }, limit: 12 }
      : null,
  );
  const ids = new Set(near.data?.rows.map((row) => row.id) ?? []);
  if (selected) ids.add(selected);
  const found = useEpisodes([...ids]).flatMap((episode) => {
    const link = linksOf(episode).find((one) => one.event === event.id || one.path.includes(event.id));
    const isDenial = episode.events.includes(event.id);
    return link || isDenial ? [{ episode, link: link ?? null }] : [];
  });
  if (near.data && found.length === 0) return <p className="muted s">In no episode, and linked to none.</p>;
  return (
    <ul className="links">
      {found.map(({ episode, link }) => (
        <li key={episode.id}>
          <EpisodeLine episode={episode} />
          {link && link.event === event.id && <LinkReview episode={episode} link={link} />}
          {link && link.event !== event.id && <p className="muted s">On the path that begins with {link.event}</p>}
          {!link && linksOf(episode).length > 0 && <LinkedAccesses episode={episode} className="links-followed" />}
        </li>
      ))}
    </ul>
  );
}

export function EpisodeLine({ episode }: { episode: Episode }): ReactNode {
  const zone = useZone();
  const verdict = VERDICTS[episode.decision?.verdict ?? episode.verdict];
  return (
    <button type="button" className="links-episode" onClick={() => openRef(episode.id)}>
      <Shape shape={verdict.shape} color={verdict.color} size={12} />
      <span className="clip">
        {formatCount(episode.denials)} {episode.denials === 1 ? 'denial' : 'denials'} of{' '}
        {visible(episode.identity.name)}
      </span>
      <span className="muted mono xs">{formatTime(episode.start, zone, 'minute')}</span>
    </button>
  );
}

/** Why the access is linked, and the investigator's word on it. */
function LinkReview({ episode, link }: { episode: Episode; link: Link }): ReactNode {
  const act = useAct();
  const put = async (word: Link['review'], again = false): Promise<boolean> => {
    const said = { episode: episode.id, event: link.event, review: word ?? null, again };
    return (await act('review the link', (client) => client['links.review'](said))).ok;
  };
  const review = async (word: 'confirmed' | 'rejected' | null): Promise<void> => {
    const before = link.review ?? null;
    if (!(await put(word))) return;
    useUndo.getState().did({
      title: `link ${LINK_WORDS[link.kind]} ${word ?? 'open again'}`,
      undo: () => put(before, true),
      redo: () => put(word),
    });
    say({ tone: 'done', text: `Link “${LINK_WORDS[link.kind]}” ${word ?? 'is open again'}.` });
  };
  return (
    <div className="links-review">
      <p>
        <b>{LINK_WORDS[link.kind]}</b> · {link.score.toFixed(2)} · {formatDuration(Math.abs(link.delaySeconds))}{' '}
        {link.delaySeconds < 0 ? 'before' : 'after'}
      </p>
      <Reasons list={link.reasons} />
      <div className="links-acts">
        {link.review ? (
          <>
            <span className="muted s">You {link.review} it.</span>
            <Button look="bare" onPress={() => review(null)}>
              Take back
            </Button>
          </>
        ) : (
          <>
            <Button onPress={() => review('confirmed')}>Confirm</Button>
            <Button onPress={() => review('rejected')}>Reject</Button>
          </>
        )}
      </div>
    </div>
  );
}
