import type { ReactNode } from 'react';
import type { TablePreview } from '../../../shared/contract/mappings';
import type { MappingDraft } from '../../../shared/model/mapping';
import { MappedField } from '../../../shared/model/mapping-words';
import { ColumnPicker, FIXED } from './ColumnPicker';
import { withField } from './draft';
import { Examples } from './TimeSection';
import { FIELD_WORDS } from './words';

/** Which column is which field of our events. */
export function FieldList({
  draft,
  preview,
  titles,
  onChange,
}: {
  draft: MappingDraft;
  preview: TablePreview;
  titles: ReadonlyMap<string, string>;
  onChange(draft: MappingDraft): void;
}): ReactNode {
  return (
    <section className="mapping-part" aria-label="Columns">
      <h2 className="label">Columns</h2>
      {MappedField.options.map((field) => {
        const from = draft.fields[field];
        const isFixed = from !== undefined && 'constant' in from;
        const column = from && 'column' in from ? from.column : undefined;
        const { title, means } = FIELD_WORDS[field];
        return (
          <div className="mapping-line" key={field}>
            <span title={means}>{title}</span>
            <ColumnPicker
              label={`${title}: column`}
              value={isFixed ? FIXED : (column ?? null)}
              titles={titles}
              canFix
              onChange={(value) =>
                onChange(
                  withField(
                    draft,
                    field,
                    value === null ? null : value === FIXED ? { constant: title } : { column: value },
                  ),
                )
              }
            />
            {isFixed ? (
              <input
                className="mapping-select"
                aria-label={`${title}: text in every row`}
                value={from.constant}
                onChange={({ target }) =>
                  target.value !== '' && onChange(withField(draft, field, { constant: target.value.slice(0, 1_000) }))
                }
              />
            ) : column === undefined ? (
              <span className="faint clip">{means}</span>
            ) : (
              <Examples preview={preview} column={column} />
            )}
          </div>
        );
      })}
    </section>
  );
}
