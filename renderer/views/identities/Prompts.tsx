import { Table2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { plural } from '../../../shared/base/text';
import type { IdentityProfile } from '../../../shared/contract/identities';
import { useZone } from '../../engine/use-case';
import { useSaveChart } from '../../engine/use-save-chart';
import { showEvent } from '../../state/navigate';
import { IconButton } from '../../ui/Button';
import { ChartMenu } from '../../ui/ChartMenu';
import { formatCount, formatDuration, formatTime } from '../../ui/format';
import { dayBars } from './habits';
import { promptSheet } from './prompt-sheet';
import { stepIn } from './roving';

const SPAN_WORDS: Record<number, string> = { 1: '1 min', 5: '5 min', 10: '10 min', 60: '1 h', 1440: '24 h' };

/** How often it is asked for a second factor: by day, and the most within a minute, an hour, a day. */
export function Prompts({
  name,
  profile,
  isMachine,
}: {
  name: string;
  profile: IdentityProfile;
  isMachine: boolean;
}): ReactNode {
  const saveChart = useSaveChart();
  const { prompts } = profile;
  const cadence = isMachine ? profile.cadence : null; // people have no rhythm that one number tells
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="prompts">
      <h3 className="label prompts-head">
        <span>
          {isMachine ? 'Rhythm' : 'Prompts for a second factor'}
          {prompts.total > 0 && <span className="seen-n"> · {formatCount(prompts.total)}</span>}
        </span>
        <span className="habit-space" />
        {prompts.total > 0 && (
          <ChartMenu
            label="Save a picture of the prompts"
            view="identities"
            name={`${name}-prompts`}
            chart={() => promptSheet(name, prompts)}
            save={saveChart}
          />
        )}
        {prompts.total > 0 && (
          <IconButton
            label={asTable ? 'Prompts as a picture' : 'Prompts as a table'}
            className={asTable ? 'on' : ''}
            onPress={() => setAsTable(!asTable)}
          >
            <Table2 size={13} aria-hidden />
          </IconButton>
        )}
      </h3>
      {prompts.total === 0 ? (
        (!isMachine || !cadence) && (
          <p className="muted s">
            {isMachine ? 'Too few uses to tell a rhythm.' : 'No record of it asks for a second factor.'}
          </p>
        )
      ) : (
        <>
          {asTable ? <Days prompts={prompts} /> : <Picture prompts={prompts} />}
          <Rates prompts={prompts} />
        </>
      )}
      {cadence && (
        <p className="muted s">
          {cadence.upper < 1_000 ? (
            'In bursts: three of four uses follow the one before within a second'
          ) : (
            <>
              One use about every {gap(cadence.median)}; half of the gaps lie between {gap(cadence.lower)} and{' '}
              {gap(cadence.upper)}
            </>
          )}{' '}
          (n = {formatCount(cadence.n)}).
        </p>
      )}
    </section>
  );
}

/** A gap of so many ms in words. */
const gap = (ms: number): string => (ms < 1_000 ? 'less than 1 s' : formatDuration(ms / 1_000));

type Told = IdentityProfile['prompts'];

/** One Tab stop; left and right walk the days, Enter opens the first record of one. */
function Picture({ prompts }: { prompts: Told }): ReactNode {
  const bars = useMemo(() => dayBars(prompts.days), [prompts]);
  const [at, setAt] = useState(bars.length - 1);
  const picture = useRef<HTMLUListElement>(null);
  const walk = (event: KeyboardEvent): void => {
    const next = stepIn(event.key, at, bars.length, bars.length);
    if (next === null || event.key === 'ArrowUp' || event.key === 'ArrowDown') return;
    event.preventDefault();
    setAt(next);
    picture.current?.querySelectorAll<HTMLElement>('button')[next]?.focus();
  };
  const busiest = Math.max(...bars.map(({ approved, denied }) => approved + denied));
  return (
    <>
      <ul ref={picture} className="prompt-days" aria-label="Prompts by day">
        {bars.map((bar, i) => {
          const label = `${bar.day}: ${plural(bar.approved + bar.denied, 'prompt')}, ${formatCount(bar.denied)} denied`;
          return (
            <li key={bar.day} style={{ left: `${bar.left}%`, width: `${bar.width}%` }}>
              <button
                type="button"
                tabIndex={i === at ? 0 : -1}
                aria-label={label}
                title={label}
                onFocus={() => setAt(i)}
                onKeyDown={walk}
                onClick={() => showEvent(bar.event)}
              >
                <i className="prompt-denied" style={{ height: `${bar.deniedHeight}%` }} />
                <i className="prompt-approved" style={{ height: `${bar.approvedHeight}%` }} />
              </button>
            </li>
          );
        })}
      </ul>
      <p className="muted xs prompt-axis">
        <span>{bars[0]!.day}</span>
        <span>
          at most {plural(busiest, 'prompt')} a day, {formatCount(prompts.medianDay ?? 0)} on the middle one of{' '}
          {plural(bars.length + prompts.daysCut, 'day')} with any
          {prompts.daysCut > 0 && `; the newest ${formatCount(bars.length)} drawn`}
        </span>
        <span>{bars.length > 1 ? bars.at(-1)!.day : ''}</span>
      </p>
    </>
  );
}

function Days({ prompts: { days } }: { prompts: Told }): ReactNode {
  return (
    <div className="habit-table">
      <table aria-label="Prompts by day">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" className="right">
              Passed
            </th>
            <th scope="col" className="right">
              Denied
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, approved, denied, event }) => (
            <tr key={day}>
              <th scope="row">
                <button type="button" className="link mono" onClick={() => showEvent(event)}>
                  {day}
                </button>
              </th>
              <td className="right">{formatCount(approved)}</td>
              <td className="right">{formatCount(denied)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Rates({ prompts: { rates } }: { prompts: Told }): ReactNode {
  const zone = useZone();
  return (
    <div className="seen">
      <table aria-label="Most prompts within a span">
        <thead>
          <tr>
            <th scope="col" className="seen-head">
              Within
            </th>
            <th scope="col" className="seen-head n right">
              At most
            </th>
            <th scope="col" className="seen-head n right">
              Denied
            </th>
            <th scope="col" className="seen-head moment">
              From
            </th>
          </tr>
        </thead>
        <tbody>
          {rates.map(({ minutes, most, denied, at }) => {
            const when = formatTime(at.time, zone, 'second');
            return (
              <tr key={minutes}>
                <th scope="row">{SPAN_WORDS[minutes] ?? `${minutes} min`}</th>
                <td className="right">{formatCount(most)}</td>
                <td className={denied > 0 ? 'right seen-denied' : 'right'}>{denied > 0 ? formatCount(denied) : '–'}</td>
                <td className="prompt-when">
                  <button
                    type="button"
                    className="link mono"
                    aria-label={`First record of the most within ${SPAN_WORDS[minutes]}, ${when}`}
                    onClick={() => showEvent(at.event)}
                  >
                    {when}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
