import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { PlaceDisagreement } from '../../../shared/model/geo';
import { useQuery } from '../../engine/use-query';
import { showEvent } from '../../state/navigate';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';

const SHOWN = 10;
const READ = 200;
const ABOUT: Record<PlaceDisagreement['about'], string> = { country: 'country', place: 'place', network: 'network' };

/** Addresses of which log and databases say different things: all answers, the likely reason, and the first record. */
export function Disagreements(): ReactNode {
  const [all, setAll] = useState(false);
  const { data } = useQuery('places.disagreements', { limit: READ });
  if (!data || data.compared === 0) return null;
  const shown = all ? data.rows : data.rows.slice(0, SHOWN);
  return (
    <section>
      <h2>
        {data.total === 0
          ? 'Log and databases agree on every place'
          : `${plural(data.total, 'place')} of which log and databases say different things`}
      </h2>
      {shown.length > 0 && (
        <table className="coverage-table" aria-label="Where log and databases disagree">
          <thead>
            <tr>
              <th>Address</th>
              <th>About</th>
              <th>The log</th>
              <th>Databases</th>
              <th>Likely reason</th>
              <th className="number">Events</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={`${row.ip} ${row.about} ${row.log}`}>
                <td>
                  <button
                    type="button"
                    className="text-link mono s"
                    aria-label={`First record with ${row.ip}`}
                    onClick={() => showEvent(row.first)}
                  >
                    {row.ip}
                  </button>
                </td>
                <td>{ABOUT[row.about]}</td>
                <td className="breakable">{row.log === null ? <span className="muted">–</span> : visible(row.log)}</td>
                <td className="breakable">
                  {row.databases.map(({ database, says }) => (
                    <span key={database} className="coverage-answer" title={visible(database)}>
                      {visible(says ?? 'nothing')} <span className="muted s">{visible(database)}</span>
                    </span>
                  ))}
                </td>
                <td className="s breakable">{visible(row.likely)}</td>
                <td className="number">{formatCount(row.events)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="muted s">
        {plural(data.compared, 'pair')} of place and address compared with {data.databases.map(visible).join(', ')}.
        Both answers are kept; the log's is used.{' '}
        {data.rows.length > SHOWN && (
          <Button look="bare" onPress={() => setAll(!all)}>
            {all ? `Only the first ${SHOWN}` : `Show ${formatCount(data.rows.length)}`}
          </Button>
        )}
        {data.total > data.rows.length && ` The others: “sidedoor places” lists all.`}
      </p>
    </section>
  );
}
