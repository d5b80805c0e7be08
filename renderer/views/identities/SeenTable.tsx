import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Seen, SeenList, Sight } from '../../../shared/contract/identities';
import { useZone } from '../../engine/use-case';
import { useFilters } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { showEvent } from '../../state/navigate';
import { pivotOn } from '../../state/pivot';
import { withWordState } from '../../state/query-words';
import { Button } from '../../ui/Button';
import { formatCount, formatTime } from '../../ui/format';
import { Ground } from './Ground';

const SHOWN = 5;

/** Values of one habit: what, how often, and the records between which it was seen. Each opens what it came from. */
export function SeenTable({
  title,
  list,
  identity,
  word = (value) => value,
  mono = false,
  none,
}: {
  title: string;
  list: Pick<SeenList, 'rows'> & Partial<SeenList>;
  /** Whose events the value leads to. */
  identity: string;
  word?: (value: string) => string;
  mono?: boolean;
  /** Said where nothing was seen. */
  none: string;
}): ReactNode {
  const [all, setAll] = useState(false);
  const { rows, more = 0 } = list;
  const untold = rows.length === 0 ? 0 : (list.untold ?? 0); // with none at all the sentence says it
  const shown = all ? rows : rows.slice(0, rows.length === SHOWN + 1 ? SHOWN + 1 : SHOWN);
  return (
    <section className="seen">
      <h3 className="label">
        {title}
        {rows.length > 1 && <span className="seen-n"> · {formatCount(rows.length + more)}</span>}
      </h3>
      {rows.length === 0 ? (
        <p className="muted s">{none}</p>
      ) : (
        <table aria-label={title}>
          <thead>
            <tr>
              <th scope="col" className="seen-head">
                <span className="unseen">{title}</span>
              </th>
              <th scope="col" className="seen-head n right">
                Accesses
              </th>
              <th scope="col" className="seen-head n right">
                Denied
              </th>
              <th scope="col" className="seen-head days">
                First, last
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row
                key={`${row.value} ${row.about} ${row.first.event}`}
                row={row}
                identity={identity}
                word={word}
                mono={mono}
              />
            ))}
          </tbody>
        </table>
      )}
      {(rows.length > shown.length || more > 0 || untold > 0 || all) && (
        <p className="muted s seen-foot">
          {rows.length > SHOWN + 1 && (
            <Button look="bare" onPress={() => setAll(!all)}>
              {all ? `Only the first ${SHOWN}` : `Show ${formatCount(rows.length)}`}
            </Button>
          )}
          {[
            more > 0 && `${plural(more, 'rarer value')} not listed`,
            untold > 0 && `${plural(untold, 'record')} without`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </section>
  );
}

function Row({
  row,
  identity,
  word,
  mono,
}: {
  row: Seen;
  identity: string;
  word: (value: string) => string;
  mono: boolean;
}): ReactNode {
  const text = visible(word(row.value));
  const name = <bdi dir="ltr">{text}</bdi>;
  const { query } = row;
  const filter = (): void => {
    if (!query) return;
    useFilters.getState().set({ identities: [identity], query: withWordState('', query.field, query.value, 'in') });
    useLayout.getState().open('events');
  };
  return (
    <tr>
      <th scope="row" {...(query && pivotOn(query.field, query.value, { event: row.last.event }))}>
        {query ? (
          <button
            type="button"
            className={`link clip seen-value${mono ? ' mono' : ''}`}
            title={`${text}: its events`}
            aria-label={`Events with ${text}`}
            onClick={filter}
          >
            {name}
          </button>
        ) : (
          <span className={`clip seen-value${mono ? ' mono' : ''}`} title={text}>
            {name}
          </span>
        )}
        {(row.about || row.row) && (
          <span className="seen-about">
            <span className="clip" title={visible(row.about)}>
              <bdi>{visible(row.about)}</bdi>
            </span>
            <Ground of={text} at={row.row} />
          </span>
        )}
      </th>
      <td className="right">{row.accesses > 0 ? formatCount(row.accesses) : '–'}</td>
      <td className={row.denied > 0 ? 'right seen-denied' : 'right'}>
        {row.denied > 0 ? formatCount(row.denied) : '–'}
      </td>
      <td className="seen-days">
        <When at={row.first} what={`First record with ${text}`} />{' '}
        <When at={row.last} what={`Last record with ${text}`} />
      </td>
    </tr>
  );
}

/** A day that opens its record. */
export function When({ at, what }: { at: Sight; what: string }): ReactNode {
  const zone = useZone();
  const full = formatTime(at.time, zone, 'second');
  return (
    <button
      type="button"
      className="link mono seen-when"
      title={full}
      aria-label={`${what}, ${full}`}
      onClick={() => showEvent(at.event)}
    >
      {full.slice(0, 10)}
    </button>
  );
}
