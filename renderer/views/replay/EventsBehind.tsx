import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { showEvent } from '../../state/navigate';
import { useSelection } from '../../state/selection';
import { MARKS, markOf, OUTCOME_WORDS } from '../../state/words';
import { Button, IconButton } from '../../ui/Button';
import { formatCount, formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { LoadingBar, Problem } from '../../ui/States';
import type { Opened } from './replay-state';

const PAGE = 100;

/** The events behind one number, page by page in order of time; each opens in the inspector. */
export function EventsBehind({
  run,
  world,
  opened,
  onClose,
}: {
  run: string;
  world: number;
  opened: Opened;
  onClose(): void;
}): ReactNode {
  const zone = useZone();
  const chosen = useSelection((selection) => selection.event);
  const [offset, setOffset] = useState(0);
  const { data, error, loading } = useQuery('replay.events', { run, world, cell: opened.cell, offset, limit: PAGE });
  const last = data ? Math.min(data.total, offset + PAGE) : 0;
  return (
    <section
      className="replay-events"
      aria-label={`Events: ${opened.label}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="replay-events-head">
        <h3>{opened.label}</h3>
        {data && (
          <span className="muted s">
            {data.total <= PAGE
              ? plural(data.total, 'event')
              : `${formatCount(offset + 1)} – ${formatCount(last)} of ${formatCount(data.total)} events`}
          </span>
        )}
        <span className="view-space" />
        {data && data.total > PAGE && (
          <>
            <Button isDisabled={offset === 0} onPress={() => setOffset(Math.max(0, offset - PAGE))}>
              Earlier
            </Button>
            <Button isDisabled={last >= data.total} onPress={() => setOffset(offset + PAGE)}>
              Later
            </Button>
          </>
        )}
        <IconButton label="Close the events" onPress={onClose}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      <LoadingBar active={loading} />
      {error && <Problem title="The events cannot be shown" error={error} />}
      {data && (
        <table className="replay-table">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Identity</th>
              <th scope="col">Outcome</th>
              <th scope="col">Application</th>
              <th scope="col">From</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((event) => {
              const look = MARKS[markOf(event)];
              return (
                <tr key={event.id} data-selected={event.id === chosen || undefined}>
                  <td>
                    <button type="button" className="text-link mono" onClick={() => showEvent(event.id)}>
                      {formatTime(event.time, zone)}
                    </button>
                  </td>
                  <td className="breakable">{visible(event.identity?.name ?? event.actor ?? '–')}</td>
                  <td>
                    <Shape shape={look.shape} color={look.color} /> {OUTCOME_WORDS[event.outcome]}
                    {event.factor && <span className="muted"> · {event.factor.replaceAll('_', ' ')}</span>}
                  </td>
                  <td className="breakable">{visible(event.app ?? '–')}</td>
                  <td className="mono breakable">
                    {visible(event.ip ?? '–')}
                    {event.geo?.country && <span className="muted"> {event.geo.country}</span>}
                  </td>
                  <td>{event.source}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
