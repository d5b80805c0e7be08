import { Minus, Plus, Table2 } from 'lucide-react';
import { memo, type ReactNode, useMemo, useRef } from 'react';
import { visible } from '../../../shared/base/text';
import { Button, IconButton } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { formatCount } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import { PictureMenu } from '../../ui/PictureMenu';
import { ViewBar } from '../../ui/ViewBar';
import type { LaneBy } from './use-lanes';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SPANS = [
  { id: String(HOUR), title: '1 hour' },
  { id: String(6 * HOUR), title: '6 hours' },
  { id: String(DAY), title: '24 hours' },
  { id: String(2 * DAY), title: '48 hours' },
  { id: String(7 * DAY), title: '7 days' },
  { id: 'all', title: 'Whole case' },
];
const BY: { id: LaneBy; title: string }[] = [
  { id: 'source', title: 'Source' },
  { id: 'device', title: 'Device' },
  { id: 'ip', title: 'Address' },
  { id: 'app', title: 'Application' },
];

interface Shown {
  /** Identities that the filter leaves; null until known. */
  identities: number | null;
  /** Whose episode's lanes come first; null when none do. */
  episodeOf: string | null;
  by: LaneBy;
  asTable: boolean;
}
interface Acts {
  onUnpin(): void;
  onBy(by: LaneBy): void;
  /** Null asks for the whole case. */
  onLength(length: number | null): void;
  onTable(asTable: boolean): void;
  onZoom(factor: number): void;
  onFit(): void;
  /** Saves what is shown. */
  onPicture(kind: 'svg' | 'png'): void;
}

/** What the timeline shows, and the buttons that do what its keys and gestures do. `length`: milliseconds shown. */
export function TimelineBar({
  identities,
  episodeOf,
  by,
  asTable,
  length,
  ...acts
}: Shown & Acts & { length: number }): ReactNode {
  // The functions are new with every drawing of the timeline; the bar is drawn again only when what it says has changed.
  const latest = useRef(acts);
  latest.current = acts;
  const stable = useMemo<Acts>(
    () => ({
      onUnpin: () => latest.current.onUnpin(),
      onBy: (each) => latest.current.onBy(each),
      onLength: (each) => latest.current.onLength(each),
      onTable: (each) => latest.current.onTable(each),
      onZoom: (each) => latest.current.onZoom(each),
      onFit: () => latest.current.onFit(),
      onPicture: (each) => latest.current.onPicture(each),
    }),
    [],
  );
  const chosen = SPANS.find(({ id }) => id === String(length))?.id ?? '';
  return <Bar {...{ identities, episodeOf, by, asTable }} shown={shortSpan(length)} chosen={chosen} acts={stable} />;
}

const Bar = memo(function Bar({
  identities,
  episodeOf,
  by,
  asTable,
  shown,
  chosen,
  acts: { onUnpin, onBy, onLength, onTable, onZoom, onFit, onPicture },
}: Shown & { shown: string; chosen: string; acts: Acts }): ReactNode {
  return (
    <ViewBar
      title="Timeline"
      about={identities !== null && `${formatCount(identities)} ${identities === 1 ? 'identity' : 'identities'}`}
      left={
        episodeOf !== null && (
          <Chip onRemove={onUnpin} removeLabel="Show the lanes without the episode first">
            <span className="clip">Episode of {visible(episodeOf)}</span>
          </Chip>
        )
      }
    >
      <Menu label="Lanes open into" choices={BY} chosen={by} onChoose={(id) => onBy(id as LaneBy)}>
        {BY.find(({ id }) => id === by)?.title}
      </Menu>
      <Menu
        label="Time shown"
        choices={SPANS}
        chosen={chosen}
        onChoose={(id) => onLength(id === 'all' ? null : Number(id))}
      >
        {shown}
      </Menu>
      <IconButton label="Zoom out" keys="-" onPress={() => onZoom(2)}>
        <Minus size={14} aria-hidden />
      </IconButton>
      <IconButton label="Zoom in" keys="+" onPress={() => onZoom(0.5)}>
        <Plus size={14} aria-hidden />
      </IconButton>
      <Button look="bare" keys="f" onPress={onFit}>
        Fit
      </Button>
      <PictureMenu label="Save this view as a picture" size={14} onSave={onPicture} />
      <IconButton
        label={asTable ? 'Show the picture' : 'Show as a table'}
        className={asTable ? 'on' : ''}
        onPress={() => onTable(!asTable)}
      >
        <Table2 size={14} aria-hidden />
      </IconButton>
    </ViewBar>
  );
});

/** `7.5 h`: the length of the window in its largest fitting unit. */
export function shortSpan(length: number): string {
  if (length >= 2 * DAY) return `${Number((length / DAY).toFixed(1))} d`;
  if (length >= HOUR) return `${Number((length / HOUR).toFixed(1))} h`;
  if (length >= 60_000) return `${Number((length / 60_000).toFixed(1))} min`;
  return `${Number((length / 1_000).toFixed(2))} s`;
}
