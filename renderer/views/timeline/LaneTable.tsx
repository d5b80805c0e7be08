import type { ReactNode } from 'react';
import { MARKS, sourceWord } from '../../state/words';
import { formatCount, formatTime } from '../../ui/format';
import type { DrawnLane } from './draw';
import type { LaneBy } from './use-lanes';

const ROWS = 300;

interface Row {
  key: string;
  who: string;
  part: string;
  /** The event, or null for a count. */
  id: string | null;
  time: number;
  what: string;
  n: number;
}

/** The timeline as a table: the lanes on screen, each with its single events or its counts. */
export function LaneTable({
  lanes,
  names,
  by,
  from,
  step,
  zone,
  onSelect,
}: {
  lanes: readonly DrawnLane[];
  names: ReadonlyMap<string, string>;
  by: LaneBy;
  from: number;
  step: number;
  zone: string;
  onSelect(event: string): void;
}): ReactNode {
  const rows = lanes.flatMap((drawn): Row[] => {
    const { lane } = drawn;
    if (!lane) return [];
    const who = names.get(lane.identity.id) ?? lane.identity.name;
    const part = lane.part === null ? '' : by === 'source' ? sourceWord(lane.part) : lane.part;
    if (lane.single) {
      const { ids, times, marks } = lane.single;
      return ids.map((id, i) => ({
        key: `${drawn.key} ${id}`,
        who,
        part,
        id,
        time: times[i]!,
        what: MARKS[marks[i]!].word,
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
  const shown = rows.slice(0, ROWS);
  return (
    <table className="lane-table">
      <caption>
        {rows.length > ROWS
          ? `First ${ROWS} of ${formatCount(rows.length)} rows of the lanes on screen: zoom in or scroll for the others`
          : `${formatCount(rows.length)} rows of the lanes on screen`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Time ({zone})</th>
          <th scope="col">Identity</th>
          <th scope="col">{{ source: 'Source', device: 'Device', ip: 'Address', app: 'Application' }[by]}</th>
          <th scope="col">What</th>
          <th scope="col">Events</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={row.key}>
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
            <td>{row.part}</td>
            <td>{row.what}</td>
            <td>{formatCount(row.n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
