import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { KIND_WORDS, sourceWord } from '../../state/words';
import { formatCount } from '../../ui/format';
import type { LaneBy, OrderedLane } from './use-lanes';

export interface LabelRow {
  key: string;
  top: number;
  height: number;
  /** Undefined while the order loads. */
  lane: OrderedLane | undefined;
  /** Name of the part in an opened lane; null for the identity's own. */
  part: string | null;
  /** The part is a track: its name is ours. */
  isTrack?: boolean;
  open: boolean;
  active: boolean;
  pinned: boolean;
}

/**
 * Names of the lanes, always in sight. Pressing a name chooses the lane; its arrow opens sources, devices and so on.
 * Neither is a tab stop: the picture beside them is one for all, and its keys choose and open lanes.
 */
export function LaneLabels({
  rows,
  by,
  onToggle,
  onChoose,
}: {
  rows: readonly LabelRow[];
  by: LaneBy;
  onToggle(id: string): void;
  onChoose(id: string): void;
}): ReactNode {
  return (
    <div className="lane-labels">
      {rows.map((row) => (
        <div
          key={row.key}
          className={`lane-label ${row.part === null ? 'own' : 'part'}${row.active ? ' active' : ''}${row.pinned ? ' pinned' : ''}`}
          style={{ transform: `translateY(${row.top}px)`, height: row.height }}
        >
          {row.lane && row.part === null && (
            <>
              <button
                type="button"
                tabIndex={-1}
                className="lane-open"
                aria-expanded={row.open}
                aria-label={`${row.open ? 'Close' : 'Open'} ${row.lane.identity.name}`}
                onClick={() => row.lane && onToggle(row.lane.identity.id)}
              >
                {row.open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
              </button>
              <button
                type="button"
                tabIndex={-1}
                className="lane-name"
                aria-pressed={row.active}
                title={row.lane.identity.name}
                onClick={() => row.lane && onChoose(row.lane.identity.id)}
              >
                <span className="clip">{row.lane.identity.name}</span>
                <span className="clip lane-sub">{counts(row.lane)}</span>
              </button>
            </>
          )}
          {row.part !== null && (
            <span className={`clip lane-part${row.isTrack ? ' track' : ''}`} title={row.part}>
              {by === 'source' && !row.isTrack ? sourceWord(row.part) : row.part}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

/** A person needs no word for it; a machine says what it is. */
const counts = ({ identity, events, denials }: OrderedLane): string => {
  const denied = denials > 0 ? ` · ${formatCount(denials)} denied` : '';
  if (identity.kind === 'human') return `${formatCount(events)} ${events === 1 ? 'event' : 'events'}${denied}`;
  return `${KIND_WORDS[identity.kind]}${denied || ` · ${formatCount(events)}`}`;
};
