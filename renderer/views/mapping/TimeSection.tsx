import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { isKnownZone } from '../../../shared/base/zone';
import type { TablePreview } from '../../../shared/contract/mappings';
import type { MappingDraft } from '../../../shared/model/mapping';
import { TimeFormat } from '../../../shared/model/mapping-words';
import { ChoiceField } from '../../ui/Field';
import { formatTime } from '../../ui/format';
import { ColumnPicker } from './ColumnPicker';
import { withTime } from './draft';
import { FORMAT_WORDS } from './words';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

interface Props {
  draft: MappingDraft;
  preview: TablePreview;
  titles: ReadonlyMap<string, string>;
  /** The zone as it is typed: not each letter is a zone. */
  zone: string;
  onZone(zone: string): void;
  onChange(draft: MappingDraft): void;
}

/** Which column is the time, how it is written, in which zone; the order of day and month is never taken for granted. */
export function TimeSection({ draft, preview, titles, zone, onZone, onChange }: Props): ReactNode {
  const { columns, format } = draft.time;
  const setColumn = (place: number, column: string | null): void => {
    const next = [...columns];
    if (column === null) next.splice(place, 1);
    else next[place] = column;
    onChange(withTime(draft, { columns: next }));
  };
  const zoneOk = zone.trim() === '' || isKnownZone(zone.trim());
  const { first, last, withoutZone } = preview.time;
  return (
    <section className="mapping-part" aria-label="Time">
      <h2 className="label">Time</h2>
      <div className="mapping-line">
        <span>Column</span>
        <ColumnPicker
          label="Time: column"
          value={columns[0] ?? null}
          titles={titles}
          isInvalid={columns.length === 0}
          onChange={(column) => setColumn(0, column)}
        />
        <Examples preview={preview} column={columns[0]} />
      </div>
      {columns.length > 0 && (
        <div className="mapping-line">
          <span>Time of day in</span>
          <ColumnPicker
            label="Time: column of the time of day"
            value={columns[1] ?? null}
            titles={titles}
            none="the same column"
            onChange={(column) => setColumn(1, column)}
          />
          <Examples preview={preview} column={columns[1]} />
        </div>
      )}
      <div className="mapping-line wide">
        <span>Written</span>
        <select
          className="mapping-select"
          aria-label="Time: how it is written"
          value={format}
          onChange={({ target }) => {
            const written = TimeFormat.options.find((each) => each === target.value);
            if (written) onChange(withTime(draft, { format: written }));
          }}
        >
          {TimeFormat.options.map((each) => (
            <option key={each} value={each}>
              {FORMAT_WORDS[each]}
            </option>
          ))}
        </select>
      </div>
      <DayOrder draft={draft} order={preview.time.order} onChange={onChange} />
      <ChoiceField
        label="Zone of times that carry none"
        value={zone}
        onChange={onZone}
        choices={ZONES}
        placeholder="not named: such times are rejected"
        problem={zoneOk ? null : 'not a zone this machine knows; write it like Europe/Berlin'}
        note={
          withoutZone > 0
            ? `${plural(withoutZone, 'time')} of those read ${withoutZone === 1 ? 'carries' : 'carry'} none. Kept with the file as an assumption.`
            : 'Every time read says its own zone.'
        }
      />
      {first && last && (
        <p className="muted s">
          Reaches from <span className="mono">{formatTime(first, 'UTC')}</span> to{' '}
          <span className="mono">{formatTime(last, 'UTC')}</span>
        </p>
      )}
    </section>
  );
}

function DayOrder({
  draft,
  order,
  onChange,
}: {
  draft: MappingDraft;
  order: TablePreview['time']['order'];
  onChange(draft: MappingDraft): void;
}): ReactNode {
  const { format } = draft.time;
  if (!order || (format !== 'day_first' && format !== 'month_first')) return null;
  if (order.proved === format) return <p className="muted s">The order of day and month is proved: {order.because}.</p>;
  const { example } = order;
  const choices = [
    ['day_first', 'Day first', example?.dayFirst],
    ['month_first', 'Month first', example?.monthFirst],
  ] as const;
  return (
    <fieldset className="mapping-doubt">
      <legend>
        {order.proved
          ? `Every value says ${order.proved === 'day_first' ? 'day first' : 'month first'}`
          : 'Day or month first? The table does not prove it'}
      </legend>
      <p className="s">{sentence(order.because)}. A wrong order moves events by months.</p>
      {choices.map(([value, title, reads]) => (
        <label key={value}>
          <input
            type="radio"
            name="day-order"
            checked={format === value}
            onChange={() => onChange(withTime(draft, { format: value }))}
          />
          {title}
          {example && reads && (
            <span className="muted">
              : {visible(example.text)} is <span className="mono">{reads}</span>
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the column holds, to compare with what it is taken for. */
export function Examples({ preview, column }: { preview: TablePreview; column: string | undefined }): ReactNode {
  const found = preview.columns.find((each) => each.column === column);
  const text = found ? visible(found.examples.join(' · ')) : '';
  return (
    <span className="mono faint clip" title={text}>
      {text}
    </span>
  );
}
