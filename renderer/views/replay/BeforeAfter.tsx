import { Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ReplayedCompromise, ReplayWorld } from '../../../shared/model/replay';
import { useZone } from '../../engine/use-case';
import { useSaveChart } from '../../engine/use-save-chart';
import { IconButton } from '../../ui/Button';
import { ChartMenu } from '../../ui/ChartMenu';
import { formatCount, formatDuration, formatTime } from '../../ui/format';
import { ticks, timeScale } from '../../ui/time-scale';
import { useSize } from '../../ui/use-size';
import { type Asked, beside, isIn, type Lane, lanesOf, replaySheet, slicesOf, sum } from './before-after';
import { COMPROMISE_WORDS } from './words';

const LANE = 54;
const GAP = 18;
const LEFT = 4;

/** As it was (outline) and as it would have been (filled), slice by slice on one scale a lane; compromises on top. */
export function BeforeAfter({ asked, world }: { asked: Asked; world: ReplayWorld }): ReactNode {
  const [asTable, setAsTable] = useState(false);
  const zone = useZone();
  const saveChart = useSaveChart();
  const lanes = lanesOf(asked, world);
  return (
    <figure className="replay-figure">
      <figcaption>
        <h3 className="label">Before and after</h3>
        <span className="muted xs replay-key">
          <i className="replay-was" /> as it was <i className="replay-is" /> under the policy
        </span>
        <ChartMenu
          label="Save a picture of before and after"
          view="replay"
          name="before-after"
          chart={() => replaySheet(asked, world, zone)}
          save={saveChart}
        />
        <IconButton
          label={asTable ? 'Before and after as a picture' : 'Before and after as a table'}
          className={asTable ? 'on' : ''}
          onPress={() => setAsTable(!asTable)}
        >
          <Table2 size={13} aria-hidden />
        </IconButton>
      </figcaption>
      {asTable ? <AsTable asked={asked} lanes={lanes} /> : <Picture asked={asked} lanes={lanes} world={world} />}
    </figure>
  );
}

function Picture({ asked, lanes, world }: { asked: Asked; lanes: readonly Lane[]; world: ReplayWorld }): ReactNode {
  const [frame, { width }] = useSize<HTMLDivElement>();
  const zone = useZone();
  const { from, to, step } = asked;
  const scale = timeScale({ from, to }, Math.max(1, width - LEFT));
  const x = (time: number): number => LEFT + scale.x(time);
  const bar = Math.max(1.5, x(from + step) - x(from) - 1);
  const top = world.compromises.length > 0 ? 30 : 0;
  const foot = top + lanes.length * (LANE + GAP);
  return (
    <div ref={frame} className="replay-picture">
      {width > 0 && (
        <svg
          width={width}
          height={foot + 18}
          role="img"
          aria-label={`${lanes.map(({ title, before, after }) => `${title}: ${formatCount(sum(before))} before, ${formatCount(sum(after))} after`).join('; ')}. The table twin has every slice.`}
        >
          {world.compromises.length > 0 && (
            <>
              <text x={LEFT} y={11} className="replay-lane">
                Likely compromises
              </text>
              {beside(world.compromises, (each) => x(Date.parse(each.time))).map(({ each, at }) => (
                <Marker key={each.episode} each={each} x={at} />
              ))}
            </>
          )}
          {lanes.map(({ title, before, after, tone }, i) => {
            const base = top + i * (LANE + GAP) + GAP + LANE - 6;
            const most = Math.max(1, ...before, ...after);
            const tall = (count: number): number => (count === 0 ? 0 : Math.max(1.5, (count / most) * (LANE - 10)));
            return (
              <g key={title}>
                <text x={LEFT} y={base - LANE + 5} className="replay-lane">
                  {title} · at most {formatCount(most)} in {formatDuration(step / 1000)}
                </text>
                {slicesOf(lanes[i]!, from, step).map(({ at, was, is }) => (
                  <g key={at}>
                    <rect className="replay-column-was" x={x(at)} y={base - tall(was)} width={bar} height={tall(was)} />
                    <rect
                      className={`replay-column ${tone}`}
                      x={x(at) + bar * 0.22}
                      y={base - tall(is)}
                      width={bar * 0.56}
                      height={tall(is)}
                    />
                  </g>
                ))}
                <line x1={LEFT} x2={width} y1={base + 0.5} y2={base + 0.5} className="replay-base" />
              </g>
            );
          })}
          {ticks({ from, to }, width - LEFT, zone).lower.map(({ time, label }) => {
            const at = x(time);
            if (at > width - 60) return null;
            return (
              <text key={time} x={at} y={foot + 14} className="replay-tick">
                {label}
              </text>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** A cross where it got in all the same, a ring with a bar where it is prevented, a ring where nobody can tell. */
function Marker({ each, x }: { each: ReplayedCompromise; x: number }): ReactNode {
  return (
    <g transform={`translate(${x} 22)`}>
      <title>{`${each.identity}: ${COMPROMISE_WORDS[each.state]}`}</title>
      {isIn(each) ? (
        <path d="M-4 -4l8 8M4 -4l-8 8" className="replay-in" />
      ) : (
        <>
          <circle r={4.5} className={each.state === 'prevented' ? 'replay-out' : 'replay-unknown'} />
          {each.state === 'prevented' && <path d="M-3 3l6 -6" className="replay-out" />}
        </>
      )}
    </g>
  );
}

function AsTable({ asked, lanes }: { asked: Asked; lanes: readonly Lane[] }): ReactNode {
  const zone = useZone();
  const rows = asked.before.promptsOver.flatMap((_, slice) =>
    lanes.some(({ before, after }) => before[slice]! + after[slice]! > 0) ? [slice] : [],
  );
  return (
    <section aria-label="Before and after, slice by slice">
      <table className="replay-table">
        <thead>
          <tr>
            <th scope="col">From</th>
            {lanes.map(({ title }) => (
              <th key={title} scope="col" className="number">
                {title}: was → would be
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((slice) => (
            <tr key={slice}>
              <th scope="row">{formatTime(asked.from + slice * asked.step, zone, 'minute')}</th>
              {lanes.map(({ title, before, after }) => (
                <td key={title} className="number">
                  {formatCount(before[slice]!)} → {formatCount(after[slice]!)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
