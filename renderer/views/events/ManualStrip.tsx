import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useFilters } from '../../state/filters';
import { openRef } from '../../state/navigate';
import { formatCount, formatTime } from '../../ui/format';

/** What the investigator wrote down, beside the grid and never among its rows: no log tells it, no count holds it. */
export function ManualStrip(): ReactNode {
  const zone = useZone();
  const { range, identities } = useFilters();
  const { data } = useQuery('manual.list', { range, identities });
  if (!data || data.length === 0) return null;
  return (
    <details className="manual-strip">
      <summary>
        {formatCount(data.length)} manual {data.length === 1 ? 'event' : 'events'} in this span
        <span className="muted"> · written down by the investigator, not counted with the events below</span>
      </summary>
      <ul>
        {data.map((event) => (
          <li key={event.id}>
            <b>manual</b> <span className="mono">{formatTime(event.time, zone, 'second')}</span> {visible(event.what)}{' '}
            <span className="muted">
              {visible(event.source)}
              {event.saidBy && `, said by ${visible(event.saidBy)}`}
            </span>
            {event.identity && (
              <>
                {' '}
                <button type="button" className="link" onClick={() => openRef(event.identity!)}>
                  whom it is about
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
