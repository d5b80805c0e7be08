import { type ReactNode, useEffect, useState } from 'react';
import { visible } from '../../../shared/base/text';

/** Above this many columns one types a name and is offered what fits. */
const LISTED = 300;
export const COLUMN_LIST = 'mapping-column-list';
/** What stands for a fixed text instead of a column. */
export const FIXED = '\u0000fixed';

interface Props {
  /** Its accessible name. */
  label: string;
  /** Column, `FIXED`, or null for none. */
  value: string | null;
  titles: ReadonlyMap<string, string>;
  /** How "none" reads. */
  none?: string;
  canFix?: boolean;
  isInvalid?: boolean;
  onChange(value: string | null): void;
}

/** Which column it is. */
export function ColumnPicker(props: Props): ReactNode {
  return props.titles.size > LISTED ? <Typed {...props} /> : <Listed {...props} />;
}

function Listed({ label, value, titles, none = 'no column', canFix, isInvalid, onChange }: Props): ReactNode {
  const keys = [...titles.keys()];
  const isGone = value !== null && value !== FIXED && !titles.has(value);
  // Columns are told by their place: a name may be empty.
  const chosen = value === null ? '' : value === FIXED ? 'fixed' : isGone ? 'gone' : String(keys.indexOf(value));
  return (
    <select
      className={isInvalid || isGone ? 'mapping-select wrong' : 'mapping-select'}
      aria-label={label}
      aria-invalid={isInvalid || isGone}
      value={chosen}
      onChange={({ target }) =>
        onChange(target.value === '' ? null : target.value === 'fixed' ? FIXED : (keys[Number(target.value)] ?? value))
      }
    >
      <option value="">{none}</option>
      {canFix && <option value="fixed">the same text in every row…</option>}
      {isGone && <option value="gone">{visible(value)} (not in this table)</option>}
      {keys.map((key, i) => (
        <option key={key} value={String(i)}>
          {visible(titles.get(key)!)}
        </option>
      ))}
    </select>
  );
}

function Typed({ label, value, titles, none = 'no column', isInvalid, onChange }: Props): ReactNode {
  const title = value === null || value === FIXED ? '' : visible(titles.get(value) ?? value);
  const [text, setText] = useState(title);
  useEffect(() => setText(title), [title]);
  const take = (): void => {
    const wanted = text.trim().toLowerCase();
    const found = [...titles].find(([key, each]) => visible(each).toLowerCase() === wanted || key === wanted);
    if (wanted === '') onChange(null);
    else if (found) onChange(found[0]);
    else setText(title);
  };
  return (
    <input
      className={isInvalid ? 'mapping-select wrong' : 'mapping-select'}
      aria-label={label}
      list={COLUMN_LIST}
      placeholder={none}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={take}
      onKeyDown={({ key }) => key === 'Enter' && take()}
    />
  );
}

/** What the typed pickers offer: one list for all of them. */
export function ColumnList({ titles }: { titles: ReadonlyMap<string, string> }): ReactNode {
  if (titles.size <= LISTED) return null;
  return (
    <datalist id={COLUMN_LIST}>
      {[...titles].map(([key, title]) => (
        <option key={key} value={visible(title)} />
      ))}
    </datalist>
  );
}
