import { Table2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { plural } from '../../../shared/base/text';
import type { IdentityProfile } from '../../../shared/contract/identities';
import { useSaveChart } from '../../engine/use-save-chart';
import { showEvent } from '../../state/navigate';
import { IconButton } from '../../ui/Button';
import { ChartMenu } from '../../ui/ChartMenu';
import { formatCount } from '../../ui/format';
import { Ground } from './Ground';
import { habitSheet } from './habit-sheet';
import { busiest, cellsOf, shade, WEEKDAYS } from './habits';
import { stepIn } from './roving';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const two = (n: number): string => String(n).padStart(2, '0');

/** When this identity signs in, on its own clock: a square per hour of the week, darker with more; a cross where denied. */
export function HabitChart({ name, profile }: { name: string; profile: IdentityProfile }): ReactNode {
  const [asTable, setAsTable] = useState(false);
  const saveChart = useSaveChart();
  const { zone, hours, counted } = profile;
  const cells = useMemo(() => cellsOf(hours), [hours]);
  return (
    <figure className="habit">
      <figcaption>
        <h3 className="label">Hours of the week</h3>
        <span className="habit-space" />
        <ChartMenu
          label="Save a picture of the hours"
          view="identities"
          name={`${name}-hours`}
          chart={() => habitSheet(name, profile)}
          save={saveChart}
        />
        <IconButton
          label={asTable ? 'Hours as a picture' : 'Hours as a table'}
          className={asTable ? 'on' : ''}
          onPress={() => setAsTable(!asTable)}
        >
          <Table2 size={13} aria-hidden />
        </IconButton>
      </figcaption>
      {asTable ? <AsTable cells={cells} /> : <Picture cells={cells} />}
      <p className="muted xs habit-note">
        {plural(counted, 'access or denial', 'accesses and denials')} on its own clock, {zone.zone}: {zone.because}{' '}
        <Ground of="its clock" at={zone.row} />
        {busiest(cells) && <> · {busiest(cells)}</>}
      </p>
    </figure>
  );
}

type Cells = ReturnType<typeof cellsOf>;

/** One Tab stop; arrows walk the hours, Enter opens the newest record of one. */
function Picture({ cells }: { cells: Cells }): ReactNode {
  const start = Math.max(
    0,
    cells.findIndex((cell) => cell.event !== null),
  );
  const [at, setAt] = useState(start);
  const grid = useRef<HTMLTableElement>(null);
  const most = Math.max(1, ...cells.map(({ accesses }) => accesses));
  const walk = (event: KeyboardEvent): void => {
    const next = stepIn(event.key, at, cells.length, 24);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    grid.current?.querySelectorAll<HTMLElement>('button')[next]?.focus();
  };
  return (
    <table ref={grid} className="habit-grid" aria-label="Hours of the week">
      <thead>
        <tr>
          <td />
          {HOURS.map((hour) => (
            <th key={hour} scope="col" aria-label={`${two(hour)}:00`}>
              {hour % 6 === 0 ? two(hour) : ''}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {WEEKDAYS.map((day, d) => (
          <tr key={day}>
            <th scope="row">{day}</th>
            {cells.slice(d * 24, d * 24 + 24).map((cell) => {
              const i = cell.day * 24 + cell.hour;
              const label = `${day} ${two(cell.hour)}:00, ${cell.event === null ? 'nothing' : `${formatCount(cell.accesses)} accessed, ${formatCount(cell.denied)} denied`}`; // biome-ignore format: one text
              return (
                <td key={i}>
                  <button
                    type="button"
                    className="habit-cell"
                    tabIndex={i === at ? 0 : -1}
                    aria-disabled={cell.event === null}
                    aria-label={label}
                    title={label}
                    onFocus={() => setAt(i)}
                    onKeyDown={walk}
                    onClick={() => cell.event && showEvent(cell.event)}
                  >
                    {cell.accesses > 0 && <i className="habit-some" style={{ opacity: shade(cell.accesses, most) }} />}
                    {cell.denied > 0 && (
                      <svg viewBox="0 0 14 14" aria-hidden className={cell.accesses / most > 0.3 ? 'over' : ''}>
                        <path d="M4 4l6 6m0-6l-6 6" />
                      </svg>
                    )}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AsTable({ cells }: { cells: Cells }): ReactNode {
  return (
    <div className="habit-table">
      <table aria-label="Accesses and denials by hour of the week">
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
              <th scope="row">{two(hour)}</th>
              {WEEKDAYS.map((day, d) => {
                const { accesses, denied, event } = cells[d * 24 + hour]!;
                return (
                  <td key={day}>
                    {event && (
                      <button type="button" className="link" onClick={() => showEvent(event)}>
                        {formatCount(accesses)}
                        {denied > 0 && ` (${formatCount(denied)} denied)`}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
