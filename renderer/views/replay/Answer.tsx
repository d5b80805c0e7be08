import { type ReactNode, useRef } from 'react';
import { plural, visible } from '../../../shared/base/text';
import {
  answerOf,
  CELL_WORDS,
  type Compared,
  compare,
  type ReplayCell,
  type ReplayResult,
  type ReplayWorld,
} from '../../../shared/model/replay';
import { useZone } from '../../engine/use-case';
import { openRef, showEvent } from '../../state/navigate';
import { formatCount, formatTime } from '../../ui/format';
import { idleFrame } from '../../ui/idle';
import { BeforeAfter } from './BeforeAfter';
import { EventsBehind } from './EventsBehind';
import { useReplay } from './replay-state';
import { COMPROMISE_WORDS } from './words';

type Told = Omit<ReplayResult, 'run' | 'friction' | 'tuning'>;

/** What the policy would have changed: answer, numbers, picture, compromises, and what cannot be known. */
export function Answer({ result, run }: { result: Told; run: string | null }): ReactNode {
  const { world: at, opened, set } = useReplay();
  const index = Math.min(at, result.worlds.length - 1);
  const world = result.worlds[index];
  const events = useRef<HTMLDivElement>(null);
  if (!world) return null;
  const open = (cell: ReplayCell, label: string): void => {
    set({ opened: { cell, label } });
    idleFrame(() => {
      events.current?.scrollIntoView({ block: 'nearest' });
      // Who asked for the events goes on in them; closed, they give the focus back to their number.
      events.current?.querySelector('section')?.focus({ preventScroll: true });
    });
  };
  return (
    <div className="replay-answer">
      {result.worlds.length > 1 && (
        <fieldset className="replay-worlds">
          <legend className="unseen">Which policies</legend>
          {result.worlds.map(({ title }, i) => (
            <label key={title} className={i === index ? 'on' : ''}>
              <input
                type="radio"
                name="replay-world"
                className="unseen"
                checked={i === index}
                onChange={() => set({ world: i, opened: null })}
              />
              <span className="clip" title={title}>
                {title}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <p className="replay-said" role="status">
        {answerOf(result, world)}
      </p>
      <Numbers result={result} world={world} onOpen={run === null ? null : open} />
      <div ref={events} className="replay-behind">
        {opened && run !== null && (
          <EventsBehind
            key={`${run} ${index} ${opened.cell}`}
            run={run}
            world={index}
            opened={opened}
            onClose={() => {
              set({ opened: null });
              document.querySelector<HTMLElement>(`[data-cell="${opened.cell}"]`)?.focus();
            }}
          />
        )}
      </div>
      <BeforeAfter asked={result} world={world} />
      <Compromises world={world} />
      <section>
        <h3 className="label">Taken for granted</h3>
        <ul className="replay-assumed">
          {result.assumptions.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

type Open = ((cell: ReplayCell, label: string) => void) | null;

function Numbers({ result, world, onOpen }: { result: Told; world: ReplayWorld; onOpen: Open }): ReactNode {
  return (
    <>
      <table className="replay-table" aria-label="Before and after in numbers">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="number">
              As it was
            </th>
            <th scope="col" className="number">
              Under the policy
            </th>
            <th scope="col">Which makes the difference</th>
          </tr>
        </thead>
        <tbody>
          {compare(result.before, world).map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td className="number">{formatCount(row.before)}</td>
              <td className="number replay-after">
                {formatCount(row.after)}
                <Change row={row} />
              </td>
              <td>
                <Cells row={row} world={world} onOpen={onOpen} />
              </td>
            </tr>
          ))}
          {world.cells.undetermined > 0 && (
            <tr>
              <th scope="row">Undetermined</th>
              <td className="number">–</td>
              <td className="number replay-after">
                <Count cell="undetermined" label="Undetermined" n={world.cells.undetermined} onOpen={onOpen} />
              </td>
              <td>{world.undetermined.map(({ why, count }) => `${why} (${formatCount(count)})`).join('; ')}</td>
            </tr>
          )}
        </tbody>
      </table>
      {onOpen === null && (
        <p className="muted s">A saved answer: replay it to look at the events behind its numbers.</p>
      )}
    </>
  );
}

function Change({ row: { before, after } }: { row: Compared }): ReactNode {
  const by = after - before;
  return (
    <span className="muted replay-change">{by === 0 ? '±0' : `${by > 0 ? '+' : '−'}${formatCount(Math.abs(by))}`}</span>
  );
}

function Cells({ row, world, onOpen }: { row: Compared; world: ReplayWorld; onOpen: Open }): ReactNode {
  const cells = row.cells.filter((cell) => world.cells[cell] > 0);
  if (cells.length === 0) return <span className="muted">nothing changes</span>;
  return (
    <span className="replay-cells">
      {cells.map((cell) => (
        <span key={cell}>
          <Count cell={cell} label={`${row.label}: ${CELL_WORDS[cell]}`} n={world.cells[cell]} onOpen={onOpen} />{' '}
          {CELL_WORDS[cell]}
          {cell === 'honest_refused' && ` (${plural(world.honestIdentities, 'identity', 'identities')})`}
        </span>
      ))}
    </span>
  );
}

function Count({ cell, label, n, onOpen }: { cell: ReplayCell; label: string; n: number; onOpen: Open }): ReactNode {
  const isOpen = useReplay(({ opened }) => opened?.cell === cell);
  if (!onOpen) return <b>{formatCount(n)}</b>;
  return (
    <button
      type="button"
      className="text-link"
      data-cell={cell}
      aria-expanded={isOpen}
      onClick={() => onOpen(cell, label)}
      aria-label={`${label}: show ${plural(n, 'event')}`}
    >
      {formatCount(n)}
    </button>
  );
}

function Compromises({ world }: { world: ReplayWorld }): ReactNode {
  const zone = useZone();
  if (world.compromises.length === 0) return null;
  return (
    <section>
      <h3 className="label">{plural(world.compromises.length, 'likely compromise')}, one by one</h3>
      <table className="replay-table" aria-label="Likely compromises under the policy">
        <thead>
          <tr>
            <th scope="col">Identity</th>
            <th scope="col">Access</th>
            <th scope="col">Under the policy</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {world.compromises.map((each) => (
            <tr key={each.episode}>
              <th scope="row" className="breakable">
                <button
                  type="button"
                  className="text-link clip replay-name"
                  title={visible(each.identity)}
                  onClick={() => openRef(each.episode)}
                >
                  {visible(each.identity)}
                </button>
              </th>
              <td>
                <button type="button" className="text-link mono" onClick={() => showEvent(each.event)}>
                  {formatTime(each.time, zone)}
                </button>
              </td>
              <td>{COMPROMISE_WORDS[each.state]}</td>
              <td>{each.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
