import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, type ReactNode, useMemo, useRef } from 'react';
import { visible } from '../../../shared/base/text';
import { pivotOn } from '../../state/pivot';
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
  // The functions are new with every drawing of the timeline; a label is drawn again only when what it says has changed.
  const latest = useRef({ onToggle, onChoose });
  latest.current = { onToggle, onChoose };
  const toggle = useMemo(() => (id: string) => latest.current.onToggle(id), []);
  const choose = useMemo(() => (id: string) => latest.current.onChoose(id), []);
  return (
    <div className="lane-labels">
      {rows.map(({ key, top, height, lane, part, isTrack = false, open, active, pinned }) => (
        <Label
          key={key}
          {...{ top, height, lane, part, isTrack, open, active, pinned, by }}
          onToggle={toggle}
          onChoose={choose}
        />
      ))}
    </div>
  );
}

const Label = memo(function Label({
  top,
  height,
  lane,
  part,
  isTrack,
  open,
  active,
  pinned,
  by,
  onToggle,
  onChoose,
}: Omit<LabelRow, 'key'> & { by: LaneBy; onToggle(id: string): void; onChoose(id: string): void }): ReactNode {
  return (
    <div
      {...(lane && part === null && pivotOn('identity', lane.identity.name, { identity: lane.identity.id }))}
      className={`lane-label ${part === null ? 'own' : 'part'}${active ? ' active' : ''}${pinned ? ' pinned' : ''}`}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      {lane && part === null && (
        <>
          <button
            type="button"
            tabIndex={-1}
            className="lane-open"
            aria-expanded={open}
            aria-label={`${open ? 'Close' : 'Open'} ${visible(lane.identity.name)}`}
            onClick={() => onToggle(lane.identity.id)}
          >
            {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          </button>
          <button
            type="button"
            tabIndex={-1}
            className="lane-name"
            aria-pressed={active}
            title={visible(lane.identity.name)}
            onClick={() => onChoose(lane.identity.id)}
          >
            <span className="clip">
              <bdi dir="ltr">{visible(lane.identity.name)}</bdi>
            </span>
            <span className="clip lane-sub">{counts(lane)}</span>
          </button>
        </>
      )}
      {part !== null && (
        <span className={`clip lane-part${isTrack ? ' track' : ''}`} title={visible(part)}>
          {by === 'source' && !isTrack ? sourceWord(part) : visible(part)}
        </span>
      )}
    </div>
  );
});

/** A person needs no word for it; a machine says what it is. */
const counts = ({ identity, events, denials }: OrderedLane): string => {
  const denied = denials > 0 ? ` · ${formatCount(denials)} denied` : '';
  if (identity.kind === 'human') return `${formatCount(events)} ${events === 1 ? 'event' : 'events'}${denied}`;
  return `${KIND_WORDS[identity.kind]}${denied || ` · ${formatCount(events)}`}`;
};
