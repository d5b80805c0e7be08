/** The rows on screen: what is drawn in each, and its name beside it. Pure. */
import type { Range } from '../../../shared/contract/define';
import type { QueueRow } from '../../../shared/contract/episodes';
import { VERDICTS } from '../../state/words';
import type { Shape } from '../../ui/canvas-chart';
import type { LaneY } from './arcs';
import type { Bracket, DrawnLane } from './draw';
import type { LabelRow } from './LaneLabels';
import { LANE, type LaneLayout, PART } from './layout';
import { TRACK_TITLES, trackKinds } from './tracks';
import type { LaneOrder, LoadedLanes } from './use-lanes';
import type { Tracks } from './use-tracks';

export interface Rows {
  drawn: DrawnLane[];
  labels: LabelRow[];
  /** Names by identity. */
  names: Map<string, string>;
}

export function rowsOnScreen({
  order,
  layout,
  first,
  last,
  scrollTop,
  open,
  parts,
  loaded,
  episodes,
  selected,
  coverage,
  tracks,
}: {
  order: Pick<LaneOrder, 'count' | 'lane' | 'pinned'>;
  layout: LaneLayout;
  first: number;
  last: number;
  scrollTop: number;
  /** Identities whose lanes are open, and how many parts and tracks the layout has made room for. */
  open: readonly string[];
  parts: Readonly<Record<string, number>>;
  loaded: Pick<LoadedLanes, 'lane' | 'parts'>;
  episodes: readonly QueueRow[];
  selected: { identity: string | null; episode: string | null };
  /** Span of each source's logs, where parts are sources. */
  coverage: ReadonlyMap<string, Range> | null;
  tracks: Pick<Tracks, 'of'>;
}): Rows {
  const rows: Rows = { drawn: [], labels: [], names: new Map() };
  for (let i = first; i <= last && i < order.count; i++) {
    if (layout.height(i) === 0) continue;
    const lane = order.lane(i);
    const id = lane?.identity.id ?? '';
    if (lane) rows.names.set(id, lane.identity.name);
    const top = layout.top(i) - scrollTop;
    const isOpen = open.includes(id);
    const active = id !== '' && id === selected.identity;
    const place = { key: `${i}`, top, height: LANE, active };
    const brackets = episodes
      .filter((row) => row.identity.id === id)
      .map((row) => bracketOf(row, row.id === selected.episode));
    const track = id === '' ? null : tracks.of(id);
    // A rollout concerns many lanes: it stands once, above all of them, and in the lanes that are open.
    const bands = (track?.bands ?? []).filter(({ kind }) => kind !== 'rollout');
    rows.drawn.push({ ...place, lane: loaded.lane(id), part: false, brackets, covered: null, bands, track: null });
    rows.labels.push({ ...place, lane, part: null, open: isOpen, pinned: i < order.pinned });
    if (!isOpen) continue;
    const room = parts[id] ?? 0;
    const shown = loaded.parts(id).slice(0, room);
    for (const [n, part] of shown.entries()) {
      const inside = { key: `${i}/${part.part}`, top: top + LANE + n * PART, height: PART, active };
      const covered = coverage?.get(part.part ?? '') ?? null;
      rows.drawn.push({ ...inside, lane: part, part: true, brackets: [], covered, bands: [], track: null });
      rows.labels.push({ ...inside, lane, part: part.part, open: false, pinned: false });
    }
    for (const [n, kind] of trackKinds(track)
      .slice(0, room - shown.length)
      .entries()) {
      const y = top + LANE + (shown.length + n) * PART;
      const inside = { key: `${i}/track ${kind}`, top: y, height: PART, active };
      const drawn = { lane: null, part: true, brackets: [], covered: null, bands: [], track: { kind, of: track! } };
      rows.drawn.push({ ...inside, ...drawn });
      rows.labels.push({ ...inside, lane, part: TRACK_TITLES[kind], isTrack: true, open: false, pinned: false });
    }
  }
  return rows;
}

function bracketOf(row: QueueRow, selected: boolean): Bracket {
  const { color, shape } = VERDICTS[row.decision?.verdict ?? row.verdict];
  return {
    episode: row,
    from: Date.parse(row.start),
    to: Date.parse(row.end),
    // The canvas asks for a variable by its name, without `var(…)`.
    colour: color.slice(4, -1),
    shape: shape as Shape,
    selected,
  };
}

/** Where an arc begins or ends: in the identity's lane, or in the open source lane of the access. */
export function laneYOf(drawn: readonly DrawnLane[], bySource: boolean): LaneY {
  return (identity, source) => {
    const own = drawn.findIndex(
      ({ part, lane }) =>
        !part && lane !== null && (lane.identity.id === identity.id || lane.identity.name === identity.name),
    );
    const lane = drawn[own];
    if (!lane) return null;
    if (source !== null && bySource)
      for (let i = own + 1; drawn[i]?.part; i++)
        if (drawn[i]!.lane?.part === source) return drawn[i]!.top + PART / 2 - 4;
    // Denials lie below a lane's middle, accesses above it.
    return lane.top + LANE / 2 + (source === null ? 7 : -6);
  };
}
