import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { LOWERS } from '../../../shared/model/playbook/hand-over';
import type { FrictionRow, Policy, ReplayResult, TuningRow } from '../../../shared/model/replay';
import { useQuery } from '../../engine/use-query';
import { openRef } from '../../state/navigate';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';

const EPISODES = 4;

/** Before anything is replayed: which rules the denials of this case ask for, and whom denials cost time. */
export function Baseline({ baseline, onTry }: { baseline: ReplayResult; onTry(policy: Policy): void }): ReactNode {
  const { tuning, friction, before } = baseline;
  return (
    <div className="replay-answer">
      <p className="replay-said">
        As it was: {plural(before.denials, 'denial')}, {formatCount(before.refusals)} of them by people;{' '}
        {plural(before.prompts, 'prompt')}; {plural(before.compromises, 'likely compromise')} with a linked access.
      </p>
      <section>
        <h3 className="label">What the denials ask for</h3>
        {tuning.length === 0 && <p className="muted s">No policy would have changed an attack in this case.</p>}
        <ul className="replay-tuning">
          {tuning.map((row) => (
            <Tuning key={row.text} row={row} onTry={onTry} />
          ))}
        </ul>
      </section>
      <div className="replay-two">
        <Friction title="People most refused" rows={friction.people} />
        <Friction title="Applications that refuse most" rows={friction.apps} />
      </div>
    </div>
  );
}

function Tuning({ row, onTry }: { row: TuningRow; onTry(policy: Policy): void }): ReactNode {
  const { policy } = row;
  const hurt =
    row.honestRefused > 0 || row.honestHarder > 0
      ? `Costs: ${plural(row.honestRefused, 'honest sign-in')} refused, ${formatCount(row.honestHarder)} with one more act or another factor.`
      : policy && 'Costs no honest sign-in of this case.';
  return (
    <li>
      <div>
        <p>
          <b>{visible(row.text)}</b>
          <span className="replay-assurance">
            {row.assurance === 'lowers' ? `▼ ${LOWERS}` : row.assurance === 'raises' ? '▲ raises assurance' : ''}
          </span>
        </p>
        <p className="s">
          {row.why}. {hurt}
        </p>
        <p className="muted s">
          Episodes:{' '}
          {row.episodes.slice(0, EPISODES).map((id, i) => (
            <span key={id}>
              {i > 0 && ', '}
              <EpisodeLink id={id} />
            </span>
          ))}
          {row.episodesAll > EPISODES && ` and ${formatCount(row.episodesAll - EPISODES)} more`}
        </p>
      </div>
      {policy && (
        <Button onPress={() => onTry(policy)} aria-label={`Replay this: ${visible(row.text)}`}>
          Replay this
        </Button>
      )}
    </li>
  );
}

/** An episode by whose it is: its id tells a reader nothing. */
function EpisodeLink({ id }: { id: string }): ReactNode {
  const { data } = useQuery('episodes.get', { id });
  return (
    <button type="button" className="text-link clip replay-name" title={id} onClick={() => openRef(id)}>
      {visible(data?.identity.name ?? id)}
    </button>
  );
}

const ROWS = 12;

function Friction({ title, rows }: { title: string; rows: readonly FrictionRow[] }): ReactNode {
  return (
    <section>
      <h3 className="label">{title}</h3>
      {rows.length === 0 ? (
        <p className="muted s">Nobody was refused.</p>
      ) : (
        <table className="replay-table" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" className="number">
                Prompts
              </th>
              <th scope="col" className="number">
                Denials
              </th>
              <th scope="col" className="number">
                Honest
              </th>
              <th scope="col" className="number">
                Attack
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, ROWS).map((row) => (
              <tr key={row.id ?? row.name}>
                <th scope="row" className="breakable">
                  {row.id ? (
                    <button
                      type="button"
                      className="text-link clip replay-name"
                      title={visible(row.name)}
                      onClick={() => openRef(row.id!)}
                    >
                      {visible(row.name)}
                    </button>
                  ) : (
                    visible(row.name)
                  )}
                </th>
                <td className="number">{formatCount(row.prompts)}</td>
                <td className="number">{formatCount(row.denials)}</td>
                <td className="number">{formatCount(row.honestDenials)}</td>
                <td className="number">{formatCount(row.attackDenials)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > ROWS && <p className="muted xs">and {formatCount(rows.length - ROWS)} more with fewer denials</p>}
    </section>
  );
}
