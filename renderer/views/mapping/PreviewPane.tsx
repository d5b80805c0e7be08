import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { PreviewRow, TablePreview } from '../../../shared/contract/mappings';
import { mappedColumns } from '../../../shared/model/mapped-columns';
import { useZone } from '../../engine/use-case';
import { FACTOR_WORDS, OUTCOME_WORDS } from '../../state/words';
import { formatCount, formatTime } from '../../ui/format';
import { CLASS_WORDS } from './words';

/** What the mapping makes of the table: the sum first, then what is in the way, then rows. */
export function PreviewPane({
  preview,
  problems,
  titles,
}: {
  preview: TablePreview;
  problems: readonly string[];
  titles: ReadonlyMap<string, string>;
}): ReactNode {
  const { rows, isWhole, events, skipped, rejected, reasons } = preview;
  return (
    <div className="mapping-preview">
      <Sum {...{ rows, isWhole, events, skipped, rejected }} />
      {problems.map((problem) => (
        <p key={problem} className="mapping-problem">
          <TriangleAlert size={14} aria-hidden />
          <span>{visible(problem)}</span>
        </p>
      ))}
      {reasons.length > 0 && (
        <table className="mapping-reasons">
          <caption className="label">Rows that become no event</caption>
          <tbody>
            {reasons.slice(0, 12).map(({ kind, why, count }) => (
              <tr key={`${kind} ${why}`}>
                <td className="number">{formatCount(count)}</td>
                <td>{kind}</td>
                <td>{visible(why)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {reasons.length > 12 && <p className="muted s">and {plural(reasons.length - 12, 'further reason')}</p>}
      <Rows
        title={`First ${plural(preview.first.length, 'row')}`}
        rows={preview.first}
        preview={preview}
        titles={titles}
      />
      {preview.odd.length > 0 && (
        <Rows title="Odd rows: one or two of each kind" rows={preview.odd} preview={preview} titles={titles} />
      )}
    </div>
  );
}

function Sum({
  rows,
  isWhole,
  events,
  skipped,
  rejected,
}: Pick<TablePreview, 'rows' | 'isWhole' | 'events' | 'skipped' | 'rejected'>): ReactNode {
  const parts = [
    ['event', plural(events, 'event'), events],
    ['skipped', `${formatCount(skipped)} skipped`, skipped],
    ['rejected', `${formatCount(rejected)} rejected`, rejected],
  ] as const;
  const present = parts.filter(([, , count]) => count > 0);
  return (
    <div className="mapping-sum" role="status">
      <p>
        <b>
          {plural(rows, 'row')} = {present.map(([, text]) => text).join(' + ') || '0'}
        </b>{' '}
        <span className="muted s">
          {isWhole ? 'all rows of the table' : `the first ${plural(rows, 'row')}; the import reads and counts them all`}
        </span>
      </p>
      <span className="mapping-bar" aria-hidden>
        {present.map(([end, , count]) => (
          <i key={end} className={end} style={{ flexGrow: Math.max(count, rows / 100) }} />
        ))}
      </span>
    </div>
  );
}

function Rows({
  title,
  rows,
  preview,
  titles,
}: {
  title: string;
  rows: readonly PreviewRow[];
  preview: TablePreview;
  titles: ReadonlyMap<string, string>;
}): ReactNode {
  const zone = useZone();
  const columns = mappedColumns(preview.mapping);
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="label">{title}</h2>
      <section
        className="mapping-rows"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls sideways must be reached by keys
        tabIndex={0}
        aria-label={`${title}, as events and as they are written`}
      >
        <table>
          <thead>
            <tr>
              <th className="number">Row</th>
              <th>Becomes</th>
              <th>Time</th>
              <th>User</th>
              <th>Outcome</th>
              <th>Factor</th>
              <th>Address</th>
              {columns.map((column) => (
                <th key={column} className="written" title={visible(titles.get(column) ?? column)}>
                  {visible(titles.get(column) ?? column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <Row key={`${row.number ?? `?${i}`} ${row.why}`} row={row} zone={zone} columns={columns} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({ row, zone, columns }: { row: PreviewRow; zone: string; columns: readonly string[] }): ReactNode {
  const { event, number, end, why } = row;
  const isTorn = row.cells.length === 1 && row.cells[0]!.column === '' && number === null;
  return (
    <tr>
      <td className="number faint">{number === null ? '—' : formatCount(number)}</td>
      {event ? (
        <>
          <td title={why}>
            <i className="mapping-end event" aria-hidden /> {CLASS_WORDS[event.class]}
            {why !== '' && <TriangleAlert size={12} className="mapping-doubtful" aria-label={why} />}
          </td>
          <td className="mono">{formatTime(event.time, zone)}</td>
          <td className="clip" title={visible(event.user ?? '')}>
            {event.user === null ? <span className="faint">nobody named</span> : visible(event.user)}
          </td>
          <td>{event.secondFactorFailed ? 'second factor failed' : OUTCOME_WORDS[event.outcome]}</td>
          <td>{event.factor === null ? <span className="faint">—</span> : FACTOR_WORDS[event.factor]}</td>
          <td className="mono">{event.ip ?? <span className="faint">—</span>}</td>
        </>
      ) : (
        <td colSpan={6} className="mapping-lost" title={visible(why)}>
          <i className={`mapping-end ${end}`} aria-hidden /> {end}: {visible(why)}
        </td>
      )}
      {isTorn ? (
        <td colSpan={Math.max(1, columns.length)} className="mono clip written">
          {visible(row.cells[0]!.text)}
        </td>
      ) : (
        columns.map((column) => {
          const text = visible(row.cells.find((cell) => cell.column === column)?.text ?? '');
          return (
            <td key={column} className="mono clip written" title={text}>
              {text}
            </td>
          );
        })
      )}
    </tr>
  );
}
