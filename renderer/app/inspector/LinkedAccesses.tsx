import type { ReactNode } from 'react';
import { type Episode, linksOf } from '../../../shared/model/episode';
import { useZone } from '../../engine/use-case';
import { useSelection } from '../../state/selection';
import { LINK_WORDS, sourceWord } from '../../state/words';
import { formatTime } from '../../ui/format';

/** The accesses that followed an episode, each a way to its event. */
export function LinkedAccesses({ episode, className }: { episode: Episode; className: string }): ReactNode {
  const zone = useZone();
  const select = useSelection((selection) => selection.select);
  return (
    <ul className={className}>
      {linksOf(episode).map((link) => (
        <li key={link.event}>
          <button type="button" className="link" onClick={() => select({ event: link.event, episode: episode.id })}>
            {LINK_WORDS[link.kind]}
          </button>{' '}
          <span className="muted">
            {sourceWord(link.source)}, {formatTime(link.time, zone, 'clock')} · {link.score.toFixed(2)}
            {link.review && ` · ${link.review}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
