import { Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Identity } from '../../../shared/model/identity';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { IconButton } from '../../ui/Button';
import { formatCount } from '../../ui/format';
import { toWall } from '../../ui/time-scale';
import { habit, hourPieces, WEEKDAYS } from './habits';

const CELL = 16;
const LEFT = 32;
const TOP = 16;

/** When this identity signs in: a square per hour of the week, darker with more; a cross where it was denied. */
export function HabitChart({ identity }: { identity: Identity }): ReactNode {
  const zone = useZone();
  const [asTable, setAsTable] = useState(false);
  const first = identity.first ? Date.parse(identity.first) : null;
  const last = identity.last ? Date.parse(identity.last) : null;
  const { pieces, cut } = first !== null && last !== null ? hourPieces(first, last) : { pieces: [], cut: false };
  const ask = (i: number) => {
    const piece = pieces[i];
    return piece
      ? {
          filter: { identities: [identity.id], range: { from: piece.from, to: piece.to } },
          buckets: piece.buckets,
        }
      : null;
  };
  // At most four pieces: hooks cannot stand in a loop.
  const answers = [
    useQuery('events.histogram', ask(0)),
    useQuery('events.histogram', ask(1)),
    useQuery('events.histogram', ask(2)),
    useQuery('events.histogram', ask(3)),
  ];
  const made = habit(
    answers.flatMap((answer) => (answer.stale ? [] : (answer.data?.bars ?? []))),
    (time) => toWall(time, zone),
  );
  return (
    <figure className="habit">
      <figcaption>
        <span className="label">Hours of the week</span>
        <span className="muted xs">
          {formatCount(made.total)} sign-ins and denials, {zone}
          {cut && ', newest 333 days'}
        </span>
        <IconButton
          label={asTable ? 'Show the picture' : 'Show as a table'}
          className={asTable ? 'on' : ''}
          onPress={() => setAsTable(!asTable)}
        >
          <Table2 size={13} aria-hidden />
        </IconButton>
      </figcaption>
      {asTable ? (
        <div className="habit-table">
          <table>
            <thead>
              <tr>
                <th scope="col">Hour</th>
                {WEEKDAYS.map((day) => (
                  <th key={day} scope="col">
                    {day}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {HOURS.map((hour) => (
                <tr key={hour}>
                  <th scope="row">{String(hour).padStart(2, '0')}</th>
                  {WEEKDAYS.map((day, i) => (
                    <td key={day}>
                      {made.success[i]![hour] || ''}
                      {made.denied[i]![hour] ? ` (${made.denied[i]![hour]} denied)` : ''}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <svg
          viewBox={`0 0 ${LEFT + 24 * CELL} ${TOP + 7 * CELL}`}
          width={LEFT + 24 * CELL}
          height={TOP + 7 * CELL}
          role="img"
          aria-label={`Accesses and denials by hour of the week, ${zone}; the button beside it gives them as a table`}
        >
          {[0, 6, 12, 18].map((hour) => (
            <text key={hour} x={LEFT + hour * CELL} y={10} className="habit-text">
              {String(hour).padStart(2, '0')}
            </text>
          ))}
          {WEEKDAYS.map((day, d) => (
            <g key={day}>
              <text x={0} y={TOP + d * CELL + 12} className="habit-text">
                {day}
              </text>
              {HOURS.map((hour) => {
                const n = made.success[d]![hour]!;
                const denied = made.denied[d]![hour]!;
                const x = LEFT + hour * CELL;
                const y = TOP + d * CELL;
                return (
                  <g key={hour}>
                    <title>{`${day} ${String(hour).padStart(2, '0')}:00 – ${n} access, ${denied} denied`}</title>
                    <rect x={x + 1} y={y + 1} width={CELL - 2} height={CELL - 2} rx={2} className="habit-cell" />
                    {n > 0 && (
                      <rect
                        x={x + 1}
                        y={y + 1}
                        width={CELL - 2}
                        height={CELL - 2}
                        rx={2}
                        className="habit-some"
                        opacity={0.2 + 0.8 * Math.sqrt(n / Math.max(1, made.most))}
                      />
                    )}
                    {denied > 0 && (
                      <path
                        d={`M${x + 5} ${y + 5}l6 6m0-6l-6 6`}
                        className={n > 0 && n / Math.max(1, made.most) > 0.3 ? 'habit-denied over' : 'habit-denied'}
                      />
                    )}
                  </g>
                );
              })}
            </g>
          ))}
        </svg>
      )}
    </figure>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
