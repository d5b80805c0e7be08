import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { visible } from '../../../shared/base/text';
import type { EpisodeFact } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import { useZone } from '../../engine/use-case';
import { showEvent } from '../../state/navigate';
import { MARKS, markOf } from '../../state/words';
import { formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { clock, isoDay, shortDay } from '../../ui/time-scale';

/** Changes and requests around the episode: they often explain it, or are what it led to. */
export function Recent({
  events,
  facts,
  start,
}: {
  events: readonly Event[];
  /** Rows of registers. */
  facts: readonly EpisodeFact[];
  start: number;
}): ReactNode {
  const zone = useZone();
  const whenFact = (time: string): string => {
    const at = Date.parse(time);
    return `${isoDay(at, zone) === isoDay(start, zone) ? '' : `${shortDay(at, zone)} `}${clock(at, zone)}`;
  };
  return (
    <section className="panel recent">
      <h2 className="label">Changes and requests</h2>
      <ul>
        {events.map((event) => {
          const mark = MARKS[markOf(event)];
          const at = Date.parse(event.time);
          return (
            <li key={event.id}>
              <Button className="recent-row" onPress={() => showEvent(event.id)}>
                <Shape shape={mark.shape} color={mark.color} size={10} />
                <span className="clip" title={`${visible(event.action)} · ${formatTime(at, zone, 'full')}`}>
                  {visible(event.action)}
                </span>
                <span className="muted xs">
                  {isoDay(at, zone) === isoDay(start, zone) ? '' : `${shortDay(at, zone)} `}
                  {clock(at, zone)}
                </span>
              </Button>
            </li>
          );
        })}
        {facts.map((fact) => (
          <li key={fact.row}>
            <Button className="recent-row" onPress={() => showEvent(fact.row)}>
              <Shape shape="square" color="var(--muted)" size={10} />
              <span className="clip" title={`${visible(fact.text)} · register of ${fact.kind}`}>
                {visible(fact.text)}
              </span>
              <span className="muted xs">{fact.time === null ? 'register' : whenFact(fact.time)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
