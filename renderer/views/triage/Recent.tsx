import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Episode } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import { useZone } from '../../engine/use-case';
import { showEvent } from '../../state/navigate';
import { formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { clock, isoDay, shortDay } from '../../ui/time-scale';
import { changeRows, type RecentRow, signInRows } from './recent-rows';

/** Changes and requests around the episode, which often explain it or are what it led to; and the sign-ins before it. */
export function Recent({
  episode,
  events,
  before,
}: {
  episode: Episode;
  /** Records of changes and requests within a day. */
  events: readonly Event[];
  /** Last accesses before the first denial, newest first. */
  before: readonly Event[];
}): ReactNode {
  const changes = changeRows(episode, events);
  const signIns = signInRows(before);
  const start = Date.parse(episode.start);
  return (
    <section className="panel recent" aria-label="Changes, requests and last sign-ins">
      <h2 className="label">Changes and requests</h2>
      <div className="recent-scroll">
        {changes.length === 0 ? (
          <p className="muted s recent-none">None within a day, none on file.</p>
        ) : (
          <List rows={changes} start={start} />
        )}
        <h3 className="label recent-second">Last sign-ins before</h3>
        {signIns.length === 0 ? (
          <p className="muted s recent-none">None in evidence.</p>
        ) : (
          <List rows={signIns} start={start} />
        )}
      </div>
    </section>
  );
}

function List({ rows, start }: { rows: readonly RecentRow[]; start: number }): ReactNode {
  const zone = useZone();
  return (
    <ul>
      {rows.map(({ ref, time, text, full, look }) => (
        <li key={ref}>
          <Button className="recent-row" onPress={() => showEvent(ref)}>
            <Shape shape={look.shape} color={look.color} size={10} />
            <span className="clip" title={time === null ? full : `${full} · ${formatTime(time, zone, 'full')}`}>
              <span className="unseen">{look.word}: </span>
              {text}
            </span>
            <span className="muted xs">
              {time === null
                ? 'on file'
                : `${isoDay(time, zone) === isoDay(start, zone) ? '' : `${shortDay(time, zone)} `}${clock(time, zone)}`}
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
