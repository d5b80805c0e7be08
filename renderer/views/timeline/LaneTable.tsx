import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { TrackBand } from '../../../shared/contract/events';
import { pivotOn } from '../../state/pivot';
import { MARKS, sourceWord } from '../../state/words';
import { formatCount, formatTime } from '../../ui/format';
import { SortHead, useSorted } from '../../ui/SortHead';
import type { DrawnLane } from './draw';
import { phasesAt } from './request-phase';
import { levelWord, TRACK_TITLES } from './tracks';
import type { LaneBy } from './use-lanes';

const ROWS = 300;

const ORDERS: Record<string, (row: Row) => string | number> = {
  time: ({ time }) => time,
  who: ({ who }) => who,
  part: ({ part }) => part,
  what: ({ what }) => what,
  n: ({ n }) => n,
};

interface Row {
  key: string;
  who: string;
  part: string;
  /** The event, or null for a count. */
  id: string | null;
  time: number;
  /** End of a span; undefined for a single event. */
  until?: number;
  what: string;
  n: number;
}

/** A track as rows: bands with their words, sessions with their counts, levels that accesses reached. */
function trackRows(
  key: string,
  { kind, of }: NonNullable<DrawnLane['track']>,
  names: ReadonlyMap<string, string>,
): Row[] {
  const about = { who: names.get(of.identity) ?? '', part: TRACK_TITLES[kind], n: 1 };
  if (kind === 'bands')
    return of.bands.map((band) => ({
      ...about,
      key: `${key} ${band.row} ${band.from}`,
      id: band.row,
      time: band.from,
      until: band.to,
      what: visible(band.text),
    }));
  if (kind === 'sessions')
    return (of.sessions ?? []).map((span) => ({
      ...about,
      key: `${key} ${span.event}`,
      id: span.event,
      time: span.from,
      until: span.to,
      what: span.denied > 0 ? `session, ${formatCount(span.denied)} denied` : 'session',
      n: span.events,
    }));
  return (of.assurance ?? []).map((level) => ({
    ...about,
    key: `${key} ${level.event}`,
    id: level.event,
    time: level.time,
    what: `${levelWord(level.low, level.high)} reached`,
  }));
}

/** The timeline as a table: the lanes on screen, each with its single events or its counts. */
export function LaneTable({
  lanes,
  names,
  bandsOf,
  by,
  from,
  step,
  zone,
  onSelect,
}: {
  lanes: readonly DrawnLane[];
  /** What registers say of an identity. */
  bandsOf(identity: string): readonly TrackBand[];
  names: ReadonlyMap<string, string>;
  by: LaneBy;
  from: number;
  step: number;
  zone: string;
  onSelect(event: string): void;
}): ReactNode {
  const rows = lanes.flatMap((drawn): Row[] => {
    const { lane } = drawn;
    if (drawn.track) return trackRows(drawn.key, drawn.track, names);
    if (!lane) return [];
    const who = names.get(lane.identity.id) ?? lane.identity.name;
    const part = lane.part === null ? '' : by === 'source' ? sourceWord(lane.part) : lane.part;
    if (lane.single) {
      const { ids, times, marks } = lane.single;
      const bands = bandsOf(lane.identity.id);
      return ids.map((id, i) => ({
        key: `${drawn.key} ${id}`,
        who,
        part,
        id,
        time: times[i]!,
        what: [MARKS[marks[i]!].word, ...phasesAt(bands, times[i]!)].join(' · '),
        n: 1,
      }));
    }
    const density = lane.density;
    if (!density) return [];
    return (['denied', 'success', 'other'] as const).flatMap((mark) =>
      density[mark].flatMap((n, i) =>
        n === 0
          ? []
          : [
              {
                key: `${drawn.key} ${mark} ${i}`,
                who,
                part,
                id: null,
                time: from + i * step,
                what: MARKS[mark].word,
                n,
              },
            ],
      ),
    );
  });
  const { rows: sorted, sorting } = useSorted(rows, ORDERS);
  const shown = sorted.slice(0, ROWS);
  // Lanes that are not opened have no parts.
  const hasParts = shown.some(({ part }) => part !== '');
  return (
    <table className="lane-table">
      <caption>
        {rows.length > ROWS
          ? `First ${ROWS} of ${formatCount(rows.length)} rows of the lanes on screen: zoom in or scroll for the others`
          : `${formatCount(rows.length)} rows of the lanes on screen`}
      </caption>
      <thead>
        <tr>
          <SortHead id="time" title={`Time (${zone})`} sorting={sorting} />
          <SortHead id="who" title="Identity" sorting={sorting} />
          {hasParts && (
            <SortHead
              id="part"
              title={{ source: 'Source', device: 'Device', ip: 'Address', app: 'Application' }[by]}
              sorting={sorting}
            />
          )}
          <SortHead id="what" title="What" sorting={sorting} />
          <SortHead id="n" title="Events" sorting={sorting} />
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={row.key} {...pivotOn('identity', row.who, row.id ? { event: row.id } : {})}>
            <td className="mono">
              {row.id ? (
                <button type="button" className="link" onClick={() => row.id && onSelect(row.id)}>
                  {formatTime(row.time, zone, 'full')}
                </button>
              ) : (
                formatTime(row.time, zone, 'second')
              )}
            </td>
            <td>{row.who}</td>
            {hasParts && <td>{row.part}</td>}
            <td>
              {row.what}
              {row.until !== undefined && `, until ${formatTime(row.until, zone, 'second')}`}
            </td>
            <td>{formatCount(row.n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
